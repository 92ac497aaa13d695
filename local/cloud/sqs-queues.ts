/**
 * The template's queues in the SQS emulator: FIFO, visibility, retention, delay, redrive.
 *
 * @module
 */
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Stack } from './stack.ts';

/** Messages of one queue, counted now. */
export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Whether other queues give up their messages to this one. */
  readonly deadLetter: boolean;
}

interface QueueProperties {
  readonly FifoQueue?: boolean;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
  readonly RedriveAllowPolicy?: object;
  readonly VisibilityTimeout?: number;
}

/** Attributes that CloudFormation and the API spell alike. The two of high-throughput FIFO are unknown to the emulator and change no behaviour. */
const SAME_NAME = [
  'ContentBasedDeduplication',
  'DelaySeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
] as const;

/** Creates what is missing and sets the attributes of all; messages of existing queues stay. */
export async function createQueues(
  stack: Stack,
  client: SQSClient,
  visibilitySeconds?: number,
): Promise<void> {
  const ids = stack.ids('AWS::SQS::Queue');
  for (const id of ids) {
    const { FifoQueue = false } = stack.properties<QueueProperties>(id);
    const QueueName = stack.attribute(id, 'QueueName');
    await client.send(
      new CreateQueueCommand({ QueueName, ...(FifoQueue && { Attributes: { FifoQueue: 'true' } }) }),
    );
  }
  for (const id of ids) {
    const Attributes = attributesOf(stack.properties<QueueProperties>(id), visibilitySeconds);
    await client.send(new SetQueueAttributesCommand({ QueueUrl: stack.ref(id), Attributes }));
  }
}

function attributesOf(properties: QueueProperties, visibilitySeconds?: number): Record<string, string> {
  const { RedrivePolicy, RedriveAllowPolicy, VisibilityTimeout = 30 } = properties;
  const given = properties as Readonly<Record<string, unknown>>;
  return {
    ...Object.fromEntries(
      SAME_NAME.filter((name) => given[name] !== undefined).map((name) => [name, String(given[name])]),
    ),
    VisibilityTimeout: String(visibilitySeconds ?? VisibilityTimeout),
    ...(RedrivePolicy !== undefined && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
    ...(RedriveAllowPolicy !== undefined && { RedriveAllowPolicy: JSON.stringify(RedriveAllowPolicy) }),
  };
}

/**
 * Makes visible what was in flight when the last process ended: nobody holds those messages any more,
 * so there is nothing to wait a visibility timeout for. `inspection` is the base URL of fauxqs.
 */
export async function releaseInFlight(stack: Stack, client: SQSClient, inspection: string): Promise<void> {
  for (const id of stack.ids('AWS::SQS::Queue')) {
    const answer = await fetch(`${inspection}/_fauxqs/queues/${stack.attribute(id, 'QueueName')}`);
    const { messages } = (await answer.json()) as {
      messages: { inflight: readonly { receiptHandle: string }[] };
    };
    for (const { receiptHandle } of messages.inflight) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: stack.ref(id),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        }),
      );
    }
  }
}

/** Depth of every queue, by logical id. */
export async function readDepths(
  stack: Stack,
  client: SQSClient,
  ids: readonly string[] = stack.ids('AWS::SQS::Queue'),
): Promise<Readonly<Record<string, QueueDepth>>> {
  const deadLetterArns = new Set(
    stack
      .ids('AWS::SQS::Queue')
      .map((id) => stack.properties<QueueProperties>(id).RedrivePolicy?.deadLetterTargetArn),
  );
  const depths = ids.map(async (id): Promise<[string, QueueDepth]> => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: stack.ref(id),
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesNotVisible',
          'ApproximateNumberOfMessagesDelayed',
        ],
      }),
    );
    return [
      id,
      {
        visible: Number(Attributes.ApproximateNumberOfMessages),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
        delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed),
        deadLetter: deadLetterArns.has(stack.arn(id)),
      },
    ];
  });
  return Object.fromEntries(await Promise.all(depths));
}
