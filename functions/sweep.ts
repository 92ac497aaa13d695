/** Every minute: what was put off goes back to its queue, alerts nobody acknowledged are called overdue, the rest is counted. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { alertPublisher } from './adapters/alert-publisher.ts';
import { alertStore } from './adapters/alert-store.ts';
import { dynamoClient, eventBridgeClient, snsClient, sqsClient } from './runtime/clients.ts';
import { env, requireEnv, requireEnvPairs } from './runtime/env.ts';
import { logger, metrics } from './runtime/telemetry.ts';
import { sweepOpenWork } from './sweep/sweep-open-work.ts';

const dynamo = dynamoClient();
const outcomesTable = requireEnv(env.outcomesTable);
const sweep = sweepOpenWork({
  dynamo,
  outcomesTable,
  sqs: sqsClient(),
  writeBackQueues: requireEnvPairs(env.writeBackQueues),
  alerts: {
    store: alertStore(dynamo, outcomesTable),
    publisher: alertPublisher(
      eventBridgeClient(),
      requireEnv(env.alertsBus),
      snsClient(),
      requireEnv(env.alertsTopicArn),
    ),
  },
});

export const handler = middy(() => sweep(new Date().toISOString()))
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
