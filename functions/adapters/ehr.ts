/**
 * What is written to an EHR: classified answers, and no clinical content in any error.
 *
 * @module
 */

import type { Bundle, BundleEntry, Observation } from 'fhir/r4.js';
import { Client } from 'fhir-kit-client';
import { OBSERVATION_IDENTIFIER_SYSTEM } from '../../shared/fhir/observation.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import type { EhrChange } from '../../shared/write-back/desired.ts';
import { down, type EhrVerdict, verdictOf } from '../../shared/write-back/ehr-answer.ts';
import { ehrProfiles } from '../../shared/write-back/ehr-profile.ts';
import { type BackendTokens, TokenUnavailable } from './backend-tokens.ts';
import { type EhrClient, ehrClient, limits, statusIn } from './ehr-client.ts';

export interface Ehr {
  /** Makes the changes, in order; one verdict each. Never throws for what an EHR answers. */
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
      const puts = changes.filter((change) => change.kind === 'put');
      const verdicts = new Map<EhrChange, EhrVerdict>();
      if (batchEntries > 1 && puts.length > 1) {
        for (let start = 0; start < puts.length; start += batchEntries) {
          const part = puts.slice(start, start + batchEntries);
          for (const [index, verdict] of (await putBatch(client, part, timeoutMs)).entries()) {
            const change = part[index];
            if (change !== undefined) verdicts.set(change, verdict);
          }
        }
      } else {
        for (const change of puts) verdicts.set(change, await putOne(client, change, timeoutMs));
      }
      for (const change of changes) {
        if (change.kind === 'retract') verdicts.set(change, await retract(client, change, timeoutMs));
      }
      return changes.map((change) => verdicts.get(change) ?? down('ehr-not-asked'));
    },
  };
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
): Promise<EhrVerdict> {
  return answered(ehr, async ({ client }) => {
    const found = await client.search({
      resourceType: 'Observation',
      searchParams: { identifier: identifierToken(key) },
      options: limits(timeoutMs),
    });
    // Some EHRs ignore the identifier of a search, so what comes back is checked.
    const standing = ((found.entry as readonly BundleEntry<Observation>[] | undefined) ?? [])
      .map(({ resource }) => resource)
      .find((one) =>
        one?.identifier?.some(
          ({ system, value }) => system === OBSERVATION_IDENTIFIER_SYSTEM && value === key,
        ),
      );
    if (standing === undefined) return { kind: 'written', id: receipt.id, version: receipt.version };
    const answer = await client.update({
      resourceType: 'Observation',
      searchParams: { identifier: identifierToken(key) },
      body: { ...standing, status: 'entered-in-error' },
      options: limits(timeoutMs),
    });
    return verdictOfResource(answer);
  });
}

function identifierToken(key: string): string {
  return `${OBSERVATION_IDENTIFIER_SYSTEM}|${key}`;
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
