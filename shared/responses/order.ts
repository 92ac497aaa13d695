/**
 * `ord`: a string that sorts the versions of one response. The greatest is current.
 *
 * `<lastUpdated in UTC>#<status rank>#<content hash>`; without `meta.lastUpdated` the receipt time stands in,
 * stamped once, so that the last received wins. `meta.versionId` is opaque and never read.
 *
 * @module
 */
import type { ResponseStatus } from './questionnaire-response.ts';

/** At the same instant the stronger statement wins: entered-in-error, then amended, then completed. */
const rank: Readonly<Record<ResponseStatus, number>> = {
  'entered-in-error': 3,
  amended: 2,
  completed: 1,
  'in-progress': 0,
  stopped: 0,
};

export interface Versioned {
  readonly lastUpdated: string | undefined;
  /** ISO instant at which we received it, stamped once. */
  readonly receivedAt: string;
  readonly status: ResponseStatus | undefined;
  readonly hash: string;
}

export function ordOf({ lastUpdated, receivedAt, status, hash }: Versioned): string {
  const instant = utcInstant(lastUpdated) ?? utcInstant(receivedAt);
  if (instant === undefined) throw new RangeError('receivedAt is not an ISO instant');
  return `${instant}#${status === undefined ? 0 : rank[status]}#${hash.slice(0, 16)}`;
}

const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A FHIR instant as fixed-width UTC with nine decimals, so that strings sort as times do; undefined when it
 * is not one.
 */
export function utcInstant(instant: string | undefined): string | undefined {
  const parts = instant === undefined ? null : INSTANT.exec(instant);
  if (parts === null) return undefined;
  const [, seconds = '', fraction = '', zone = ''] = parts;
  const millis = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(millis)) return undefined;
  return `${new Date(millis).toISOString().slice(0, 19)}.${fraction.padEnd(9, '0')}Z`;
}
