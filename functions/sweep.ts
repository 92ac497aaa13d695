/** Every minute: what was put off and is due again goes back to its queue, and what waits for people is counted. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { dynamoClient, sqsClient } from './runtime/clients.ts';
import { env, requireEnv, requireEnvPairs } from './runtime/env.ts';
import { logger, metrics } from './runtime/telemetry.ts';
import { sweepOpenWork } from './sweep/sweep-open-work.ts';

const sweep = sweepOpenWork(
  dynamoClient(),
  requireEnv(env.outcomesTable),
  sqsClient(),
  requireEnvPairs(env.writeBackQueues),
);

export const handler = middy(() => sweep(new Date().toISOString()))
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
