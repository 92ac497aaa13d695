/**
 * HTTP request -> answer. The source comes from the credential, never from the payload.
 *
 * | request                                | answer                                                        |
 * | -------------------------------------- | ------------------------------------------------------------- |
 * | POST /fhir/QuestionnaireResponse       | 201 once queued, Location, ETag; 202 for `respond-async`       |
 * | PUT /fhir/QuestionnaireResponse/{id}   | 201 new, 200 known, 412 when If-Match is stale                 |
 * | DELETE the same                        | 200 once queued                                               |
 * | POST /fhir (Bundle)                    | 200 with an answer for each entry                              |
 * | GET /fhir/QuestionnaireResponse/{id}   | the newest version as received, or 404 with Retry-After        |
 * | GET .../{id}/$status                   | where it is now, why, and what comes next                      |
 * | GET /fhir/Questionnaire[/{id}]         | the instruments scored here; see `questionnaires.ts`           |
 * | GET /fhir/metadata                     | what this API can do                                           |
 * | POST, PUT, DELETE /hooks/{source}...   | 200 once queued; see `hooks.ts`                                 |
 * | anything else under /fhir              | 405 with Allow, or 404                                         |
 *
 * A queue or store that is down is 503 with Retry-After, one that throttles 429: nothing was taken, and the EHR
 * sends it again. Above the stage's own limit the gateway says 429 in its words, before any of our code runs.
 *
 * @module
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { isThrottlingError } from '@smithy/core/retry';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { operationOutcome } from '../../shared/fhir/operation-outcome.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import type { HookSecrets } from '../adapters/hook-secrets.ts';
import type { OutcomeStore } from '../adapters/outcome-store.ts';
import { settings } from '../runtime/settings.ts';
import { logger, metrics } from '../runtime/telemetry.ts';
import { capabilityStatement } from './capability-statement.ts';
import { hook } from './hooks.ts';
import { type HttpAnswer, refuse, reply, withHeaders } from './http-answer.ts';
import { noSuchRoute } from './no-such-route.ts';
import { push } from './push.ts';
import type { Questionnaires } from './questionnaires.ts';
import { readResponse, responseStatus } from './read-back.ts';

export interface IntakePorts {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly queueUrl: string;
  readonly claimsBucket: string;
  readonly outcomes: OutcomeStore;
  readonly questionnaires: Questionnaires;
  /** Client id of the settings by the one a token carries. */
  readonly clientIds: ReadonlyMap<string, string>;
  /** What hooks are verified with. */
  readonly secrets: HookSecrets;
  readonly fetchQueueUrl: string;
}

type Request = APIGatewayProxyEventV2WithJWTAuthorizer;

export function fhirApi(ports: IntakePorts): (request: Request) => Promise<HttpAnswer> {
  return async (request) => {
    try {
      return await answer(ports, request);
    } catch (error) {
      metrics.addMetric('RequestsNotTaken', MetricUnit.Count, 1);
      // Names only: the message of a client may quote what was sent.
      logger.error('a request was not taken', { error: error instanceof Error ? error.name : 'unknown' });
      return notTaken(error);
    }
  };
}

/** AWS asks us to slow down, so we ask the EHR; anything else is an outage. */
function notTaken(error: unknown): HttpAnswer {
  if (isThrottlingError(error as Parameters<typeof isThrottlingError>[0])) {
    return withHeaders(
      refuse(429, 'throttled', 'Too much came at once. Nothing was taken. Send it again in five seconds.'),
      { 'retry-after': '5' },
    );
  }
  return withHeaders(refuse(503, 'transient', 'Nothing was taken. Send it again in a minute.'), {
    'retry-after': '60',
  });
}

async function answer(ports: IntakePorts, request: Request): Promise<HttpAnswer> {
  const { method } = request.requestContext.http;
  const { source: hooked, proxy = '' } = request.pathParameters ?? {};
  if (hooked !== undefined)
    return hook(ports, {
      source: hooked,
      method,
      path: proxy,
      headers: request.headers,
      body: bytesOf(request),
    });
  if (request.rawPath.endsWith('/fhir/metadata') && method === 'GET')
    return reply(200, capabilityStatement(originOf(request)));
  if (proxy !== '' || request.routeKey.startsWith('ANY ')) return noSuchRoute(method, request.rawPath);

  const source = sourceOf(request, ports.clientIds);
  if (source === undefined) {
    return refuse(
      403,
      'forbidden',
      'This client belongs to no source. Add its client id to a source in the settings.',
    );
  }
  const { id, operation } = request.pathParameters ?? {};
  if (/\/fhir\/Questionnaire(?:\/|$)/.test(request.rawPath)) {
    return id === undefined
      ? ports.questionnaires.search(request.queryStringParameters ?? {}, `${originOf(request)}/fhir`)
      : ports.questionnaires.read(id);
  }
  if (method === 'GET' && id !== undefined) {
    if (operation === undefined) return readResponse(ports.outcomes, source.id, id);
    if (operation === '$status') return responseStatus(ports.outcomes, source.id, id);
    return reply(404, operationOutcome('error', 'not-supported', 'Only $status is offered here.'));
  }
  return push(ports, source, {
    method,
    id,
    originUrl: originOf(request),
    bundleEndpoint: request.rawPath.endsWith('/fhir') || request.rawPath.endsWith('/fhir/'),
    contentType: request.headers['content-type'] ?? '',
    ifMatch: request.headers['if-match'],
    prefer: request.headers.prefer ?? '',
    program: request.queryStringParameters?.program,
    body: bytesOf(request).toString('utf8'),
  });
}

function sourceOf(
  { requestContext }: Request,
  known: ReadonlyMap<string, string>,
): SourceSettings | undefined {
  const { claims = {} } = requestContext.authorizer?.jwt ?? {};
  const client = String(claims.client_id ?? claims.azp ?? claims.sub ?? '');
  const named = known.get(client);
  return settings.sources.find(({ clientIds }) => named !== undefined && clientIds.includes(named));
}

function bytesOf({ body = '', isBase64Encoded }: Request): Buffer {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

function originOf({ headers }: Request): string {
  const host = headers.host ?? 'localhost';
  return `${/^(?:127\.0\.0\.1|localhost)(?::|$)/.test(host) ? 'http' : 'https'}://${host}`;
}
