/** The FHIR face: an EHR's push in, an answer out once the queue has it. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { hookSecrets } from './adapters/hook-secrets.ts';
import { outcomeStore } from './adapters/outcome-store.ts';
import { fhirApi } from './intake/fhir-api.ts';
import { questionnairesOf } from './intake/questionnaires.ts';
import { instruments } from './runtime/catalog.ts';
import { dynamoClient, s3Client, sqsClient } from './runtime/clients.ts';
import { env, requireEnv, requireEnvPairs } from './runtime/env.ts';
import { settings } from './runtime/settings.ts';
import { logger, metrics } from './runtime/telemetry.ts';

const dynamo = dynamoClient();

export const handler = middy(
  fhirApi({
    sqs: sqsClient(),
    s3: s3Client(),
    queueUrl: requireEnv(env.responsesQueueUrl),
    claimsBucket: requireEnv(env.claimsBucket),
    outcomes: outcomeStore(dynamo, requireEnv(env.outcomesTable)),
    questionnaires: questionnairesOf(instruments, settings.scoring),
    clientIds: requireEnvPairs(env.clientIds),
    secrets: hookSecrets(dynamo, requireEnv(env.operationsTable)),
    fetchQueueUrl: requireEnv(env.fetchQueueUrl),
  }),
)
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
