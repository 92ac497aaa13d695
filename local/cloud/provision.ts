/**
 * Everything of the template that holds data, made or found again in the emulators, by the operator.
 *
 * @module
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createTables } from './dynamodb-tables.ts';
import { createBuckets } from './s3-buckets.ts';
import { createTopics, snsCaller } from './sns-topics.ts';
import { createQueues, type QueueDepth, readDepths, releaseInFlight } from './sqs-queues.ts';
import type { Stack } from './stack.ts';

export interface Operator {
  /** Creates tables, queues, buckets and topics. `inspection` is the base URL of a fauxqs of our own. */
  readonly provision: (inspection: string | undefined, visibilitySeconds?: number) => Promise<void>;
  /** Depth of the named queues, or of all, by logical id. */
  readonly depths: (queueIds?: readonly string[]) => Promise<Readonly<Record<string, QueueDepth>>>;
  readonly close: () => void;
}

export function createOperator(
  stack: Stack,
  endpoint: string,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Operator {
  const config = { endpoint, region: stack.region, credentials };
  const dynamodb = new DynamoDBClient(config);
  const sqs = new SQSClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  return {
    provision: async (inspection, visibilitySeconds) => {
      await createTables(stack, dynamodb);
      await createQueues(stack, sqs, visibilitySeconds);
      await createBuckets(stack, s3);
      await createTopics(stack, snsCaller(endpoint, credentials.accessKeyId, stack.region));
      if (inspection !== undefined) await releaseInFlight(stack, sqs, inspection);
    },
    depths: (queueIds) => readDepths(stack, sqs, queueIds),
    close: () => {
      for (const client of [dynamodb, sqs, s3]) client.destroy();
    },
  };
}
