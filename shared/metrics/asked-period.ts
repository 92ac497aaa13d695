/**
 * A period as people ask for it: `2025`, `2025-Q3`, `2025-07`, `2025-04..2026-03`, dates `2025-04-01..2025-09-30`,
 * or nothing for the last twelve full months.
 *
 * It is compared with the stretch of the same length before it. A period that still runs is asked about as far
 * as the as-of date: what falls due or closes later is neither there nor missed yet.
 *
 * @module
 */
import { dayOfDate, firstOfMonth, isoDate } from './calendar.ts';
import { type Periods, periodBetween, rollingYear } from './periods.ts';
import type { Period } from './snapshot.ts';

export type AskedPeriod =
  | { readonly kind: 'periods'; readonly periods: Periods }
  | { readonly kind: 'invalid'; readonly message: string };

const FORMS = 'YYYY, YYYY-Qn, YYYY-MM, YYYY-MM..YYYY-MM or YYYY-MM-DD..YYYY-MM-DD';

export function askedPeriod(text: string | undefined, asOf: string): AskedPeriod {
  if (text === undefined) return { kind: 'periods', periods: rollingYear(asOf) };
  const [from = '', to = from, ...more] = text.split('..');
  const [first, asked] = [firstDayOf(from), lastDayOf(to)];
  if (more.length > 0 || first === null || asked === null)
    return { kind: 'invalid', message: `A period is ${FORMS}, not ${text}.` };
  if (asked < first) return { kind: 'invalid', message: `The period ${text} ends before it begins.` };
  const today = dayOfDate(asOf);
  if (first > today) return { kind: 'invalid', message: `The period ${text} begins after ${asOf}.` };
  const last = Math.min(asked, today);
  return {
    kind: 'periods',
    periods: {
      current: periodBetween(first, last, today),
      previous: before(first, last, today),
      months: monthsIn(first, last).map(([start, end]) => periodBetween(start, end, today)),
    },
  };
}

/** Whole months are compared with as many months, other stretches with as many days. */
function before(first: number, last: number, today: number): Period {
  const months = monthsIn(first, last);
  const [start, end] = [months[0]?.[0], months.at(-1)?.[1]];
  if (start !== first || end !== last) return periodBetween(first - (last - first) - 1, first - 1, today);
  const [year, month] = [Number(isoDate(first).slice(0, 4)), Number(isoDate(first).slice(5, 7))];
  const from = year * 12 + month - 1 - months.length;
  return periodBetween(firstOfMonth(from), first - 1, today);
}

/** First and last days of the full months from `first` to `last`. */
function monthsIn(first: number, last: number): readonly (readonly [start: number, end: number])[] {
  const months: [number, number][] = [];
  const [year, month] = [Number(isoDate(first).slice(0, 4)), Number(isoDate(first).slice(5, 7))];
  for (let at = year * 12 + month - 1; ; at++) {
    const start = firstOfMonth(at);
    const end = firstOfMonth(at + 1) - 1;
    if (end > last) return months;
    if (start >= first) months.push([start, end]);
  }
}

function firstDayOf(text: string): number | null {
  const quarter = quarterOf(text);
  if (quarter !== null) return firstOfMonth(quarter);
  const date = /^\d{4}$/.test(text) ? `${text}-01-01` : /^\d{4}-\d\d$/.test(text) ? `${text}-01` : text;
  return dayOrNull(date);
}

function lastDayOf(text: string): number | null {
  const quarter = quarterOf(text);
  if (quarter !== null) return firstOfMonth(quarter + 3) - 1;
  if (/^\d{4}$/.test(text)) return dayOrNull(`${text}-12-31`);
  if (!/^\d{4}-\d\d$/.test(text)) return dayOrNull(text);
  const month = Number(text.slice(5));
  return month >= 1 && month <= 12 ? firstOfMonth(Number(text.slice(0, 4)) * 12 + month) - 1 : null;
}

/** The quarter's first month, counted from year 0. */
function quarterOf(text: string): number | null {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(text) ?? [];
  return year === undefined || quarter === undefined ? null : Number(year) * 12 + 3 * (Number(quarter) - 1);
}

function dayOrNull(date: string): number | null {
  const day = date.length === 10 ? dayOfDate(date) : Number.NaN;
  return Number.isNaN(day) ? null : day;
}
