/**
 * What is written to an EHR: classified answers, and no clinical content in any error.
 *
 * @module
 */

import type { Bundle, BundleEntry } from 'fhir/r4.js';
import { Client } from 'fhir-kit-client';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import type { EhrChange } from '../../shared/write-back/desired.ts';
import { down, type EhrVerdict, verdictOf } from '../../shared/write-back/ehr-answer.ts';
import { ehrProfiles } from '../../shared/write-back/ehr-profile.ts';
import { type BackendTokens, TokenUnavailable } from './backend-tokens.ts';
import { type EhrClient, ehrClient, limits, statusIn } from './ehr-client.ts';
import { identifierToken, standingObservation } from './standing-observation.ts';

/** How long one EHR is asked in a run: what is left then is deferred, long before the function is ended. */
const PATIENCE_MS = 20_000;

export interface Ehr {
  /**
   * Makes the changes, in order; one verdict each. Never throws for what an EHR answers. One that does not answer
   * in time, or cannot be reached, is asked for nothing more: the rest is down with it.
   */
  apply(changes: readonly EhrChange[]): Promise<readonly EhrVerdict[]>;
}

/** @param tokens undefined for an EHR that is written to without one. */
export function ehrOf(
  { ehr: { baseUrl, profile, timeoutMs } }: Pick<SourceSettings, 'ehr'>,
  tokens?: BackendTokens,
): Ehr {
  const client = ehrClient(baseUrl, tokens);
  const { batchEntries } = ehrProfiles[profile];
  return {
    async apply(changes) {
      const verdicts = new Map<EhrChange, EhrVerdict>();
      const until = Date.now() + PATIENCE_MS;
      let silence: EhrVerdict | undefined;
      for (const call of callsFor(client, changes, batchEntries, timeoutMs, baseUrl)) {
        if (silence !== undefined || Date.now() > until) break;
        const answers = await call.make();
        for (const [index, change] of call.changes.entries()) {
          const verdict = answers[index];
          if (verdict !== undefined) verdicts.set(change, verdict);
        }
        silence = answers.every(isSilence) ? answers[0] : undefined;
      }
      return changes.map((change) => verdicts.get(change) ?? silence ?? down('ehr-not-asked'));
    },
  };
}

interface EhrCall {
  readonly changes: readonly EhrChange[];
  make(): Promise<readonly EhrVerdict[]>;
}

/** What is put first, in batches where the EHR takes them, then what is taken back. */
function callsFor(
  ehr: EhrClient,
  changes: readonly EhrChange[],
  batchEntries: number,
  timeoutMs: number,
  baseUrl: string,
): readonly EhrCall[] {
  const puts = changes.filter((change) => change.kind === 'put');
  const retracts = changes.filter((change) => change.kind === 'retract');
  const batched = batchEntries > 1 && puts.length > 1;
  const size = batched ? batchEntries : 1;
  const parts = Array.from({ length: Math.ceil(puts.length / size) }, (_, at) =>
    puts.slice(at * size, at * size + size),
  );
  return [
    ...parts.map((part) => ({
      changes: part,
      make: () =>
        batched
          ? putBatch(ehr, part, timeoutMs)
          : Promise.all(part.map((change) => putOne(ehr, change, timeoutMs))),
    })),
    ...retracts.map((change) => ({
      changes: [change],
      make: async () => [await retract(ehr, change, timeoutMs, baseUrl)],
    })),
  ];
}

/** No answer at all: the next call would only wait as long. */
function isSilence(verdict: EhrVerdict): boolean {
  return verdict.kind === 'down' && !verdict.reason.startsWith('ehr-answered-');
}

type Put = EhrChange & { kind: 'put' };

/** Conditional update by our identifier: creates or replaces, and a repeat never makes a copy. */
async function putOne(ehr: EhrClient, { key, observation }: Put, timeoutMs: number): Promise<EhrVerdict> {
  return answered(ehr, async ({ client }) => {
    const answer = await client.update({
      resourceType: 'Observation',
      searchParams: { identifier: identifierToken(key) },
      body: { ...observation },
      options: limits(timeoutMs),
    });
    return verdictOfResource(answer);
  });
}

