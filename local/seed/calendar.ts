/**
 * Calendar dates as whole numbers (days since 1970-01-01), and the clock of the clinic.
 *
 * @module
 */
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A calendar date of the organisation, without a zone. */
export type Day = number;

/** The twelve full months before a day, and the day itself. */
export interface Year {
  /** First day of the first month. */
  readonly from: Day;
  /** First day after the last month. */
  readonly until: Day;
  readonly asOf: Day;
}

export function yearBefore(asOf: string, timeZone: string): Year {
  const day = dayIn(asOf, timeZone);
  return { from: firstOfMonth(day, -12), until: firstOfMonth(day, 0), asOf: day };
}

/** First day of the month so many months after (or before) the month of `day`. */
export function firstOfMonth(day: Day, months: number): Day {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY_MS;
}

/** `YYYY-MM-DD`. */
export function dateText(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The clinic is closed at weekends: Saturday and Sunday become Monday. */
export function workingDay(day: Day): Day {
  const weekday = new Date(day * DAY_MS).getUTCDay();
  return weekday === 6 ? day + 2 : weekday === 0 ? day + 1 : day;
}

/** Milliseconds since 1970 of a minute of the day on the clinic's clock. */
export function clinicTime(day: Day, minute: number, timeZone: string): number {
  const asIfUtc = day * DAY_MS + minute * MINUTE_MS;
  return asIfUtc - offsetMinutes(asIfUtc, timeZone) * MINUTE_MS;
}

/** As EHRs write it: local time with its offset, to the second. */
export function withOffset(at: number, timeZone: string): string {
  const offset = offsetMinutes(at, timeZone);
  const local = new Date(at + offset * MINUTE_MS).toISOString().slice(0, 19);
  const two = (number: number) => String(number).padStart(2, '0');
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function dayIn(instant: string, timeZone: string): Day {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) throw new RangeError(`asOf must be an ISO instant, got ${instant}`);
  return Math.floor((at + offsetMinutes(at, timeZone) * MINUTE_MS) / DAY_MS);
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Asked of `Intl` once an hour of the year: it is slow, and zones change on the hour. */
function offsetMinutes(at: number, timeZone: string): number {
  const hour = `${Math.floor(at / (60 * MINUTE_MS))} ${timeZone}`;
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formatters.set(timeZone, formatter);
  }
  const name = formatter.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  offsets.set(hour, offset);
  return offset;
}
