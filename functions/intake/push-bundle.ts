/**
 * A pushed Bundle -> one message in the queue, and an answer for each of its entries. A transaction is taken as
 * a whole or not at all.
 *
 * @module
 */

import { operationOutcome } from '../../shared/fhir/operation-outcome.ts';
import { questionnaireResponses } from '../../shared/responses/bundle.ts';
import type { Envelope, ResponseDelivery, UnnamedDelete } from '../../shared/responses/delivery.ts';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import { type EnqueuePorts, enqueue } from './enqueue.ts';
import {
  accepted,
  DELETE_UNNAMED,
  type HttpAnswer,
  isAsync,
  locationOf,
  refuse,
  reply,
} from './http-answer.ts';

type Bundle = Readonly<Record<string, unknown>>;

/** Types whose entries are resources of an EHR; a searchset is an answer and a document is for reading. */
const BUNDLE_TYPES: ReadonlySet<unknown> = new Set([
  'batch',
  'transaction',
  'collection',
  'history',
  'message',
]);

/**
 * @param envelope its deliveries, in the order of the entries.
 * @param unnamed deletes that withdraw nothing: each is told so, and in a transaction nothing is taken.
 */
export async function pushBundle(
  ports: EnqueuePorts,
  bundle: Bundle,
  { originUrl, prefer }: { readonly originUrl: string; readonly prefer: string },
  envelope: Envelope,
  unnamed: readonly UnnamedDelete[],
): Promise<HttpAnswer> {
  if (!BUNDLE_TYPES.has(bundle.type))
    return refuse(
      422,
      'not-supported',
      'Send a Bundle of type batch, transaction, collection, history or message.',
      'Bundle.type',
    );
  const unreadable = bundle.type === 'transaction' ? unreadableEntry(bundle) : undefined;
  if (unreadable !== undefined)
    return refuse(
      422,
      'structure',
      'A transaction is taken as a whole: this entry has neither a resource nor a DELETE of a response.',
      unreadable,
    );
  const [first] = unnamed;
  // What is not told of each entry cannot be told of one: then all of it waits for a better push.
  if (first !== undefined && (bundle.type === 'transaction' || isAsync(prefer)))
    return refuse(422, 'not-supported', DELETE_UNNAMED, `Bundle.entry[${first.index}]`);
  await enqueue(ports, envelope);
  return isAsync(prefer)
    ? accepted(`${originUrl}/fhir`)
    : reply(200, answerOf(bundle, envelope.responses, unnamed, originUrl));
}

/** One entry of the answer for each entry of the request; entries we do not keep are answered 200 all the same. */
function answerOf(
  bundle: Bundle,
  responses: readonly ResponseDelivery[],
  unnamed: readonly UnnamedDelete[],
  originUrl: string,
): object {
  const refused = new Set(unnamed.map(({ index }) => index));
  const delivered = new Map(
    questionnaireResponses(bundle)
      .filter(({ index }) => !refused.has(index))
      .map(({ index }, at) => [index, responses[at]] as const),
  );
  const entries = Array.isArray(bundle.entry) ? (bundle.entry as readonly unknown[]) : [];
  return {
    resourceType: 'Bundle',
    type: bundle.type === 'transaction' ? 'transaction-response' : 'batch-response',
    entry: entries.map((_, index) => {
      if (refused.has(index)) {
        const outcome = operationOutcome('error', 'not-supported', DELETE_UNNAMED);
        return { response: { status: '422 Unprocessable Content', outcome } };
      }
      const one = delivered.get(index);
      if (one === undefined || one.kind === 'delete') return { response: { status: '200 OK' } };
      return { response: { status: '201 Created', location: locationOf(originUrl, one.identity) } };
    }),
  };
}

/** Where in a transaction an entry says nothing that could be done. */
function unreadableEntry({ entry }: Bundle): string | undefined {
  if (!Array.isArray(entry)) return entry === undefined ? undefined : 'Bundle.entry';
  const index = (entry as readonly unknown[]).findIndex(
    (one) => !(isObject(one) && isObject(one.resource)) && !isRequestOnly(one),
  );
  return index < 0 ? undefined : `Bundle.entry[${index}]`;
}

/** A GET, or a DELETE of whatever: it needs no resource. */
function isRequestOnly(entry: unknown): boolean {
  if (!isObject(entry) || !isObject(entry.request)) return false;
  const { method } = entry.request;
  return method === 'GET' || method === 'HEAD' || method === 'DELETE';
}
