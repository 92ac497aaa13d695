/** Safety alerts for the people who look at them: which are open, and who has taken one on. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { alertStore } from './adapters/alert-store.ts';
import { openAlerts } from './adapters/open-work.ts';
import { alertsApi } from './alerts/alerts-api.ts';
import { dynamoClient } from './runtime/clients.ts';
import { env, requireEnv } from './runtime/env.ts';
import { logger } from './runtime/telemetry.ts';

const dynamo = dynamoClient();
const table = requireEnv(env.outcomesTable);

export const handler = middy(
  alertsApi({
    store: alertStore(dynamo, table),
    openAlerts: (source) => openAlerts(dynamo, table, source),
    groupsClaim: requireEnv(env.groupsClaim),
    now: () => new Date().toISOString(),
  }),
).use(injectLambdaContext(logger, { resetKeys: true }));
