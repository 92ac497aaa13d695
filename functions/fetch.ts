/** Requests to read in an EHR in; what is there on the queue of responses. The schedule asks for every source. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { backendTokens } from './adapters/backend-tokens.ts';
import { ehrReader } from './adapters/ehr-reader.ts';
import { eventCounts } from './adapters/event-counts.ts';
import { requestFetch } from './adapters/queues.ts';
import { signers } from './adapters/signing-keys.ts';
import { watermarks } from './adapters/watermarks.ts';
import { fetchMessages } from './fetching/fetch-messages.ts';
import { dynamoClient, kmsClient, s3Client, sqsClient } from './runtime/clients.ts';
import { env, requireEnv, requireEnvPairs } from './runtime/env.ts';
import { partialBatch } from './runtime/partial-batch.ts';
import { settings } from './runtime/settings.ts';
import { logger, metrics } from './runtime/telemetry.ts';

type Event = SQSEvent | { readonly kind: 'schedule' };

const sqs = sqsClient();
const dynamo = dynamoClient();
const keys = signers(kmsClient(), settings.signingKeys, requireEnvPairs(env.signingKeys));
const tokens = new Map(settings.sources.map((source) => [source.id, backendTokens(source, keys)]));
const fetchAll = fetchMessages({
  sqs,
  s3: s3Client(),
  queueUrl: requireEnv(env.responsesQueueUrl),
  claimsBucket: requireEnv(env.claimsBucket),
  watermarks: watermarks(dynamo, requireEnv(env.operationsTable)),
  eventCounts: eventCounts(dynamo, requireEnv(env.operationsTable)),
  readerOf: (source) => ehrReader(source, tokens.get(source.id)),
  now: () => new Date(),
});

export const handler = middy(
  async (event: Event, context: Context): Promise<SQSBatchResponse | undefined> => {
    if ('Records' in event) return partialBatch(event, context, fetchAll);
    const receivedAt = new Date().toISOString();
    const reconciled = settings.sources.filter(
      ({ reconcile, searched = [] }) => reconcile || searched.length > 0,
    );
    await requestFetch(
      sqs,
      requireEnv(env.fetchQueueUrl),
      // A type that the EHR will not search must not hold up the responses: each is asked for alone.
      reconciled.flatMap(({ id: source, reconcile, searched = [] }) => [
        ...(reconcile ? [{ source, receivedAt, read: [], search: true }] : []),
        ...searched.map((type) => ({ source, receivedAt, read: [], search: false, context: [type] })),
      ]),
    );
    return undefined;
  },
)
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
