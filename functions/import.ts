/** NDJSON dropped in S3 in; its lines on the queue of imported responses, and a report of each line that failed. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { importStore } from './adapters/import-store.ts';
import { importMessages } from './intake/import-messages.ts';
import { dynamoClient, s3Client, sqsClient } from './runtime/clients.ts';
import { env, requireEnv } from './runtime/env.ts';
import { partialBatch } from './runtime/partial-batch.ts';
import { logger, metrics } from './runtime/telemetry.ts';

/** Time kept for the last thousand lines and their report. */
const RESERVE_MS = 60_000;

const s3 = s3Client();
const importAll = importMessages({
  s3,
  sqs: sqsClient(),
  store: importStore(dynamoClient(), requireEnv(env.operationsTable), s3),
  queueUrl: requireEnv(env.importedQueueUrl),
  importQueueUrl: requireEnv(env.importQueueUrl),
  claimsBucket: requireEnv(env.claimsBucket),
});

export const handler = middy(
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    partialBatch(event, context, (records) =>
      importAll(records, () => context.getRemainingTimeInMillis() > RESERVE_MS),
    ),
)
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
