/**
 * What the entries of a transaction are about, before any of them is done: conditions resolved, ids given
 * to what will be created, and the references between entries rewritten.
 * http://hl7.org/fhir/R4/http.html#trules
 *
 * @module
 */
import { parseSearchRequest } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { EhrQuirks } from './ehr-quirks.ts';
import type { Interaction } from './interaction.ts';
import { refuse } from './refusal.ts';
import type { SandboxRepository } from './sandbox-repository.ts';

/** One entry of a Bundle, as the interaction it stands for. */
export interface Entry {
  /** Position in the Bundle. */
  readonly at: number;
  readonly fullUrl: string | undefined;
  readonly call: Interaction;
}

interface ResolvedEntry extends Entry {
  /** `Type/id` the entry is about, where it has one. */
  readonly reference: string | undefined;
  readonly assignedId: boolean;
}

/** `Type?criteria` of a conditional create, update, patch or delete. */
export function conditionOf({ method, url, headers }: Interaction, quirks: EhrQuirks): string | undefined {
  if (method === 'POST') {
    const criteria = headers['if-none-exist'];
    return typeof criteria === 'string' && quirks.conditionalCreate ? `${url}?${criteria}` : undefined;
  }
  return method !== 'GET' && url.includes('?') ? url : undefined;
}

/** Finds what each entry is about, gives ids to what will be created, and rewrites the references between them. */
export async function resolveEntries(
  entries: readonly Entry[],
  inside: SandboxRepository,
  quirks: EhrQuirks,
): Promise<ResolvedEntry[]> {
  const resolved = await Promise.all(entries.map((entry) => resolveOne(entry, inside, quirks)));

  const touched = new Set<string>();
  for (const { call, reference } of resolved)
    for (const identity of new Set([
      conditionOf(call, quirks),
      call.method === 'GET' ? undefined : reference,
    ])) {
      if (identity === undefined) continue;
      if (touched.has(identity))
        throw refuse(400, 'invalid', 'Two entries of the transaction are about one resource');
      touched.add(identity);
    }

  const references = new Map(
    resolved.flatMap(({ fullUrl, reference }) =>
      fullUrl && reference ? [[fullUrl, reference] as const] : [],
    ),
  );
  return resolved.map((entry) => ({
    ...entry,
    call: { ...entry.call, body: rewrite(entry.call.body, references) },
  }));
}

async function resolveOne(
  entry: Entry,
  inside: SandboxRepository,
  quirks: EhrQuirks,
): Promise<ResolvedEntry> {
  const { call } = entry;
  const condition = conditionOf(call, quirks);
  if (condition !== undefined) {
    const matches = await inside.searchResources({ ...parseSearchRequest(condition), count: 2 });
    const [match] = matches;
    // more than one: the entry itself is refused with 412
    if (match !== undefined || matches.length > 1)
      return { ...entry, reference: `${match?.resourceType}/${match?.id}`, assignedId: false };
  }
  const creates = call.method === 'POST' || (call.method === 'PUT' && condition !== undefined);
  const resource = call.body as Resource | undefined;
  if (!creates || resource === undefined)
    return { ...entry, reference: condition === undefined ? call.url : undefined, assignedId: false };
  const id = inside.generateId();
  return {
    ...entry,
    call: { ...call, body: { ...resource, id } },
    reference: `${resource.resourceType}/${id}`,
    assignedId: true,
  };
}

function rewrite(value: unknown, references: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return references.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => rewrite(item, references));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewrite(item, references)]));
}

const processingOrder = ['DELETE', 'POST', 'PUT', 'PATCH', 'GET'];

export function inProcessingOrder(a: Entry, b: Entry): number {
  return processingOrder.indexOf(a.call.method) - processingOrder.indexOf(b.call.method) || a.at - b.at;
}
