/**
 * `GET /alerts`: every alert that nobody has acknowledged, the longest waiting first. Ids and codes, no answer
 * and no person: who takes one on opens the response in the EHR.
 *
 * @module
 */
import { type Alert, type AlertKey, isLive } from '../../shared/alerts/alert.ts';
import type { AlertStore } from '../adapters/alert-store.ts';
import { answer, type JsonAnswer } from '../runtime/json-answer.ts';

/** Reads the `open` index of one source. */
export type OpenAlerts = (source: string) => Promise<readonly AlertKey[]>;

export async function listAlerts(
  store: AlertStore,
  openAlerts: OpenAlerts,
  sources: readonly string[],
  now: string,
): Promise<JsonAnswer> {
  const keys = (await Promise.all(sources.map(openAlerts))).flat();
  const alerts = (await store.readMany(keys)).filter(isLive); // the index lags behind
  const waiting = alerts.map((alert) => ({ alert, since: alert.overdueSince ?? alert.dueAt }));
  waiting.sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  return answer(200, { alerts: waiting.map(({ alert, since }) => told(alert, since <= now)) });
}

function told(alert: Alert, overdue: boolean): object {
  const { source, identity, item, instrument, state, status, occasion } = alert;
  const { raisedAt, openedAt, dueAt, overdueSince, publishedAt } = alert;
  return {
    source,
    response: identity,
    item,
    instrument,
    state,
    status,
    occasion,
    overdue,
    raisedAt,
    openedAt,
    dueAt,
    overdueSince: overdueSince ?? null,
    publishedAt: publishedAt ?? null,
  };
}
