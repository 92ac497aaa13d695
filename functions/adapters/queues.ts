/**
 * Messages between the functions.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Envelope } from '../../shared/responses/delivery.ts';
import type { EventCount } from '../../shared/responses/notification.ts';
import { sha256 } from '../runtime/hash.ts';

/** What write-back is told: which response to look at. What to do it reads from the store. */
export interface WriteBackRequest {
  readonly source: string;
  readonly identity: string;
  /** The response has earlier versions, whose Observations may stand without a receipt after a crash. */
  readonly amended?: true;
}

/** An envelope, or where it was left when it was too large for a message. */
export type ResponsesMessage =
  | Envelope
  | { readonly claim: { readonly bucket: string; readonly key: string } };

export async function sendEnvelope(
  sqs: SQSClient,
  queueUrl: string,
  message: ResponsesMessage,
): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: messageBody(message) }));
}

/** JSON without the two characters that SQS refuses in a body: JSON can escape them. */
export function messageBody(message: object): string {
  return JSON.stringify(message).replace(/[\uFFFE\uFFFF]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}

/** What `fetch` is told: which responses to read in the EHR, or to look for what has changed. */
export interface FetchRequest {
  readonly source: string;
  /** ISO instant at which somebody told us. */
  readonly receivedAt: string;
  /** Ids at the EHR. */
  readonly read: readonly string[];
  readonly search: boolean;
  /** What a subscription of a source that counts without gaps says it has sent. */
  readonly count?: EventCount;
  /** Types that outcomes use besides scores, in which to look for what has changed. */
  readonly context?: readonly string[];
  /** Ids of Patients of whom nothing is known yet. */
  readonly people?: readonly string[];
}

/** @throws {Error} when the queue refused a request. */
export async function requestFetch(
  sqs: SQSClient,
  queueUrl: string,
  requests: readonly FetchRequest[],
): Promise<void> {
  for (const request of requests)
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(request) }));
}

/**
 * Asks for write-back, ten requests a call. The group is the response, so that one writer at a time looks at
 * it even while its subject changes; the deduplication id is random, because a stable one would swallow a
 * second version or a redrive for five minutes.
 *
 * @throws {Error} when the queue refused an entry: the caller's message is then delivered again.
 */
export async function requestWriteBack(
  sqs: SQSClient,
  queues: ReadonlyMap<string, string>,
  requests: readonly WriteBackRequest[],
): Promise<void> {
  await sendRequests(sqs, queues, requests, () => randomUUID());
}

/** Work of the `open` index. */
export interface ResumedWriteBack extends WriteBackRequest {
  readonly dueAt: string;
}

/**
 * Asks for write-backs whose time has come. Here the deduplication id is the response and the time it was
 * due: the sweep asks every minute until the record is written anew, and one message in five minutes is enough.
 */
export async function resumeWriteBacks(
  sqs: SQSClient,
  queues: ReadonlyMap<string, string>,
  due: readonly ResumedWriteBack[],
): Promise<void> {
  await sendRequests(sqs, queues, due, ({ identity, dueAt }) => sha256(`${identity}|${dueAt}`));
}

async function sendRequests<Request extends WriteBackRequest>(
  sqs: SQSClient,
  queues: ReadonlyMap<string, string>,
  requests: readonly Request[],
  deduplicationId: (request: Request) => string,
): Promise<void> {
  for (const [source, own] of Map.groupBy(requests, (request) => request.source)) {
    const queueUrl = queues.get(source);
    if (queueUrl === undefined) throw new Error(`source ${source} has no write-back queue`);
    const distinct = [...new Map(own.map((request) => [request.identity, request])).values()];
    for (let start = 0; start < distinct.length; start += 10) {
      await sendBatch(sqs, queueUrl, distinct.slice(start, start + 10), deduplicationId);
    }
  }
}

async function sendBatch<Request extends WriteBackRequest>(
  sqs: SQSClient,
  queueUrl: string,
  requests: readonly Request[],
  deduplicationId: (request: Request) => string,
): Promise<void> {
  const entries = requests.map(
    (request, index): SendMessageBatchRequestEntry => ({
      Id: String(index),
      MessageBody: JSON.stringify(messageOf(request)),
      MessageGroupId: sha256(`${request.source}|${request.identity}`).slice(0, 32),
      MessageDeduplicationId: deduplicationId(request),
    }),
  );
  const { Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
  );
  if (Failed.length > 0)
    throw new Error(`the write-back queue refused ${Failed.length} messages (${Failed[0]?.Code})`);
}

function messageOf({ source, identity, amended }: WriteBackRequest): WriteBackRequest {
  return { source, identity, ...(amended === undefined ? {} : { amended }) };
}
