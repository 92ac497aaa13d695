/** Response queues in; scored, stored, alerted and handed to write-back. Throws only for what a retry can fix. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { alertPublisher } from './adapters/alert-publisher.ts';
import { alertStore } from './adapters/alert-store.ts';
import { contextStore } from './adapters/context-store.ts';
import { outcomeStore } from './adapters/outcome-store.ts';
import { programLookup } from './adapters/program-lookup.ts';
import { dynamoClient, eventBridgeClient, s3Client, snsClient, sqsClient } from './runtime/clients.ts';
import { env, requireEnv, requireEnvPairs } from './runtime/env.ts';
import { partialBatch } from './runtime/partial-batch.ts';
import { logger, metrics } from './runtime/telemetry.ts';
import { scoreMessages } from './scoring/score-messages.ts';

const table = requireEnv(env.outcomesTable);
const dynamo = dynamoClient();
const score = scoreMessages({
  outcomes: outcomeStore(dynamo, table),
  context: contextStore(dynamo, table),
  programs: programLookup(dynamo, table),
  alerts: {
    store: alertStore(dynamo, table),
    publisher: alertPublisher(
      eventBridgeClient(),
      requireEnv(env.alertsBus),
      snsClient(),
      requireEnv(env.alertsTopicArn),
    ),
  },
  sqs: sqsClient(),
  s3: s3Client(),
  inboundSources: new Map([...requireEnvPairs(env.inboundQueues)].map(([source, arn]) => [arn, source])),
  writeBackQueues: requireEnvPairs(env.writeBackQueues),
});

export const handler = middy(
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => partialBatch(event, context, score),
)
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
