/**
 * `POST [base]` with a batch or transaction Bundle -> an answer for each entry, in the order asked.
 *
 * batch: each entry on its own, as if sent alone. transaction: all or nothing, in FHIR's order (DELETE,
 * POST, PUT and PATCH, GET), conditions resolved first, and every string that equals an entry's
 * `fullUrl` replaced by the reference it became. http://hl7.org/fhir/R4/http.html#transaction
 *
 * @module
 */
import { STATUS_CODES } from 'node:http';
import type { HttpMethod } from '@medplum/fhir-router';
import type { Bundle, BundleEntry, BundleEntryResponse, OperationOutcome } from '@medplum/fhirtypes';
import type { EhrQuirks } from './ehr-quirks.ts';
import { type Fault, withFaults } from './faults.ts';
import { type Answer, answerRefusal, type Ehr, type Interaction, interact } from './interaction.ts';
import { outcome, Refusal, refuse } from './refusal.ts';
import type { SandboxRepository } from './sandbox-repository.ts';
import { conditionOf, type Entry, inProcessingOrder, resolveEntries } from './transaction-entries.ts';

type EhrWithFaults = Ehr & { readonly faults: Fault[] };

/** Throws a Refusal for a Bundle that cannot be processed at all. */
export async function answerBundle(
  { body, headers }: Interaction,
  repository: SandboxRepository,
  ehr: EhrWithFaults,
): Promise<Answer> {
  const { resourceType, type, entry = [] } = (body ?? {}) as Bundle;
  if (resourceType !== 'Bundle' || (type !== 'batch' && type !== 'transaction'))
    throw refuse(400, 'structure', 'Only a batch or transaction Bundle can be posted here');
  if (!ehr.quirks[type]) throw refuse(404, 'not-supported', `This EHR takes no ${type} Bundle`);

  const calls = entry.map((item, at) => toEntry(item, at, headers));
  const answers =
    type === 'batch' ? await batch(calls, repository, ehr) : await transaction(calls, repository, ehr);
  return {
    status: 200,
    headers: {},
    body: { resourceType: 'Bundle', type: `${type}-response`, entry: answers.map(toResponseEntry) },
  };
}

function toEntry(
  { request, resource, fullUrl }: BundleEntry,
  at: number,
  { prefer }: Interaction['headers'],
): Entry {
  const headers: Interaction['headers'] = {};
  if (prefer !== undefined) headers.prefer = prefer;
  if (request?.ifNoneExist !== undefined) headers['if-none-exist'] = request.ifNoneExist;
  if (request?.ifMatch !== undefined) headers['if-match'] = request.ifMatch;
  const method = (request?.method ?? '') as HttpMethod;
  return { at, fullUrl, call: { method, url: request?.url ?? '', headers, body: resource } };
}

async function batch(
  entries: readonly Entry[],
  repository: SandboxRepository,
  ehr: EhrWithFaults,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { at, call } of entries)
    answers.push(await withFaults(ehr.faults, target(call, at), () => interact(call, repository, ehr)));
  return answers;
}

function transaction(
  entries: readonly Entry[],
  repository: SandboxRepository,
  ehr: EhrWithFaults,
): Promise<Answer[]> {
  checkLimits(entries, ehr.quirks);
  return repository.withTransaction(async (inside) => {
    const resolved = await resolveEntries(entries, inside, ehr.quirks);
    const answers = new Map<number, Answer>();
    for (const { at, call, assignedId } of resolved.sort(inProcessingOrder)) {
      const answer = await withFaults(ehr.faults, target(call, at), () =>
        interact(call, inside, ehr, { assignedId }),
      );
      if (answer.status >= 400) throw refuseWhole(answer, at);
      answers.set(at, answer);
    }
    return entries.map(({ at }) => answers.get(at) ?? answerRefusal(refuse(500, 'exception', 'No answer')));
  });
}

const target = ({ method, url, headers, body }: Interaction, entry: number) => ({
  method,
  path: url.split('?')[0] ?? '',
  headers,
  body,
  entry,
});

function checkLimits(entries: readonly Entry[], quirks: EhrQuirks): void {
  const updates = entries.filter(({ call }) => call.method === 'PUT').length;
  if (updates > (quirks.maxTransactionUpdates ?? Infinity))
    throw refuse(400, 'too-long', `A transaction may have ${quirks.maxTransactionUpdates} updates`);
  const conditional = entries.some(({ call }) => conditionOf(call, quirks) !== undefined);
  if (conditional && entries.length > (quirks.maxConditionalTransactionEntries ?? Infinity))
    throw refuse(
      400,
      'too-long',
      `A conditional transaction may have ${quirks.maxConditionalTransactionEntries} entries`,
    );
}

function refuseWhole({ status, body }: Answer, at: number): Refusal {
  const cause = body?.resourceType === 'OperationOutcome' ? body.issue : [];
  const { issue } = outcome(
    'invalid',
    `Entry ${at} was refused, so nothing of the transaction was kept`,
    `Bundle.entry[${at}]`,
  );
  return new Refusal(status, { resourceType: 'OperationOutcome', issue: [...issue, ...cause] });
}

function toResponseEntry({ status, headers, body }: Answer): BundleEntry {
  const response: BundleEntryResponse = { status: `${status} ${STATUS_CODES[status] ?? ''}`.trim() };
  if (headers.location !== undefined) response.location = headers.location;
  if (headers.etag !== undefined) response.etag = headers.etag;
  if (headers['last-modified'] !== undefined)
    response.lastModified = new Date(headers['last-modified']).toISOString();
  if (body?.resourceType === 'OperationOutcome')
    return { response: { ...response, outcome: body as OperationOutcome } };
  return body === undefined ? { response } : { resource: body, response };
}
