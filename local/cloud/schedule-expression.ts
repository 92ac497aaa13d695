/**
 * When an EventBridge schedule is due: `rate(...)`, `cron(...)` and `at(...)`, in a time zone. Pure.
 *
 * As AWS documents it, a local time that the clocks skip in spring is left out that day, and one that
 * occurs twice in autumn is due once.
 *
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * @module
 */
import { CloudError } from './cloud-error.ts';
import { type CronDate, parseCron } from './cron-fields.ts';

const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const AT = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/;
const CRON = /^cron\((.+)\)$/;

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const DAY_MS = UNIT_MS.day;
/** Eight years and a little: a 29 February is at most that far away. */
const HORIZON_DAYS = 8 * 366 + 1;

/**
 * The first moment after `after` at which the schedule is due, or undefined when there is none.
 * A rate counts from `start`. Throws `schedule-unreadable`.
 */
export function nextDue(
  expression: string,
  timeZone: string,
  after: Date,
  start: Date = after,
): Date | undefined {
  const rate = RATE.exec(expression);
  if (rate !== null)
    return nextRate(Number(rate[1]) * UNIT_MS[rate[2] as keyof typeof UNIT_MS], after, start);

  const at = AT.exec(expression);
  if (at !== null) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = at.slice(1).map(Number);
    const minuteOf = instantOf({ year, month, day }, hour, minute, timeZone);
    const due = minuteOf && new Date(minuteOf.getTime() + second * 1000);
    return due !== undefined && due > after ? due : undefined;
  }

  const cron = CRON.exec(expression)?.[1];
  if (cron !== undefined) return nextCron(cron, timeZone, after);
  throw new CloudError(
    'schedule-unreadable',
    `${expression} is not a schedule. Expected rate(n minutes|hours|days), cron(minute hour day month weekday year) or at(yyyy-mm-ddThh:mm:ss).`,
  );
}

function nextRate(everyMs: number, after: Date, start: Date): Date {
  const passed = Math.floor((after.getTime() - start.getTime()) / everyMs);
  return new Date(start.getTime() + (Math.max(0, passed) + 1) * everyMs);
}

function nextCron(fields: string, timeZone: string, after: Date): Date | undefined {
  const cron = parseCron(fields);
  const today = localDate(after, timeZone);
  for (let offset = -1; offset < HORIZON_DAYS; offset += 1) {
    const date = dateAfter(today, offset);
    if (!cron.matchesDate(date)) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const due = instantOf(date, hour, minute, timeZone);
        if (due !== undefined && due > after) return due;
      }
    }
  }
  return undefined;
}

function dateAfter({ year, month, day }: CronDate, days: number): CronDate {
  const date = new Date(Date.UTC(year, month - 1, day) + days * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The first instant at which a wall clock in the zone shows this date and time; none where clocks skip it. */
function instantOf(
  { year, month, day }: CronDate,
  hour: number,
  minute: number,
  timeZone: string,
): Date | undefined {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const candidates = [wall - DAY_MS, wall + DAY_MS].map(
    (near) => wall - zoneOffset(new Date(near), timeZone),
  );
  const exact = candidates.filter((instant) => instant + zoneOffset(new Date(instant), timeZone) === wall);
  return exact.length === 0 ? undefined : new Date(Math.min(...exact));
}

function localDate(instant: Date, timeZone: string): CronDate {
  const wall = new Date(instant.getTime() + zoneOffset(instant, timeZone));
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which the zone's wall clock is ahead of UTC at an instant. */
function zoneOffset(instant: Date, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1000) * 1000;
}
