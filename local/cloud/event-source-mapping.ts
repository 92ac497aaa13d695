/**
 * SQS -> Lambda: receives in batches, invokes, deletes what succeeded; the rest reappears by itself.
 *
 * It polls with the function's own credentials through the gateway, so the role must allow what it must
 * allow in AWS. One poller a mapping; batches run beside each other up to `MaximumConcurrency`.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { AccessControl } from './access-control.ts';
import type { Permission } from './aws-call.ts';
import { CloudError } from './cloud-error.ts';
import type { LocalFunction } from './lambda.ts';
import { bytesOf, inPayloads, MAX_BATCH_BYTES } from './sqs-batch.ts';
import { failedMessages, sqsEvent } from './sqs-event.ts';
import type { Stack } from './stack.ts';

export interface Mapping {
  readonly queueId: string;
  /** Batches received and not finished. */
  readonly busy: () => number;
  /** Stops polling and waits for the batches under way, at most `graceMs`. */
  readonly stop: (graceMs: number) => Promise<void>;
}

interface MappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly Enabled?: boolean;
  readonly FilterCriteria?: object;
}

/** AWS starts with five batches at a time. */
const DEFAULT_CONCURRENCY = 5;
const LONG_POLL_SECONDS = 1;
const RETRY_AFTER_MS = 1000;

/**
 * Undefined for a mapping that is switched off, or whose role may not poll (recorded as denied).
 * Throws `property-unsupported` for a source that is not a queue of the stack, or a filter.
 */
export function startMapping(
  stack: Stack,
  mappingId: string,
  options: {
    readonly functionOf: (nameOrArn: string) => LocalFunction;
    readonly access: AccessControl;
    readonly gatewayUrl: string;
    readonly onProblem: (text: string) => void;
  },
): Mapping | undefined {
  const properties = stack.properties<MappingProperties>(mappingId);
  const { EventSourceArn: queueArn, BatchSize: batchSize = 10, FilterCriteria, Enabled = true } = properties;
  const queueId = stack.byArn(queueArn);
  if (queueId === undefined || stack.type(queueId) !== 'AWS::SQS::Queue' || FilterCriteria !== undefined) {
    throw new CloudError(
      'property-unsupported',
      `${mappingId} maps ${queueArn}${FilterCriteria === undefined ? '' : ' with a filter'}: only whole queues of the stack can be mapped here.`,
    );
  }
  if (!Enabled) return undefined;

  const target = options.functionOf(properties.FunctionName);
  const denial = options.access.enforce(target.spec, pollingPermissions(queueArn));
  if (denial !== undefined) {
    options.onProblem(`${mappingId} delivers nothing: ${denial.message}`);
    return undefined;
  }
  const QueueUrl = stack.ref(queueId);
  const client = new SQSClient({
    region: stack.region,
    endpoint: options.gatewayUrl,
    credentials: { accessKeyId: target.spec.accessKey, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const concurrency = properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY;
  const windowMs = (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000;
  const reportsFailures = properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  const receive = async (
    MaxNumberOfMessages: number,
    WaitTimeSeconds: number,
  ): Promise<readonly Message[]> => {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages,
      WaitTimeSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return (await client.send(command, { abortSignal: stopping.signal })).Messages ?? [];
  };

  /** Waits for a first message, then fills the batch until it is full or the window is over. */
  async function gather(): Promise<readonly Message[]> {
    const messages = [...(await receive(Math.min(10, batchSize), LONG_POLL_SECONDS))];
    if (messages.length === 0) return messages;
    const until = Date.now() + windowMs;
    while (messages.length < batchSize && Date.now() < until && bytesOf(messages) < MAX_BATCH_BYTES) {
      if (stopping.signal.aborted) break;
      const wait = until - Date.now() >= LONG_POLL_SECONDS * 1000 ? LONG_POLL_SECONDS : 0;
      const more = await receive(Math.min(10, batchSize - messages.length), wait);
      messages.push(...more);
      if (more.length === 0 && wait === 0) await sleep(Math.min(50, Math.max(0, until - Date.now())));
    }
    return messages;
  }

  async function runBatch(messages: readonly Message[]): Promise<void> {
    try {
      const answer = await target.invoke(sqsEvent(messages, queueArn, stack.region));
      const failed = reportsFailures ? failedMessages(answer, messages) : new Set<string>();
      await remove(messages.filter(({ MessageId = '' }) => !failed.has(MessageId)));
    } catch (error) {
      options.onProblem(`${mappingId}: a batch of ${messages.length} failed: ${(error as Error).message}`);
    }
  }

  async function remove(messages: readonly Message[]): Promise<void> {
    for (let start = 0; start < messages.length; start += 10) {
      const Entries = messages
        .slice(start, start + 10)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  }

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (running.size >= concurrency) await Promise.race(running);
        for (const batch of inPayloads(await gather())) {
          const run = runBatch(batch).finally(() => running.delete(run));
          running.add(run);
        }
      } catch (error) {
        if (stopping.signal.aborted) break;
        options.onProblem(`${mappingId}: cannot poll: ${(error as Error).message}`);
        await sleep(RETRY_AFTER_MS, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  const polling = poll();
  return {
    queueId,
    busy: () => running.size,
    stop: async (graceMs) => {
      stopping.abort();
      await polling;
      await Promise.race([Promise.all(running), sleep(graceMs, undefined, { ref: false })]);
      client.destroy();
    },
  };
}

/** Without these AWS refuses to create the mapping. */
function pollingPermissions(queueArn: string): readonly Permission[] {
  return [
    {
      action: 'sqs:ReceiveMessage',
      resource: queueArn,
      encrypted: { arn: queueArn, actions: ['kms:Decrypt'] },
    },
    { action: 'sqs:DeleteMessage', resource: queueArn },
    { action: 'sqs:GetQueueAttributes', resource: queueArn },
  ];
}
