/**
 * A measure month by month. A month that may not be shown is a gap with its reason: the line never crosses
 * it, and it is never 0.
 *
 * @module
 */

import type { Period, ProportionFigure, ProportionMeasure } from '../shared/metrics/snapshot.ts';
import { type PChart, type PlottedPoint, pChart } from '../shared/stats/control-chart.ts';
import type { Interval } from '../shared/stats/estimate.ts';
import type { SpecialCause } from '../shared/stats/special-cause.ts';
import { inHundred, listed, withheld } from './wording.ts';

export interface ShownMonth {
  readonly kind: 'shown';
  readonly label: string;
  readonly provisional: boolean;
  readonly rate: number;
  readonly count: number;
  readonly of: number;
  readonly interval: Interval | null;
  /** Where a month of this size usually falls; null without a control chart. */
  readonly usual: { readonly lower: number; readonly upper: number } | null;
  /** Why it is more than chance. Only of final months: a provisional one is low while forms are to come. */
  readonly cause: SpecialCause | null;
}

export interface MonthGap {
  readonly kind: 'gap';
  readonly label: string;
  readonly provisional: boolean;
  readonly why: string;
}

export type Month = ShownMonth | MonthGap;

export interface OverTime {
  readonly label: string;
  readonly lowerIsBetter: boolean;
  readonly months: readonly Month[];
  /** All months together; null without a control chart. */
  readonly centre: number | null;
  /** False when no month can be shown, or only months of none or of all where others are hidden: then `reading` stands in the place of the chart. */
  readonly drawable: boolean;
  readonly reading: string;
}

/** With fewer points limits mean little: a plain run chart instead (NHS England, Making Data Count). */
const MINIMUM_MONTHS = 12;

export function overTime(measure: ProportionMeasure, periods: readonly Period[]): OverTime {
  const months = periods.map((period, i) => month(period, measure.months[i]));
  const shown = months.filter(isShown);
  const chart = shown.length < MINIMUM_MONTHS ? null : controlChart(shown);
  // None and all may be shown where 1 to 10 may not: alone they would read as if it had never been otherwise.
  const onlyExtremes =
    shown.length > 0 &&
    shown.every(({ count, of }) => count === 0 || count === of) &&
    months.some((one) => one.kind === 'gap' && one.why === withheld('too-few'));
  const judged = shown.map((one, i) => judge(one, chart?.points[i]));
  const inOrder = judged.values();
  return {
    label: measure.label,
    lowerIsBetter: measure.direction === 'decrease',
    months: months.map((one) => (isShown(one) ? (inOrder.next().value ?? one) : one)),
    centre: chart?.mean ?? null,
    drawable: shown.length > 0 && !onlyExtremes,
    reading: onlyExtremes
      ? 'Only months in which it was true of nobody or of everybody can be shown: the others are hidden, to protect privacy. Read the twelve months together.'
      : shown.length === 0
        ? nothing(months)
        : `${signal(judged, chart)}${missing(months)}`,
  };
}

function month({ label, provisional }: Period, figure: ProportionFigure | undefined): Month {
  const { rate = null, populations, denominators, interval = null, reason = null } = figure ?? {};
  const count = populations?.numerator ?? null;
  const of = denominators?.eligible ?? null;
  if (rate === null || count === null || of === null) {
    return { kind: 'gap', label, provisional, why: withheld(reason) };
  }
  return { kind: 'shown', label, provisional, rate, count, of, interval, usual: null, cause: null };
}

function isShown(month: Month): month is ShownMonth {
  return month.kind === 'shown';
}

function controlChart(shown: readonly ShownMonth[]): PChart | null {
  const chart = pChart(shown, null);
  return chart.kind === 'estimated' ? chart : null;
}

function judge(month: ShownMonth, point: PlottedPoint | undefined): ShownMonth {
  if (point === undefined) return month;
  const { lower, upper, cause } = point;
  return { ...month, usual: { lower, upper }, cause: month.provisional ? null : cause };
}

function signal(shown: readonly ShownMonth[], chart: PChart | null): string {
  if (shown.length < MINIMUM_MONTHS) {
    return 'There are not enough months for a usual range: read each month with its likely range.';
  }
  if (chart === null) return 'Every month is the same.';
  const told = stretches(shown).map(({ cause, months }) => causeWords(cause, months));
  if (told.length > 0) return `${told.join(' ')} Look for what changed.`;
  return 'No month stands out: ups and downs like these come by chance.';
}

interface Stretch {
  readonly cause: SpecialCause;
  readonly months: readonly ShownMonth[];
}

/** Neighbouring months with the same cause, together. */
function stretches(shown: readonly ShownMonth[]): readonly Stretch[] {
  const found: { cause: SpecialCause; months: ShownMonth[] }[] = [];
  for (const [i, month] of shown.entries()) {
    const { cause } = month;
    if (cause === null) continue;
    const last = found.at(-1);
    if (last !== undefined && shown[i - 1]?.cause === cause) last.months.push(month);
    else found.push({ cause, months: [month] });
  }
  return found;
}

function causeWords(cause: SpecialCause, months: readonly ShownMonth[]): string {
  const [first, last] = [months[0]?.label ?? '', months.at(-1)?.label ?? ''];
  const span = first === last ? first : `${first} to ${last}`;
  switch (cause) {
    case 'above-limit':
    case 'below-limit': {
      const said = months.map(({ label, rate }) => `${label} (${inHundred(rate)} in 100)`);
      const side = cause === 'above-limit' ? 'above' : 'below';
      return `${listed(said)} ${months.length === 1 ? 'is' : 'are'} ${side} the usual range.`;
    }
    case 'rising':
      return `It rose month after month (${span}).`;
    case 'falling':
      return `It fell month after month (${span}).`;
    case 'two-of-three-above':
      return `High months came close together (${span}).`;
    case 'two-of-three-below':
      return `Low months came close together (${span}).`;
    case 'run-above':
      return `Seven or more months in a row were above the average (${span}).`;
    case 'run-below':
      return `Seven or more months in a row were below the average (${span}).`;
  }
}

function nothing(months: readonly Month[]): string {
  const nobody = withheld('no-episodes');
  return months.every((one) => one.kind === 'gap' && one.why === nobody)
    ? `${nobody} in any month.`
    : 'No month alone has enough people to show. Read the twelve months together.';
}

/** More gaps than this are counted, not named. */
const GAPS_NAMED = 4;

function missing(months: readonly Month[]): string {
  const byReason = new Map<string, string[]>();
  for (const one of months) {
    if (one.kind === 'gap') byReason.set(one.why, [...(byReason.get(one.why) ?? []), one.label]);
  }
  return [...byReason]
    .map(
      ([why, labels]) =>
        ` ${why}: ${labels.length > GAPS_NAMED ? `${labels.length} months` : listed(labels)}.`,
    )
    .join('');
}
