/**
 * FHIR dates as ranges, and the search prefixes over them.
 *
 * `2026-03` is the whole of March; a dateTime without a zone is read as UTC.
 * Rules: http://hl7.org/fhir/R4/search.html#prefix
 *
 * @module
 */
import type { Operator } from '@medplum/core';
import type { Period } from '@medplum/fhirtypes';

/** Milliseconds, `end` exclusive. */
export interface DateRange {
  readonly start: number;
  readonly end: number;
}

const fhirDate =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/** `undefined` where the text is not a FHIR date, dateTime or instant. */
export function dateRange(text: string): DateRange | undefined {
  const match = fhirDate.exec(text);
  if (match === null) return undefined;
  const [, year = '', month, day, minutes, seconds, fraction, zone = 'Z'] = match;
  if (month === undefined)
    return range(`${year}-01-01T00:00Z`, (start) => start.setUTCFullYear(Number(year) + 1));
  if (day === undefined)
    return range(`${year}-${month}-01T00:00Z`, (start) => start.setUTCMonth(Number(month)));
  if (minutes === undefined)
    return range(`${year}-${month}-${day}T00:00Z`, (start) => start.getTime() + 86_400_000);
  const instant = `${year}-${month}-${day}T${minutes}:${seconds ?? '00'}.${(fraction ?? '0').slice(0, 3)}${zone}`;
  const precision = fraction === undefined ? (seconds === undefined ? 60_000 : 1000) : 1;
  return range(instant, (start) => start.getTime() + precision);
}

function range(startText: string, endOf: (start: Date) => number): DateRange | undefined {
  const start = Date.parse(startText);
  return Number.isNaN(start) ? undefined : { start, end: endOf(new Date(start)) };
}

/** A stored date, dateTime, instant or Period. An open end is infinite. */
export function storedDateRange(value: unknown): DateRange | undefined {
  if (typeof value === 'string') return dateRange(value);
  const { start, end } = value as Period;
  return {
    start: start === undefined ? -Infinity : (dateRange(start)?.start ?? -Infinity),
    end: end === undefined ? Infinity : (dateRange(end)?.end ?? Infinity),
  };
}

/** Does a stored range meet `<operator><asked>`? `undefined` where the operator is not one for dates. */
export function compareDates(stored: DateRange, operator: Operator, asked: DateRange): boolean | undefined {
  const within = asked.start <= stored.start && stored.end <= asked.end;
  switch (operator) {
    case 'eq':
      return within;
    case 'ne':
      return !within;
    case 'lt':
      return stored.start < asked.start;
    case 'le':
      return stored.start < asked.start || within;
    case 'gt':
      return stored.end > asked.end;
    case 'ge':
      return stored.end > asked.end || within;
    case 'sa':
      return stored.start >= asked.end;
    case 'eb':
      return stored.end <= asked.start;
    case 'ap':
      return stored.start < asked.end && asked.start < stored.end;
    default:
      return undefined;
  }
}
