/**
 * Publishes an alert's round, then marks it published. A crash in between publishes it again.
 *
 * @module
 */
import { type Alert, awaitsPublication } from '../../shared/alerts/alert.ts';
import { raisedNotice } from '../../shared/alerts/notice.ts';
import type { AlertPublisher } from '../adapters/alert-publisher.ts';
import type { AlertStore } from '../adapters/alert-store.ts';
import { changeAlert } from './change-alert.ts';

export interface AlertPorts {
  readonly store: AlertStore;
  readonly publisher: AlertPublisher;
}

/** `false` when there is nothing to tell: acknowledged, closed, historical, or published already. */
export async function announce(
  { store, publisher }: AlertPorts,
  alert: Alert,
  now: string,
): Promise<boolean> {
  if (!awaitsPublication(alert)) return false;
  await publisher.publish(raisedNotice(alert));
  await changeAlert(store, alert, (standing) =>
    standing.round === alert.round && standing.publishedAt === undefined
      ? { ...standing, publishedAt: now }
      : undefined,
  );
  return true;
}
