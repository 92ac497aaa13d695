/**
 * What time does to an alert that nobody acknowledges: it is called overdue, once for each period of the
 * source's `acknowledgeWithinHours`, until somebody does.
 *
 * @module
 */
import { type Alert, hoursAfter, isLive } from './alert.ts';

export type Lateness =
  /** Not yet, or no longer: acknowledged, closed, historical. */
  | { readonly kind: 'in-time' }
  /** Called overdue in this period already. */
  | { readonly kind: 'called'; readonly since: string }
  /** A due time has passed that nobody has been called for; `alert` is how it stands once they have. */
  | { readonly kind: 'call'; readonly missed: string; readonly alert: Alert };

export function lateness(alert: Alert, acknowledgeWithinHours: number, now: string): Lateness {
  const { dueAt, overdueSince } = alert;
  if (!isLive(alert)) return { kind: 'in-time' };
  if (now < dueAt)
    return overdueSince === undefined ? { kind: 'in-time' } : { kind: 'called', since: overdueSince };
  // Periods that went by while nobody swept are called together, as one.
  const period = acknowledgeWithinHours * 3_600_000;
  const passed = Math.floor((Date.parse(now) - Date.parse(dueAt)) / period) + 1;
  return {
    kind: 'call',
    missed: dueAt,
    alert: {
      ...alert,
      dueAt: hoursAfter(dueAt, passed * acknowledgeWithinHours),
      overdueSince: overdueSince ?? dueAt,
    },
  };
}
