/**
 * Somebody says: I have seen it, and it is mine.
 *
 * @module
 */
import type { Alert } from './alert.ts';
import type { Withdrawal } from './verdict.ts';

export type Acknowledged =
  | { readonly kind: 'acknowledged'; readonly alert: Alert }
  /** Who was first stands: saying it again changes nothing. */
  | { readonly kind: 'already'; readonly alert: Alert }
  /** Closed: there is nothing to look at, so nobody can have taken it on. */
  | { readonly kind: 'refused'; readonly reason: Withdrawal };

export function acknowledge(
  alert: Alert,
  { by, at, note }: { readonly by: string; readonly at: string; readonly note?: string },
): Acknowledged {
  if (alert.closed !== undefined) return { kind: 'refused', reason: alert.closed.reason };
  if (alert.acknowledged !== undefined) return { kind: 'already', alert };
  const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(alert.openedAt)) / 1000));
  const acknowledged = { at, by, seconds, ...(note === undefined ? {} : { note }) };
  return { kind: 'acknowledged', alert: { ...alert, status: 'acknowledged', acknowledged } };
}
