/**
 * SQS requests (JSON 1.0): the queue, the action, and what an encrypted queue needs of its key.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 *
 * @module
 */
import type { AwsCall } from './aws-call.ts';

/** Batches are allowed by the action of the single call. */
const BATCHES: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  SendMessage: ['kms:GenerateDataKey', 'kms:Decrypt'],
  ReceiveMessage: ['kms:Decrypt'],
};

export function sqsCall(operation: string, body: string, queueArn: (name: string) => string): AwsCall {
  const { QueueUrl, QueueName } = JSON.parse(body || '{}') as { QueueUrl?: string; QueueName?: string };
  const action = BATCHES[operation] ?? operation;
  const name = QueueName ?? QueueUrl?.split('/').at(-1);
  const arn = name === undefined ? '*' : queueArn(name);
  const keyActions = KEY_ACTIONS[action];
  return {
    service: 'sqs',
    operation,
    permissions: [
      {
        action: `sqs:${action}`,
        resource: arn,
        ...(keyActions !== undefined && { encrypted: { arn, actions: keyActions } }),
      },
    ],
  };
}
