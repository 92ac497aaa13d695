/**
 * Calendar dates as whole days since 1970-01-01, and the date an instant has in an organisation's zone.
 *
 * Episodes, baselines and periods are compared as local calendar dates: a score given at 21:00 in New York
 * belongs to that evening, not to the next day of UTC.
 *
 * @module
 */

/** Days since 1970-01-01 of a date of the Gregorian calendar (Hinnant, "chrono-compatible algorithms"). */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = ((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) | 0;
  const dayOfEra = yearOfEra * 365 + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0) + dayOfYear + day - 1;
  return era * 146_097 + dayOfEra - 719_468;
}

/** First day of a month. @param month counted from January of year 0. */
export function firstOfMonth(month: number): number {
  return dayNumber(Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, 1);
}

/** `YYYY-MM-DD` of a day number. */
export function isoDate(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** `YYYY-MM-DD` of an organisation's calendar at an instant. */
export function localDate(now: Date, timeZone: string): string {
  const parts = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-CA', parts).format(now);
}

/** Day number of the ten characters from `at`; NaN when they are not a date. */
export function dayOfDate(text: string, at = 0): number {
  const year = digits(text, at, at + 4);
  const month = digits(text, at + 5, at + 7);
  const day = digits(text, at + 8, at + 10);
  const dashed = text.charCodeAt(at + 4) === DASH && text.charCodeAt(at + 7) === DASH;
  const valid = dashed && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysIn(year, month));
  return valid ? dayNumber(year, month, day) : Number.NaN;
}

function daysIn(year: number, month: number): number {
  const next = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1);
  return next - dayNumber(year, month, 1);
}

const DASH = 45;
const T = 84;
/** A dateTime without a zone would be read in the zone of whatever machine this runs on. */
const HAS_ZONE = /(?:Z|[+-]\d\d:\d\d)$/;

/** The number at [start, end) of `text`; NaN unless all of them are digits. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Reads dates as an organisation's wall calendar shows them. Days are NaN where the text is not a date. */
export interface Calendar {
  /** Of a FHIR date or dateTime: a date is taken as it is, an instant by the zone. */
  dayOf(text: string): number;
  /** Of the date or UTC instant that stands at `at` in a sort key. */
  dayInKey(key: string, at: number): number;
}

/**
 * @param timeZone IANA name.
 * @throws {RangeError} for a zone this runtime does not know.
 */
export function calendarOf(timeZone: string): Calendar {
  const made = calendars.get(timeZone) ?? makeCalendar(timeZone);
  calendars.set(timeZone, made);
  return made;
}

/** Kept, because a zone's offsets are asked of Intl only once. */
const calendars = new Map<string, Calendar>();

function makeCalendar(timeZone: string): Calendar {
  const offsetAt = zoneOffsets(timeZone);
  const local = (minutes: number): number => Math.floor((minutes + offsetAt(minutes)) / DAY);
  const dayInKey = (key: string, at: number): number => {
    const day = dayOfDate(key, at);
    if (key.charCodeAt(at + 10) !== T) return day;
    const minutes = day * DAY + digits(key, at + 11, at + 13) * 60 + digits(key, at + 14, at + 16);
    return Number.isNaN(minutes) ? Number.NaN : local(minutes);
  };
  return {
    dayInKey,
    dayOf(text) {
      if (text.endsWith('Z')) return dayInKey(text, 0);
      const day = dayOfDate(text);
      if (text.length <= 10 || Number.isNaN(day)) return day;
      const millis = HAS_ZONE.test(text) ? Date.parse(text) : Number.NaN;
      return Number.isNaN(millis) ? Number.NaN : local(Math.floor(millis / 60_000));
    },
  };
}

/** Minutes in a day; everything between dates is counted in minutes since 1970, in UTC. */
const DAY = 1440;
/** Days with a table entry: 1970 to 2106. Others are asked of Intl each time. */
const TABLED_DAYS = 50_000;
const UNKNOWN = -32_768;
const CHANGES_THAT_DAY = -32_767;

/**
 * Offset of the zone in minutes at a UTC minute. Asking Intl takes microseconds, so each UTC day is asked
 * once; on the few days on which clocks change, each minute is asked.
 */
function zoneOffsets(timeZone: string): (utcMinutes: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const ask = (utcMinutes: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(utcMinutes * 60_000)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
    return dayNumber(year, month, day) * DAY + hour * 60 + minute - utcMinutes;
  };
  const table = new Int16Array(TABLED_DAYS).fill(UNKNOWN);
  return (utcMinutes) => {
    const day = Math.floor(utcMinutes / DAY);
    if (!(day >= 0 && day < TABLED_DAYS)) return ask(utcMinutes);
    let offset = table[day] ?? UNKNOWN;
    if (offset === UNKNOWN) {
      const [first, last] = [ask(day * DAY), ask(day * DAY + DAY - 1)];
      offset = first === last ? first : CHANGES_THAT_DAY;
      table[day] = offset;
    }
    return offset === CHANGES_THAT_DAY ? ask(utcMinutes) : offset;
  };
}
