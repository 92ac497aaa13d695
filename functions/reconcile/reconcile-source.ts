/**
 * One source against its EHR: what changed there since the watermark and never arrived is put into the queue,
 * as if it had been pushed. The safety net under every subscription that was switched off or lost a message.
 *
 * Where the EHR says that it sorts, and does, the watermark moves with each page, and a run that stops goes on
 * there; any other EHR is read to its end before the watermark moves. What is enqueued twice is the same
 * version.
 *
 * @module
 */
import { identityOf } from '../../shared/responses/identity.ts';
import { missed } from '../../shared/responses/missed.ts';
import { utcInstant } from '../../shared/responses/order.ts';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import type { ReconcileSettings, SourceSettings } from '../../shared/settings/settings.ts';
import { type EhrChanges, EhrUnavailable } from '../adapters/ehr-changes.ts';
import type { EnvelopeBatches } from '../adapters/envelope-batches.ts';
import type { OutcomeStore } from '../adapters/outcome-store.ts';
import type { Watermarks } from '../adapters/watermarks.ts';
import { sha256 } from '../runtime/hash.ts';

type Resource = Readonly<Record<string, unknown>>;

export interface ReconcilePorts {
  readonly changes: EhrChanges;
  readonly outcomes: Pick<OutcomeStore, 'readCurrent'>;
  readonly watermarks: Watermarks;
  /** What takes envelopes to the queue; one for each page. */
  readonly batches: () => Pick<EnvelopeBatches, 'add' | 'drain'>;
}

export interface Reconciled {
  readonly source: string;
  readonly type: string;
  readonly seen: number;
  readonly missing: number;
  readonly newer: number;
  /** `stopped`: the time was up, and the next run goes on. */
  readonly state: 'done' | 'stopped' | 'failed';
  /** Why it failed: a code, never what the EHR said. */
  readonly reason?: string;
}

const RESPONSE = 'QuestionnaireResponse';
/** An EHR may show a change some time after the instant it gives it. */
const OVERLAP_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** Responses looked up in the table side by side. */
const AT_ONCE = 10;

/** @param inTime whether there is time for another page. @param now ISO instant: the receipt time. */
export async function reconcileSource(
  ports: ReconcilePorts,
  source: SourceSettings,
  { firstDays, context }: ReconcileSettings,
  inTime: () => boolean,
  now: string,
): Promise<readonly Reconciled[]> {
  const results: Reconciled[] = [];
  for (const type of [RESPONSE, ...context])
    results.push(await reconcileType(ports, source, type, firstDays, inTime, now));
  return results;
}

async function reconcileType(
  ports: ReconcilePorts,
  source: SourceSettings,
  type: string,
  firstDays: number,
  inTime: () => boolean,
  now: string,
): Promise<Reconciled> {
  const since =
    (await ports.watermarks.read(source.id, type)) ??
    new Date(Date.parse(now) - firstDays * DAY_MS).toISOString();
  const count = { seen: 0, missing: 0, newer: 0 };
  const told = { source: source.id, type };
  let upTo = since;
  let last = '';
  let inOrder = true;
  const save = () =>
    upTo > since ? ports.watermarks.put(source.id, type, { upTo, at: now }) : Promise.resolve();
  try {
    for await (const page of ports.changes.pages(type, since)) {
      if (!inTime()) return { ...told, ...count, state: 'stopped' };
      await enqueuePage(ports, source, type, page.resources, now, count);
      inOrder &&= page.sorted;
      for (const resource of page.resources) {
        const at = lastUpdatedOf(resource);
        if (at === undefined) continue;
        inOrder &&= at >= last;
        last = at;
        const before = new Date(Date.parse(at) - OVERLAP_MS).toISOString();
        if (before > upTo) upTo = before;
      }
      if (inOrder) await save();
    }
    await save();
    return { ...told, ...count, state: 'done' };
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    return { ...told, ...count, state: 'failed', reason: error.code };
  }
}

async function enqueuePage(
  { outcomes, batches }: ReconcilePorts,
  source: SourceSettings,
  type: string,
  page: readonly Resource[],
  now: string,
  count: { seen: number; missing: number; newer: number },
): Promise<void> {
  const queue = batches();
  const common = { source: source.id, receivedAt: now };
  count.seen += page.length;
  if (type !== RESPONSE) {
    for (const resource of page) await queue.add({ ...common, responses: [], context: [resource] });
    await queue.drain();
    return;
  }
  const naming = { mode: source.identity, baseUrl: source.ehr.baseUrl, sha256 };
  for (let start = 0; start < page.length; start += AT_ONCE) {
    const part = page.slice(start, start + AT_ONCE).map((resource) => ({
      resource,
      identity: identityOf({ resource }, naming),
    }));
    const held = await Promise.all(part.map(({ identity }) => outcomes.readCurrent(source.id, identity)));
    for (const [index, { resource, identity }] of part.entries()) {
      const verdict = missed(resource, held[index], now, sha256);
      if (verdict === 'held') continue;
      count[verdict] += 1;
      await queue.add({ ...common, responses: [{ kind: 'upsert', identity, resource }], context: [] });
    }
  }
  await queue.drain();
}

/** Fixed-width UTC, so that texts compare as times do. */
function lastUpdatedOf({ meta }: Resource): string | undefined {
  return isObject(meta) && typeof meta.lastUpdated === 'string' ? utcInstant(meta.lastUpdated) : undefined;
}
