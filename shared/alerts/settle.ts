/**
 * An alert as it stands, and the verdict about its item -> the alert as it must be, and what happened to it.
 *
 * A verdict of an older version than the one that judged last changes nothing.
 *
 * @module
 */
import {
  type Alert,
  type AlertKey,
  type AlertStatus,
  hoursAfter,
  type Occasion,
  type Round,
  retryFrom,
} from './alert.ts';
import { compareVersions, louder, type Verdict, type Withdrawal } from './verdict.ts';

export type Settlement =
  /** A round begins: somebody must look. It is published unless the answer is historical. */
  | { readonly kind: Occasion; readonly alert: Alert }
  /** Nobody need look any more, and why. */
  | { readonly kind: 'closed'; readonly alert: Alert }
  /** The same, said by a newer version: only that is noted. */
  | { readonly kind: 'confirmed'; readonly alert: Alert }
  | { readonly kind: 'unchanged'; readonly alert: Alert; readonly reason: 'stale' | 'same' };

export interface Terms {
  readonly acknowledgeWithinHours: number;
  readonly now: string;
}

export function settle(
  key: AlertKey,
  standing: Alert | undefined,
  verdict: Verdict,
  terms: Terms,
): Settlement {
  if (standing === undefined) return firstOf(key, verdict, terms);
  if (knowsLess(verdict, standing)) return { kind: 'unchanged', alert: standing, reason: 'stale' };
  if (verdict.withdrawn !== undefined) return withdraw(standing, verdict, verdict.withdrawn, terms);
  if (standing.status === 'closed') return anew('reopened', standing, verdict, terms);

  const stronger = standing.state === 'unknown' && verdict.state === 'positive';
  const live = standing.publication === 'historical' && verdict.publication === 'publish';
  if (stronger) return anew('escalated', standing, verdict, terms);
  if (live) return anew('raised', standing, verdict, terms);
  return confirm(standing, verdict);
}

function firstOf(key: AlertKey, verdict: Verdict, terms: Terms): Settlement {
  const { withdrawn, judgedAt, instrument, state, publication, authored, ord, registry, versions } = verdict;
  const alert: Alert = {
    ...key,
    instrument,
    state,
    publication,
    status: withdrawn === undefined ? 'open' : 'closed',
    ord,
    registry,
    versions,
    authored,
    raisedAt: judgedAt,
    occasion: 'raised',
    round: 1,
    openedAt: judgedAt,
    dueAt: hoursAfter(judgedAt, terms.acknowledgeWithinHours),
    retryAt: retryFrom(terms.now),
    history: [],
    revision: 0,
    ...(withdrawn === undefined ? {} : { closed: { at: terms.now, reason: withdrawn } }),
  };
  return { kind: withdrawn === undefined ? 'raised' : 'closed', alert };
}

/** Begins another round; the one before goes into the history. */
function anew(
  occasion: Occasion,
  { publishedAt, acknowledged, closed, overdueSince, ...standing }: Alert,
  verdict: Verdict,
  { acknowledgeWithinHours, now }: Terms,
): Settlement {
  const before: Round = {
    occasion: standing.occasion,
    openedAt: standing.openedAt,
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(acknowledged === undefined ? {} : { acknowledged }),
    ...(closed === undefined ? {} : { closed }),
  };
  const due = hoursAfter(verdict.judgedAt, acknowledgeWithinHours);
  // Somebody is waited for already: what is now known to be worse gives them no more time.
  const waiting = standing.status === 'open' && standing.publication === 'publish';
  const status: AlertStatus = 'open';
  const alert: Alert = {
    ...standing,
    status,
    state: verdict.state,
    instrument: verdict.instrument,
    publication: louder(standing.publication, verdict.publication),
    authored: verdict.authored,
    ord: verdict.ord,
    registry: verdict.registry,
    versions: verdict.versions,
    occasion,
    round: standing.round + 1,
    openedAt: waiting ? standing.openedAt : verdict.judgedAt,
    dueAt: waiting && standing.dueAt < due ? standing.dueAt : due,
    ...(waiting && overdueSince !== undefined ? { overdueSince } : {}),
    retryAt: retryFrom(now),
    history: [...standing.history, before],
  };
  return { kind: occasion, alert };
}

function withdraw(standing: Alert, verdict: Verdict, reason: Withdrawal, { now }: Terms): Settlement {
  const closed = { at: standing.closed?.at ?? now, reason };
  const alert: Alert = { ...confirmed(standing, verdict), status: 'closed', closed };
  if (standing.status !== 'closed') return { kind: 'closed', alert };
  return standing.closed?.reason === reason ? confirm(standing, verdict) : { kind: 'confirmed', alert };
}

/** Somebody is told of nothing new; a late older version may still have changed how it is called. */
function confirm(standing: Alert, verdict: Verdict): Settlement {
  const alert = confirmed(standing, verdict);
  const same =
    compareVersions(alert, standing) === 0 &&
    alert.versions === standing.versions &&
    alert.state === standing.state &&
    alert.publication === standing.publication;
  return same ? { kind: 'unchanged', alert: standing, reason: 'same' } : { kind: 'confirmed', alert };
}

function confirmed(standing: Alert, { ord, registry, versions, state, publication }: Verdict): Alert {
  return {
    ...standing,
    ord,
    registry,
    versions,
    state,
    publication: louder(standing.publication, publication),
  };
}

/** It was read before what the alert already follows from. */
function knowsLess(verdict: Verdict, standing: Alert): boolean {
  const order = compareVersions(verdict, standing);
  return order < 0 || (order === 0 && verdict.versions < standing.versions);
}
