/** Every night: what an EHR holds and never arrived here is put into the queue, for each source that asks for it. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { ehrChanges } from './adapters/ehr-changes.ts';
import { EnvelopeBatches } from './adapters/envelope-batches.ts';
import { outcomeStore } from './adapters/outcome-store.ts';
import { watermarks } from './adapters/watermarks.ts';
import { reconcileSource } from './reconcile/reconcile-source.ts';
import { dynamoClient, s3Client, sqsClient } from './runtime/clients.ts';
import { env, requireEnv } from './runtime/env.ts';
import { settings } from './runtime/settings.ts';
import { logger, metrics } from './runtime/telemetry.ts';

/** Time kept for the page under way. */
const RESERVE_MS = 60_000;

const dynamo = dynamoClient();
const queue = {
  sqs: sqsClient(),
  s3: s3Client(),
  queueUrl: requireEnv(env.importedQueueUrl),
  claimsBucket: requireEnv(env.claimsBucket),
};
const common = {
  outcomes: outcomeStore(dynamo, requireEnv(env.outcomesTable)),
  watermarks: watermarks(dynamo, requireEnv(env.operationsTable)),
  batches: () => new EnvelopeBatches(queue),
};

export const handler = middy(async (_event: unknown, context: Context): Promise<void> => {
  const inTime = (): boolean => context.getRemainingTimeInMillis() > RESERVE_MS;
  for (const source of settings.sources) {
    if (source.reconcile === undefined) continue;
    const ports = { ...common, changes: ehrChanges(source) };
    const now = new Date().toISOString();
    for (const result of await reconcileSource(ports, source, source.reconcile, inTime, now)) {
      logger.info('source reconciled', { ...result });
      metrics.addMetric('ResponsesMissed', MetricUnit.Count, result.missing + result.newer);
      metrics.addMetric('ReconcileIncomplete', MetricUnit.Count, result.state === 'done' ? 0 : 1);
    }
  }
})
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics));
