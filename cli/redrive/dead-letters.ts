/**
 * Dead letters back to the queue they came from: received, sent, deleted, in this order, so that a stop in
 * between leaves a message twice and never none. Every consumer takes a repeat without harm.
 *
 * `StartMessageMoveTask` does the same inside SQS and only there; this also runs on a local cloud, and says
 * what it did when it is done.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export interface DeadLetters {
  /** Name of the queue they came from. */
  readonly queue: string;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  /** As SQS counts: about. */
  readonly messages: number;
}

/**
 * The queues of a stack that have dead letters, empty ones included.
 *
 * @param prefix of the queues' names, such as `OutcomesPipeline-`; empty for all that the credentials see.
 */
export async function deadLettersOf(sqs: SQSClient, prefix: string): Promise<readonly DeadLetters[]> {
  const urls = await queueUrls(sqs, prefix);
  const read = await Promise.all(urls.map(async (url) => ({ url, ...(await attributesOf(sqs, url)) })));
  const byArn = new Map(read.map((one) => [one.arn, one]));
  return read.flatMap(({ url, deadLettersArn }) => {
    const dead = byArn.get(deadLettersArn ?? '');
    if (dead === undefined) return [];
    const queue = url.split('/').at(-1) ?? url;
    return [{ queue, queueUrl: url, deadLettersUrl: dead.url, messages: dead.messages }];
  });
}

async function queueUrls(sqs: SQSClient, prefix: string): Promise<readonly string[]> {
  const urls: string[] = [];
  let next: string | undefined;
  do {
    const page = await sqs.send(
      new ListQueuesCommand({
        MaxResults: 1000,
        ...(prefix === '' ? {} : { QueueNamePrefix: prefix }),
        ...(next === undefined ? {} : { NextToken: next }),
      }),
    );
    urls.push(...(page.QueueUrls ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return urls.sort();
}

async function attributesOf(
  sqs: SQSClient,
  QueueUrl: string,
): Promise<{
  readonly arn: string;
  readonly messages: number;
  readonly deadLettersArn: string | undefined;
}> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages', 'RedrivePolicy'],
    }),
  );
  const policy = JSON.parse(Attributes.RedrivePolicy ?? '{}') as { deadLetterTargetArn?: string };
  return {
    arn: Attributes.QueueArn ?? '',
    messages: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    deadLettersArn: policy.deadLetterTargetArn,
  };
}

/**
 * How many were sent back. What fails again while this runs is left where it is: only messages sent before
 * `startedAt` are moved.
 *
 * @throws {Error} when the queue refuses a message: those sent before it are back, the others still there.
 */
export async function redrive(
  sqs: SQSClient,
  { queueUrl, deadLettersUrl }: DeadLetters,
  startedAt: number,
): Promise<number> {
  let moved = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLettersUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        VisibilityTimeout: 60,
        MessageSystemAttributeNames: ['MessageGroupId', 'SentTimestamp'],
        MessageAttributeNames: ['All'],
      }),
    );
    const old = Messages.filter(({ Attributes }) => Number(Attributes?.SentTimestamp ?? 0) < startedAt);
    if (old.length === 0) return moved;
    await sendBack(sqs, queueUrl, old);
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: deadLettersUrl,
        Entries: old.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    moved += old.length;
  }
}

/** Sent anew it would count as received now; the first receipt stays, however often it comes back. */
function withReceipt(
  attributes: Message['MessageAttributes'],
  sentTimestamp: string | undefined,
): NonNullable<Message['MessageAttributes']> {
  const sent = new Date(Number(sentTimestamp ?? Number.NaN));
  if (attributes?.receivedAt !== undefined || Number.isNaN(sent.getTime())) return attributes ?? {};
  return { ...attributes, receivedAt: { DataType: 'String', StringValue: sent.toISOString() } };
}

async function sendBack(sqs: SQSClient, QueueUrl: string, messages: readonly Message[]): Promise<void> {
  const { Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: messages.map(({ Body, Attributes, MessageAttributes }, index) => ({
        Id: String(index),
        MessageBody: Body,
        MessageAttributes: withReceipt(MessageAttributes, Attributes?.SentTimestamp),
        ...(Attributes?.MessageGroupId === undefined
          ? {}
          : { MessageGroupId: Attributes.MessageGroupId, MessageDeduplicationId: randomUUID() }),
      })),
    }),
  );
  if (Failed.length > 0)
    throw new Error(`the queue refused ${Failed.length} messages (${Failed[0]?.Code ?? 'no reason given'})`);
}
