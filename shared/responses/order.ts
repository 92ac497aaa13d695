/**
 * `ord`: a string that sorts the versions of one response. The greatest is current.
 *
 * `<lastUpdated in UTC>#<status rank>#<content hash>`; without `meta.lastUpdated` the receipt time stands in,
 * stamped once, so that the last received wins. `meta.versionId` is opaque and never read. A clock that is more
 * than a day ahead of ours is not believed: what it stamped could never be corrected.
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

/** How far an EHR's clock may be ahead. Ours; time zones are written out, so a day is generous. */
const MOST_AHEAD_MS = 86_400_000;
/** Behind everything at its instant. */
const DELETED = 9;

export function ordOf({ lastUpdated, receivedAt, status, hash }: Versioned): string {
  const received = utcInstant(receivedAt);
  if (received === undefined) throw new RangeError('receivedAt is not an ISO instant');
  const latest = utcInstant(new Date(Date.parse(receivedAt) + MOST_AHEAD_MS).toISOString()) ?? received;
  const said = utcInstant(lastUpdated);
  const instant = said === undefined || said > latest ? received : said;
  return `${instant}#${status === undefined ? 0 : rank[status]}#${hash.slice(0, 16)}`;
}

/**
 * A delete says no time of its own, so it counts from its receipt: it withdraws whatever we had received before,
 * although the EHR's clock may be ahead of ours.
 *
 * @param standing what is in force.
 */
export function ordOfDelete(
  receivedAt: string,
  hash: string,
  standing?: { readonly ord: string; readonly receivedAt: string },
): string {
  const own = ordOf({ lastUpdated: undefined, receivedAt, status: 'entered-in-error', hash });
  if (standing === undefined || standing.ord < own || standing.receivedAt > receivedAt) return own;
  return `${standing.ord.split('#')[0]}#${DELETED}#${hash.slice(0, 16)}`;
}

/** The receipt of one of many that came together: later ones count as received later. @param place from 0. */
export function receiptAt(receivedAt: string, place: number): string {
  const millis = new Date(Date.parse(receivedAt) + Math.floor(place / 1e6)).toISOString().slice(0, -1);
  return `${millis}${String(place % 1e6).padStart(6, '0')}Z`;
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
