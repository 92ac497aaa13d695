/**
 * A safety alert: an answer that a person must look at, from the moment it is read until somebody has, or
 * until the EHR takes it back. It is never deleted.
 *
 *             raised                acknowledge
 *     (none) --------> open ------------------------> acknowledged
 *                      | ^ ^                             |   |
 *             withdrawn| | +-----------------------------+   | withdrawn
 *                      v |    answer turned out positive     v
 *                     closed <-------------------------------+
 *
 * Each time it has to be told anew it begins a round, and each round is published. An alert twice is a
 * nuisance and an alert never is harm. Its text says that the answer needs clinical review; it never names a
 * diagnosis.
 *
 * @module
 */
import type { Publication } from './judgement.ts';
import type { Withdrawal } from './verdict.ts';

export type AlertStatus = 'open' | 'acknowledged' | 'closed';

/** Why a round began. */
export type Occasion = 'raised' | 'escalated' | 'reopened';

export interface AlertKey {
  readonly source: string;
  /** Identity of the response. */
  readonly identity: string;
  /** LOINC code of the item, else `<instrument>.<number>`. */
  readonly item: string;
}

export interface Acknowledgement {
  readonly at: string;
  /** Subject of the token: who it was. */
  readonly by: string;
  /** May hold clinical text: stored, never logged or published. */
  readonly note?: string;
  /** From the beginning of the round. */
  readonly seconds: number;
}

export interface Closing {
  readonly at: string;
  readonly reason: Withdrawal;
}

/** One time that people were told, and what came of it. */
export interface Round {
  readonly occasion: Occasion;
  readonly openedAt: string;
  /** When both the bus and the topic had it. */
  readonly publishedAt?: string;
  readonly acknowledged?: Acknowledgement;
  readonly closed?: Closing;
}

export interface Alert extends AlertKey, Round {
  readonly instrument: string;
  /** `Patient/<id>`; absent where the response names none that we know. */
  readonly patient?: string;
  /** What the answer says: positive, or answered and unreadable. */
  readonly state: 'positive' | 'unknown';
  readonly publication: Publication;
  readonly status: AlertStatus;
  /** The version of the response that judged last. */
  readonly ord: string;
  readonly registry: number;
  /** How many versions were known then. */
  readonly versions: number;
  /** When it was answered: FHIR dateTime. */
  readonly authored: string;
  readonly raisedAt: string;
  /** Counts from 1. */
  readonly round: number;
  /** When it is next called overdue, unless somebody has acknowledged it. */
  readonly dueAt: string;
  /** The due time that nobody met first. */
  readonly overdueSince?: string;
  /** When the sweep publishes it, should it still be unpublished then. */
  readonly retryAt: string;
  /** Earlier rounds, oldest first. */
  readonly history: readonly Round[];
  /** Grows with every write, so that no writer overwrites what it has not seen. */
  readonly revision: number;
}

/** How long the one who raised an alert has to publish it before the sweep does: longer than any execution. */
const PUBLISH_MINUTES = 2;

export function isLive({ status, publication }: Alert): boolean {
  return status === 'open' && publication === 'publish';
}

/** Somebody has to be told and, as far as the store knows, has not been. */
export function awaitsPublication(alert: Alert): boolean {
  return isLive(alert) && alert.publishedAt === undefined;
}

export function retryFrom(now: string): string {
  return new Date(Date.parse(now) + PUBLISH_MINUTES * 60_000).toISOString();
}

export function hoursAfter(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
}