async function putBatch(
  ehr: EhrClient,
  puts: readonly Put[],
  timeoutMs: number,
): Promise<readonly EhrVerdict[]> {
  const body: Bundle = {
    resourceType: 'Bundle',
    type: 'batch',
    entry: puts.map(({ key, observation }) => ({
      resource: observation,
      request: { method: 'PUT', url: `Observation?identifier=${encodeURIComponent(identifierToken(key))}` },
    })),
  };
  let entries: readonly BundleEntry[] = [];
  const whole = await answered(ehr, async ({ client }) => {
    const answer = await client.batch({ body: { ...body }, options: limits(timeoutMs) });
    entries = (answer.entry as readonly BundleEntry[] | undefined) ?? [];
    return { kind: 'written', id: null, version: null };
  });
  // A failed batch says nothing about its entries: each is tried again, which conditional update makes harmless.
  if (whole.kind !== 'written') return puts.map(() => whole);
  return puts.map((_, index) => verdictOfEntry(entries[index]));
}

function verdictOfEntry(entry: BundleEntry | undefined): EhrVerdict {
  const { status = '', location, etag } = entry?.response ?? {};
  const code = Number.parseInt(status, 10);
  if (Number.isNaN(code)) return down('ehr-entry-without-status');
  const resource = entry?.resource;
  return verdictOf(code, {
    id: resource?.id ?? idIn(location),
    version: resource?.meta?.versionId ?? versionIn(etag) ?? versionInLocation(location),
  });
}

/** Reads what stands, marks it entered-in-error, writes it back; an Observation that is gone needs nothing. */
async function retract(
  ehr: EhrClient,
  { key, receipt }: EhrChange & { kind: 'retract' },
  timeoutMs: number,
  baseUrl: string,
): Promise<EhrVerdict> {
  return answered(ehr, async ({ client }) => {
    const standing = await standingObservation(client, { key, id: receipt.id, timeoutMs, baseUrl });
    if (standing === 'gone') return { kind: 'written', id: receipt.id, version: receipt.version };
    // Somebody has to look: it may stand, and the EHR does not say where.
    if (standing === 'not-found') return { kind: 'refused', reason: 'ehr-observation-not-found' };
    const answer = await client.update({
      resourceType: 'Observation',
      searchParams: { identifier: identifierToken(key) },
      body: { ...standing, status: 'entered-in-error' },
      options: limits(timeoutMs),
    });
    return verdictOfResource(answer);
  });
}

/** Id and version as the EHR says them: in the body, or, where a create answers without one, in the headers. */
function verdictOfResource(answer: Awaited<ReturnType<Client['update']>>): EhrVerdict {
  const { response } = Client.httpFor(answer);
  const location = response?.headers.get('location') ?? undefined;
  const { id, meta } = answer as { readonly id?: string; readonly meta?: { readonly versionId?: string } };
  return verdictOf(response?.status ?? 200, {
    id: id ?? idIn(location),
    version: meta?.versionId ?? versionIn(response?.headers.get('etag') ?? undefined),
  });
}

/** Turns what the client throws into a verdict: its message and URL hold search values, so neither is kept. */
async function answered(ehr: EhrClient, act: (ehr: EhrClient) => Promise<EhrVerdict>): Promise<EhrVerdict> {
  try {
    return await ehr.call(() => act(ehr));
  } catch (error) {
    if (error instanceof TokenUnavailable) return down(error.code, error.retryAfter);
    const { config, name } = error as { config?: { headers?: Headers }; name?: string };
    const status = statusIn(error);
    if (status !== undefined)
      return verdictOf(status, { retryAfter: config?.headers?.get?.('retry-after') ?? null });
    return down(name === 'TimeoutError' || name === 'AbortError' ? 'ehr-timed-out' : 'ehr-unreachable');
  }
}

function idIn(location: string | undefined): string | null {
  return /Observation\/([A-Za-z0-9.-]{1,64})/.exec(location ?? '')?.[1] ?? null;
}

function versionIn(etag: string | undefined): string | null {
  return /^(?:W\/)?"([^"]+)"$/.exec(etag ?? '')?.[1] ?? null;
}

function versionInLocation(location: string | undefined): string | null {
  return /_history\/([A-Za-z0-9.-]{1,64})/.exec(location ?? '')?.[1] ?? null;
}
