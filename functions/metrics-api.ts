/** Compiled outcomes for the people who run a program: who asks decides which programs there are. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { restatementStore } from './adapters/restatement-store.ts';
import { snapshotStore } from './adapters/snapshot-store.ts';
import { metricsApi } from './metrics/metrics-api.ts';
import { restatementsApi } from './metrics/restatements-api.ts';
import { dynamoClient, s3Client } from './runtime/clients.ts';
import { env, requireEnv } from './runtime/env.ts';
import { logger, metrics } from './runtime/telemetry.ts';

const place = [
  dynamoClient(),
  requireEnv(env.operationsTable),
  s3Client(),
  requireEnv(env.snapshotsBucket),
] as const;
const groupsClaim = requireEnv(env.groupsClaim);
const outcomes = metricsApi(snapshotStore(...place), groupsClaim);
const restatements = restatementsApi(restatementStore(...place), groupsClaim);

export const handler = middy((request: APIGatewayProxyEventV2WithJWTAuthorizer) =>
  request.rawPath.endsWith('/restatements') ? restatements(request) : outcomes(request),
)
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
