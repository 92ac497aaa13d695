/**
 * The six fields of an AWS cron expression: minutes, hours, day of month, month, day of week, year. Pure.
 *
 * Wildcards: `,` `-` `*` `/` everywhere, `?` for a day, `L` and `W` in the day of month, `L` and `#` in
 * the day of week (1 = Sunday).
 *
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 *
 * @module
 */
import { CloudError } from './cloud-error.ts';

/** A calendar date; month 1-12. */
export interface CronDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface Cron {
  /** Ascending. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly matchesDate: (date: CronDate) => boolean;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Throws `schedule-unreadable`. */
export function parseCron(expression: string): Cron {
  const fields = expression.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields;
  if (
    fields.length !== 6 ||
    minute === undefined ||
    hour === undefined ||
    dayOfMonth === undefined ||
    month === undefined ||
    dayOfWeek === undefined ||
    year === undefined
  ) {
    throw unreadable(expression, 'expected six fields: minutes hours day-of-month month day-of-week year');
  }
  const months = new Set(values(month, 1, 12, MONTHS));
  const years = new Set(values(year, 1970, 2199));
  const onDayOfMonth = dayOfMonthRule(dayOfMonth);
  const onDayOfWeek = dayOfWeekRule(dayOfWeek);
  return {
    minutes: values(minute, 0, 59),
    hours: values(hour, 0, 23),
    matchesDate: (date) =>
      months.has(date.month) && years.has(date.year) && onDayOfMonth(date) && onDayOfWeek(date),
  };
}

type DateRule = (date: CronDate) => boolean;

function dayOfMonthRule(field: string): DateRule {
  if (field === '?' || field === '*') return () => true;
  if (field === 'L') return (date) => date.day === lastDay(date);
  const nearest = /^(\d+)W$/.exec(field);
  if (nearest !== null) return (date) => date.day === nearestWeekday(date, Number(nearest[1]));
  if (field === 'LW') return (date) => date.day === nearestWeekday(date, lastDay(date));
  const days = new Set(values(field, 1, 31));
  return ({ day }) => days.has(day);
}

function dayOfWeekRule(field: string): DateRule {
  if (field === '?' || field === '*') return () => true;
  const [, nthDay, nth] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  if (nthDay !== undefined) {
    const [weekday] = values(nthDay, 1, 7, WEEKDAYS);
    return (date) => weekdayOf(date) === weekday && Math.ceil(date.day / 7) === Number(nth);
  }
  const [, last] = /^(\w+)L$/.exec(field) ?? [];
  if (last !== undefined) {
    const [weekday] = values(last, 1, 7, WEEKDAYS);
    return (date) => weekdayOf(date) === weekday && date.day > lastDay(date) - 7;
  }
  const days = new Set(field === 'L' ? [7] : values(field, 1, 7, WEEKDAYS));
  return (date) => days.has(weekdayOf(date));
}

/** `a`, `a-b`, `*`, each with `/step`, in a list. Names stand for `lowest` and up. */
function values(
  field: string,
  lowest: number,
  highest: number,
  names: readonly string[] = [],
): readonly number[] {
  const number = (text: string): number => {
    const named = names.indexOf(text.toUpperCase());
    const value = named >= 0 ? named + lowest : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= lowest && value <= highest)) throw unreadable(field, `expected ${lowest} to ${highest}`);
    return value;
  };
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1', ...rest] = part.split('/');
    if (rest.length > 0 || !/^[1-9]\d*$/.test(step)) throw unreadable(field, 'a step is a whole number');
    const [from, to] = range === '*' ? [lowest, highest] : range.split('-').map(number);
    if (from === undefined) throw unreadable(field, 'a range needs a start');
    const end = to ?? (part.includes('/') ? highest : from);
    for (let value = from; value <= end; value += Number(step)) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

/** 1 = Sunday. */
function weekdayOf({ year, month, day }: CronDate): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lastDay({ year, month }: CronDate): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The weekday (Monday to Friday) nearest to a day, within its month. */
function nearestWeekday(date: CronDate, wanted: number): number {
  const day = Math.min(wanted, lastDay(date));
  const weekday = weekdayOf({ ...date, day });
  if (weekday === 7) return day > 1 ? day - 1 : day + 2;
  if (weekday === 1) return day < lastDay(date) ? day + 1 : day - 2;
  return day;
}

function unreadable(field: string, why: string): CloudError {
  return new CloudError('schedule-unreadable', `Cron field "${field}": ${why}.`);
}
