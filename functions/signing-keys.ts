/** `GET /.well-known/jwks.json`: the public keys by which an EHR knows that it is this pipeline that asks. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { publicKeys } from './adapters/signing-keys.ts';
import { kmsClient } from './runtime/clients.ts';
import { env, requireEnvPairs } from './runtime/env.ts';
import { answer, type JsonAnswer } from './runtime/json-answer.ts';
import { settings } from './runtime/settings.ts';
import { logger } from './runtime/telemetry.ts';

const kms = kmsClient();
const arns = requireEnvPairs(env.signingKeys);

/** EHRs look again after an hour: a new key must have been published for longer before it signs. */
const CACHE = 'public, max-age=3600';

export const handler = middy(async (): Promise<JsonAnswer> => {
  const { headers, ...rest } = answer(200, { keys: await publicKeys(kms, settings.signingKeys, arns) });
  return { ...rest, headers: { ...headers, 'cache-control': CACHE } };
}).use(injectLambdaContext(logger, { resetKeys: true }));
