/**
 * The periods a snapshot speaks of: the last twelve full months, the twelve before them, and each of the
 * last twelve, as calendar dates of the organisation.
 *
 * @module
 */
import { dayOfDate, firstOfMonth, isoDate } from './calendar.ts';
import type { Period } from './snapshot.ts';

/**
 * Corrections still arrive for this many days after a period; until then its figures are provisional. NHS
 * England publishes a primary and a refreshed figure in the same way.
 */
const SETTLES_AFTER_DAYS = 30;

export interface Periods {
  readonly current: Period;
  readonly previous: Period;
  readonly months: readonly Period[];
}

/** @param asOf local date on which the compile ran; its own month is not full. */
export function rollingYear(asOf: string): Periods {
  const today = dayOfDate(asOf);
  const [year, month] = [Number(asOf.slice(0, 4)), Number(asOf.slice(5, 7))];
  // Months counted from year 0; the last full one is the month before that of `asOf`.
  const thisMonth = year * 12 + month - 1;
  return {
    current: span(thisMonth - 12, 12, today),
    previous: span(thisMonth - 24, 12, today),
    months: Array.from({ length: 12 }, (_, index) => span(thisMonth - 12 + index, 1, today)),
  };
}

function span(from: number, months: number, today: number): Period {
  const start = firstOfMonth(from);
  const end = firstOfMonth(from + months) - 1;
  return {
    start: isoDate(start),
    end: isoDate(end),
    label: months === 1 ? name(from) : `${name(from)} to ${name(from + months - 1)}`,
    provisional: today - end <= SETTLES_AFTER_DAYS,
  };
}

/** Any stretch of days, both inclusive; named by its months where it is made of whole ones. */
export function periodBetween(first: number, last: number, today: number): Period {
  const [start, end] = [isoDate(first), isoDate(last)];
  const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
  const [from, to] = [monthOf(start), monthOf(end)];
  const whole = firstOfMonth(from) === first && firstOfMonth(to + 1) - 1 === last;
  return whole
    ? span(from, to - from + 1, today)
    : { start, end, label: `${start} to ${end}`, provisional: today - last <= SETTLES_AFTER_DAYS };
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function name(month: number): string {
  return `${monthNames[month % 12] ?? ''} ${Math.floor(month / 12)}`;
}

/** Whether a day is one of the period, both ends included. No day is in none. */
export function daysOf({ start, end }: Period): (day: number | null) => boolean {
  const [from, to] = [dayOfDate(start), dayOfDate(end)];
  return (day) => day !== null && day >= from && day <= to;
}
