/**
 * What the world is told of an alert: ids and codes only. Whoever receives it opens the response in the EHR.
 *
 * Delivery is at least once; the same occasion always has the same `id`, so a receiver can drop repeats.
 *
 * @module
 */
import type { Alert, AlertKey, Occasion } from './alert.ts';

export interface Notice {
  readonly id: string;
  readonly kind: 'alert-raised' | 'alert-overdue';
  readonly text: 'needs clinical review';
  readonly source: string;
  readonly response: string;
  readonly instrument: string;
  readonly item: string;
  readonly state: Alert['state'];
  readonly occasion: Occasion | 'overdue';
  readonly raisedAt: string;
  /** Until when somebody should acknowledge it; for an overdue alert, the time that was missed. */
  readonly dueAt: string;
}

export function raisedNotice(alert: Alert): Notice {
  const { occasion, round, dueAt } = alert;
  return { ...base(alert), id: idOf(alert, String(round)), kind: 'alert-raised', occasion, dueAt };
}

/** @param missed the due time that passed. */
export function overdueNotice(alert: Alert, missed: string): Notice {
  const id = idOf(alert, `overdue-${missed}`);
  return { ...base(alert), id, kind: 'alert-overdue', occasion: 'overdue', dueAt: missed };
}

function base({ source, identity, instrument, item, state, raisedAt }: Alert) {
  return {
    text: 'needs clinical review',
    source,
    response: identity,
    instrument,
    item,
    state,
    raisedAt,
  } as const;
}

function idOf({ source, identity, item }: AlertKey, occasion: string): string {
  return [source, identity, item, occasion].map(encodeURIComponent).join('/');
}
