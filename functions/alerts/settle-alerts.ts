/**
 * Makes the alerts of one response what its versions imply, and tells the world of what is new.
 *
 * Two callers at once, for two versions of one response, end in the same state: each writes only over what
 * it has read, and whoever comes second sees everything the first one wrote.
 *
 * @module
 */
import { type Settlement, settle } from '../../shared/alerts/settle.ts';
import { type JudgedVersion, verdictsOf } from '../../shared/alerts/verdict.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import { type AlertPorts, announce } from './announce.ts';

export interface SettleRequest {
  readonly source: SourceSettings;
  readonly identity: string;
  /** `Patient/<id>`, where the version at hand names one. It counts where that version decides, or there is no other. */
  readonly patient: string | undefined;
  /** Versions at hand that may not be stored yet. */
  readonly delivered: readonly JudgedVersion[];
}

export interface Settled {
  readonly settlement: Settlement['kind'];
  /** Told now; or a channel was down, and the sweep tells it; or there was nothing to tell. */
  readonly announced: 'now' | 'failed' | 'no';
}

/** Far more than versions of one response that are handled at the same moment. */
const TRIES = 20;

/** @throws {Error} when an alert could not be stored. One that is stored and not told is not an error here. */
export async function settleAlerts(
  ports: AlertPorts,
  request: SettleRequest,
  now: string,
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const overtaken = await settleOnce(ports, request, now, settled);
    if (!overtaken) return settled;
  }
  throw new Error(`the alerts of a response were changed by others ${TRIES} times in a row`);
}

/** Adds to `settled`. `true` when another writer came in between, and the rest has to be read again. */
async function settleOnce(
  ports: AlertPorts,
  { source, identity, patient, delivered }: SettleRequest,
  now: string,
  settled: Settled[],
): Promise<boolean> {
  const { alerts, versions } = await ports.store.readTrail(source.id, identity);
  const terms = { acknowledgeWithinHours: source.acknowledgeWithinHours, now };
  // Of a version that is stored and delivered again, the stored one counts: it was received first.
  for (const verdict of verdictsOf([...delivered, ...versions])) {
    const key = { source: source.id, identity, item: verdict.item };
    const standing = alerts.find(({ item }) => item === verdict.item);
    const { kind, alert: settledTo } = settle(key, standing, verdict, terms);
    // A version that comes late must not move the alert to whom it was corrected from.
    const decides = delivered.some(({ ord }) => ord === verdict.ord);
    const alert =
      patient === undefined || (!decides && settledTo.patient !== undefined)
        ? settledTo
        : { ...settledTo, patient };
    if (kind !== 'unchanged' && !(await ports.store.put(alert, standing))) return true;
    const announced = await tell(() => announce(ports, alert, now));
    if (kind !== 'unchanged' || announced !== 'no') settled.push({ settlement: kind, announced });
  }
  return false;
}

/**
 * The alert is stored by now, and stands in the `open` index until it is published. A pager that is down must
 * hold up neither the other alerts nor the scores.
 */
async function tell(announcing: () => Promise<boolean>): Promise<Settled['announced']> {
  try {
    return (await announcing()) ? 'now' : 'no';
  } catch {
    return 'failed';
  }
}
