/**
 * Read, decide, write if nobody wrote in between; else again from what stands now.
 *
 * @module
 */
import type { Alert, AlertKey } from '../../shared/alerts/alert.ts';
import type { AlertStore } from '../adapters/alert-store.ts';

/** Far more than people and functions that touch one alert at the same moment. */
const TRIES = 20;

/**
 * @param change the alert as it must be; undefined leaves it.
 * @returns how it stands afterwards; undefined when there is no such alert.
 */
export async function changeAlert(
  store: AlertStore,
  key: AlertKey,
  change: (alert: Alert) => Alert | undefined,
): Promise<Alert | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const standing = await store.read(key);
    if (standing === undefined) return undefined;
    const changed = change(standing);
    if (changed === undefined) return standing;
    if (await store.put(changed, standing)) return changed;
  }
  throw new Error(`an alert was changed by others ${TRIES} times in a row`);
}
