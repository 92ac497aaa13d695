/**
 * When something happened, as precisely as the EHR said it.
 *
 * A dateTime is an instant with the local calendar date it falls on; a date is a whole day. Two instants are
 * compared as instants, anything else by day: the day of a date is never guessed to be before or after a time
 * on that same day. `2024-05` or `2024` is the first day of it where something starts, the last where it ends.
 *
 * @module
 */
import { type Calendar, dayOfDate, firstOfMonth } from '../calendar.ts';

export interface Moment {
  /** Days since 1970-01-01 on the organisation's calendar. */
  readonly day: number;
  /** Milliseconds since 1970; null for a date without a time. */
  readonly at: number | null;
}

/** `end` is null while it lasts. */
export interface Span {
  readonly start: Moment;
  readonly end: Moment | null;
}

const HAS_ZONE = /T.*(?:Z|[+-]\d\d:\d\d)$/;
const PART_OF_DATE = /^(\d{4})(?:-(\d\d))?$/;

/** Undefined when the text is no FHIR date or dateTime. */
export function momentOf(
  text: string,
  calendar: Calendar,
  edge: 'start' | 'end' = 'start',
): Moment | undefined {
  const part = PART_OF_DATE.exec(text);
  if (part !== null) return { day: edgeOf(Number(part[1]), part[2], edge), at: null };
  const at = HAS_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  const day = Number.isNaN(at) ? dayOfDate(text) : calendar.dayOf(text);
  return Number.isNaN(day) ? undefined : { day, at: Number.isNaN(at) ? null : at };
}

/** Undefined when the start is no date; an end that is none is taken as not given. */
export function spanOf(
  { start, end }: { readonly start: string; readonly end: string | null },
  calendar: Calendar,
): Span | undefined {
  const from = momentOf(start, calendar);
  if (from === undefined) return undefined;
  return { start: from, end: end === null ? null : (momentOf(end, calendar, 'end') ?? null) };
}

export function isBefore(a: Moment, b: Moment): boolean {
  return a.at !== null && b.at !== null ? a.at < b.at : a.day < b.day;
}

/** Both ends inclusive. */
export function overlaps(a: Span, b: Span): boolean {
  return !endsBefore(a, b.start) && !endsBefore(b, a.start);
}

/** Both ends inclusive, by calendar date. */
export function overlapsDays(span: Span, from: number, to: number): boolean {
  return span.start.day <= to && (span.end === null || span.end.day >= from);
}

/** The date `months` later; the last day of the month where it has no such day (HL7 CQL 1.5, date arithmetic). */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * 86_400_000);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const last = firstOfMonth(month + 1) - firstOfMonth(month);
  return firstOfMonth(month) + Math.min(date.getUTCDate(), last) - 1;
}

/** Completed years on a date; someone born on 29 February turns on 1 March where there is none. */
export function ageOn(birth: number, day: number): number {
  const [born, now] = [new Date(birth * 86_400_000), new Date(day * 86_400_000)];
  const years = now.getUTCFullYear() - born.getUTCFullYear();
  const months = now.getUTCMonth() - born.getUTCMonth();
  return months < 0 || (months === 0 && now.getUTCDate() < born.getUTCDate()) ? years - 1 : years;
}

function endsBefore(span: Span, moment: Moment): boolean {
  return span.end !== null && isBefore(span.end, moment);
}

function edgeOf(year: number, month: string | undefined, edge: 'start' | 'end'): number {
  const first = year * 12 + (month === undefined ? 0 : Number(month) - 1);
  const length = month === undefined ? 12 : 1;
  return edge === 'start' ? firstOfMonth(first) : firstOfMonth(first + length) - 1;
}
