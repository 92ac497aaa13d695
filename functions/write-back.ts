/** Write-back queues in; the EHR made equal to the current state of each response; receipts stored. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { backendTokens } from './adapters/backend-tokens.ts';
import { ehrOf } from './adapters/ehr.ts';
import { outcomeStore } from './adapters/outcome-store.ts';
import { signers } from './adapters/signing-keys.ts';
import { writeTimes } from './adapters/write-times.ts';
import { dynamoClient, kmsClient } from './runtime/clients.ts';
import { env, requireEnv, requireEnvPairs } from './runtime/env.ts';
import { partialBatch } from './runtime/partial-batch.ts';
import { settings } from './runtime/settings.ts';
import { logger, metrics } from './runtime/telemetry.ts';
import { writeBackMessages } from './write-back/write-back-messages.ts';

const dynamo = dynamoClient();
const keys = signers(kmsClient(), settings.signingKeys, requireEnvPairs(env.signingKeys));
const writeBack = writeBackMessages({
  outcomes: outcomeStore(dynamo, requireEnv(env.outcomesTable)),
  times: writeTimes(dynamo, requireEnv(env.operationsTable)),
  ehrOf: (source) => ehrOf(source, backendTokens(source, keys)),
});

export const handler = middy(
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => partialBatch(event, context, writeBack),
)
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
