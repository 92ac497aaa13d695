/**
 * Every alert of the index that is due: published if a crash kept it from that, called overdue if nobody has
 * acknowledged it. One that fails does not keep the others from it, and stays due for the next sweep.
 *
 * @module
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { AlertKey } from '../../shared/alerts/alert.ts';
import type { AlertPorts } from '../alerts/announce.ts';
import { type Escalation, escalateAlert } from '../alerts/escalate-alert.ts';
import { requireSource } from '../runtime/settings.ts';
import { logger, metrics } from '../runtime/telemetry.ts';

/** Alerts handled at the same time. */
const AT_ONCE = 20;

/**
 * @returns how many nobody has acknowledged in time, those called in an earlier sweep included.
 * @throws {Error} when one could not be told, after all have been tried: the sweep's alarm says so.
 */
export async function sweepAlerts(ports: AlertPorts, due: readonly AlertKey[], now: string): Promise<number> {
  const done: Escalation[] = [];
  const failures: unknown[] = [];
  for (let start = 0; start < due.length; start += AT_ONCE) {
    const escalations = due.slice(start, start + AT_ONCE).map((key) => {
      const { acknowledgeWithinHours } = requireSource(key.source);
      return escalateAlert(ports, key, acknowledgeWithinHours, now);
    });
    for (const one of await Promise.allSettled(escalations)) {
      if (one.status === 'fulfilled') done.push(one.value);
      else failures.push(one.reason);
    }
  }
  const published = done.filter((one) => one.published).length;
  // One that failed was due, so it counts: a channel that is down must not make the figure look better.
  const overdue = done.filter((one) => one.overdue).length + failures.length;
  metrics.addMetric('AlertsOverdue', MetricUnit.Count, overdue);
  if (published > 0) metrics.addMetric('AlertsPublished', MetricUnit.Count, published);
  if (failures.length > 0) {
    const names = failures.map((error) => (error instanceof Error ? error.name : 'unknown'));
    logger.error('alerts could not be told', { alerts: failures.length, errors: [...new Set(names)] });
    throw new Error(`${failures.length} alerts could not be told; the next sweep tries again`);
  }
  return overdue;
}
