/** The nightly schedule and the compile queue in; snapshots of each program out. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { restatementStore } from './adapters/restatement-store.ts';
import { snapshotStore } from './adapters/snapshot-store.ts';
import { writeTimes } from './adapters/write-times.ts';
import { compileMetrics } from './metrics/compile-metrics.ts';
import { dynamoClient, s3Client, sqsClient } from './runtime/clients.ts';
import { env, requireEnv } from './runtime/env.ts';
import { partialBatch } from './runtime/partial-batch.ts';
import { logger, metrics } from './runtime/telemetry.ts';

const dynamo = dynamoClient();
const place = [dynamo, requireEnv(env.operationsTable), s3Client(), requireEnv(env.snapshotsBucket)] as const;
const compile = compileMetrics({
  dynamo,
  outcomesTable: requireEnv(env.outcomesTable),
  snapshots: snapshotStore(...place),
  restatements: restatementStore(...place),
  times: writeTimes(dynamo, requireEnv(env.operationsTable)),
  sqs: sqsClient(),
  queueUrl: requireEnv(env.compileQueueUrl),
  fetchQueueUrl: requireEnv(env.fetchQueueUrl),
});

export const handler = middy(
  async (
    event: SQSEvent | { readonly kind: 'schedule' },
    context: Context,
  ): Promise<SQSBatchResponse | undefined> => {
    if ('Records' in event) return partialBatch(event, context, compile.messages);
    await compile.start(new Date());
    return undefined;
  },
)
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
