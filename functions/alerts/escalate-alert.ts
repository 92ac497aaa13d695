/**
 * What the sweep does with one alert of the `open` index that is due.
 *
 * Told first, written afterwards: a crash in between tells it again, under the same id. The next due time is
 * written only over the one that was missed, so that two sweeps at once move it once.
 *
 * @module
 */
import { type AlertKey, awaitsPublication, retryFrom } from '../../shared/alerts/alert.ts';
import { overdueNotice } from '../../shared/alerts/notice.ts';
import { lateness } from '../../shared/alerts/overdue.ts';
import { type AlertPorts, announce } from './announce.ts';
import { changeAlert } from './change-alert.ts';

export interface Escalation {
  /** Nobody has acknowledged it in time. */
  readonly overdue: boolean;
  /** The one who raised it never got to publish it; now it is. */
  readonly published: boolean;
}

const nothing: Escalation = { overdue: false, published: false };

export async function escalateAlert(
  ports: AlertPorts,
  key: AlertKey,
  acknowledgeWithinHours: number,
  now: string,
): Promise<Escalation> {
  const alert = await ports.store.read(key);
  if (alert === undefined) return nothing;
  const late = lateness(alert, acknowledgeWithinHours, now);
  const overdue = late.kind !== 'in-time';

  if (awaitsPublication(alert)) {
    if (now < alert.retryAt) return { overdue, published: false };
    // While a channel is down, one try in a few minutes and not one in every sweep.
    const mine = await ports.store.put({ ...alert, retryAt: retryFrom(now) }, alert);
    return { overdue, published: mine && (await announce(ports, alert, now)) };
  }
  if (late.kind === 'call') {
    await ports.publisher.publish(overdueNotice(alert, late.missed));
    await changeAlert(ports.store, key, (standing) => {
      const still = lateness(standing, acknowledgeWithinHours, now);
      return still.kind === 'call' && still.missed === late.missed ? still.alert : undefined;
    });
  }
  return { overdue, published: false };
}
