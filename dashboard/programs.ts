/**
 * The programs of one record system beside each other, in the order of their names: nothing is ranked. Whether one
 * differs from the others is said in words, and only where the interval of the difference bears them out.
 *
 * @module
 */
import type { AdjustedChange, ChangeDifference } from '../shared/metrics/adjusted-change.ts';
import type { ComparedCurve } from '../shared/metrics/curve-comparison.ts';
import type {
  ComparedMeasure,
  ComparedProgram,
  ProgramComparison,
} from '../shared/metrics/program-comparison.ts';
import type { Interval } from '../shared/stats/estimate.ts';
import { clearness } from './comparison.ts';
import {
  count,
  fromTo,
  inHundred,
  instrumentName,
  likelyRange,
  NO_CLEAR_DIFFERENCE,
  withheld,
} from './wording.ts';

export interface ProgramRow {
  readonly id: string;
  readonly name: string;
  /** Whether it is the one the page is about. */
  readonly isThis: boolean;
  readonly inHundred: string | null;
  /** Why there is no number, else how many people and the likely range. */
  readonly people: string;
  /** 0..1; null where it may not be shown. */
  readonly rate: number | null;
  readonly interval: Interval | null;
  /** Against the other programs together; empty where nothing can be said. */
  readonly gap: string;
  /** Whether a clear difference is good news; null for none, or where the measure only describes. */
  readonly good: boolean | null;
  /** Where it stands in the funnel; empty where it has no place. */
  readonly usual: string;
}

export interface MeasureOfPrograms {
  readonly id: string;
  readonly label: string;
  readonly lowerIsBetter: boolean;
  /** The programs that are shown, together, 0..1; null for fewer than two. */
  readonly everyone: number | null;
  readonly rows: readonly ProgramRow[];
}

export interface AlikePeople {
  readonly instrument: string;
  readonly rows: readonly { readonly id: string; readonly name: string; readonly says: string }[];
}

export interface ProgramsCompared {
  readonly measures: readonly MeasureOfPrograms[];
  /** Against people who started alike, where that can be worked out. */
  readonly alike: readonly AlikePeople[];
  /** Whether people stay as long, and are in remission as soon, in one sentence each. */
  readonly curves: readonly string[];
}

export function programsCompared(comparison: ProgramComparison, chosen: string): ProgramsCompared {
  const names = new Map(
    comparison.measures.flatMap(({ programs }) => programs.map(({ program, name }) => [program, name])),
  );
  return {
    measures: comparison.measures
      .map((measure) => measureOf(measure, chosen))
      .filter(({ rows }) => rows.some(({ rate }) => rate !== null)),
    alike: comparison.adjusted.map((one) => alikePeople(one, names)),
    // A comparison of before there were curves has none.
    curves: (comparison.curves ?? []).map(curveSentence),
  };
}

function measureOf(
  { measure: id, label, direction, target, programs }: ComparedMeasure,
  chosen: string,
): MeasureOfPrograms {
  const rows = programs
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((program) => rowOf(program, direction, chosen));
  // One program is not "all of them together".
  const together = rows.filter(({ rate }) => rate !== null).length > 1;
  return { id, label, lowerIsBetter: direction === 'decrease', everyone: together ? target : null, rows };
}

function rowOf(
  { program: id, name, rate, of, interval, gap, position, reason }: ComparedProgram,
  direction: ComparedMeasure['direction'],
  chosen: string,
): ProgramRow {
  const about = { id, name, isThis: id === chosen };
  if (rate === null || of === null || interval === null)
    return {
      ...about,
      inHundred: null,
      people: withheld(reason),
      rate: null,
      interval: null,
      gap: '',
      good: null,
      usual: '',
    };
  return {
    ...about,
    inHundred: inHundred(rate),
    people: `of ${count(of)}, likely range ${likelyRange(interval)}`,
    rate,
    interval,
    gap: gap.words === null ? '' : gapWords[gap.words],
    good: gap.words === null ? null : clearness(gap, direction).good,
    usual: position === null ? '' : positionWords[position],
  };
}

const gapWords = {
  'higher than': 'Higher than the others',
  'lower than': 'Lower than the others',
  'no clear difference from': NO_CLEAR_DIFFERENCE,
} as const;

const positionWords = {
  'above-action': 'Far above',
  'above-warning': 'Above',
  within: 'Inside',
  'below-warning': 'Below',
  'below-action': 'Far below',
} as const satisfies Readonly<Record<NonNullable<ComparedProgram['position']>, string>>;

function alikePeople(
  { instrument, programs }: AdjustedChange,
  names: ReadonlyMap<string, string>,
): AlikePeople {
  return {
    instrument: instrumentName(instrument),
    rows: programs
      .map(({ program: id, n, pointsBetter, interval, difference, reason }) => ({
        id,
        name: names.get(id) ?? id,
        says:
          pointsBetter === null || interval === null
            ? withheld(reason)
            : `${points(pointsBetter)}, likely range ${fromTo(interval, 1)}${n === null ? '' : `, of ${count(n)} people`}${plain(difference)}`,
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}

/** Ours, as everywhere on the page: 95 %. */
const CLEAR = 0.05;

/** Nothing in a comparison of before it was worked out. */
function plain(difference: ChangeDifference | null | undefined): string {
  if (difference === null || difference === undefined) return '';
  const { points: by, interval, g } = difference;
  const side = by >= 0 ? 'more' : 'less';
  return `. Plain change: ${Math.abs(by).toFixed(1)} points ${side} than in the others (${fromTo(interval, 1)}), g ${g.toFixed(2)}`;
}

function curveSentence({ label, programs, p, reason }: ComparedCurve): string {
  if (p === null) return `${label}: ${withheld(reason).toLowerCase()}.`;
  const says = p < CLEAR ? 'the programs differ' : 'no clear difference between the programs';
  const value = p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
  return `${label}: ${says} (log-rank test of ${count(programs.length)} programs, ${value}).`;
}

function points(better: number): string {
  const size = Math.abs(better).toFixed(1);
  if (size === '0.0') return 'As expected';
  return `${size} ${size === '1.0' ? 'point' : 'points'} ${better > 0 ? 'better' : 'worse'} than expected`;
}
