/** Compiled outcomes for the people who run a program: who asks decides which programs there are. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { snapshotStore } from './adapters/snapshot-store.ts';
import { metricsApi } from './metrics/metrics-api.ts';
import { dynamoClient, s3Client } from './runtime/clients.ts';
import { env, requireEnv } from './runtime/env.ts';
import { logger, metrics } from './runtime/telemetry.ts';

const snapshots = snapshotStore(
  dynamoClient(),
  requireEnv(env.operationsTable),
  s3Client(),
  requireEnv(env.snapshotsBucket),
);

export const handler = middy(metricsApi(snapshots, requireEnv(env.groupsClaim)))
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
