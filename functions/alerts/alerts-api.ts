/**
 * `GET /alerts?source=...` and `POST /alerts/{response}/{item}/acknowledge?source=...`.
 *
 * Without `source`, a list holds all sources one may see; to acknowledge, it may be left out by somebody who
 * sees one only. A source that one may not see is answered like one that does not exist.
 *
 * @module
 */
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { AlertStore } from '../adapters/alert-store.ts';
import { groupsOf } from '../runtime/groups.ts';
import { type JsonAnswer, refuse } from '../runtime/json-answer.ts';
import { settings } from '../runtime/settings.ts';
import { logger } from '../runtime/telemetry.ts';
import { acknowledgeAlert } from './acknowledge-alert.ts';
import { sourcesSeenBy } from './alert-access.ts';
import { listAlerts, type OpenAlerts } from './list-alerts.ts';

export interface AlertsApiPorts {
  readonly store: AlertStore;
  readonly openAlerts: OpenAlerts;
  /** Claim of a person's token that lists their groups. */
  readonly groupsClaim: string;
  readonly now: () => string;
}

type Request = APIGatewayProxyEventV2WithJWTAuthorizer;

export function alertsApi(ports: AlertsApiPorts): (request: Request) => Promise<JsonAnswer> {
  return async (request) => {
    try {
      return await answerTo(ports, request);
    } catch (error) {
      // The name only: a message of a client may quote what was sent, and a note may hold clinical text.
      logger.error('an alert request failed', { error: error instanceof Error ? error.name : 'unknown' });
      return refuse(500, 'failed', 'This did not work and nothing is known to be changed. Try again.');
    }
  };
}

async function answerTo(
  { store, openAlerts, groupsClaim, now }: AlertsApiPorts,
  request: Request,
): Promise<JsonAnswer> {
  const claims = request.requestContext.authorizer?.jwt?.claims ?? {};
  const wanted = request.queryStringParameters?.source;
  const seen = sourcesSeenBy(groupsOf(request, groupsClaim), settings.sources)
    .map(({ id }) => id)
    .filter((id) => wanted === undefined || id === wanted);
  if (seen.length === 0) {
    return refuse(
      403,
      'source-forbidden',
      'There is no such source among those whose alerts you may see. Ask an operator for the group alerts:<source>.',
    );
  }
  const { response, item } = request.pathParameters ?? {};
  if (response === undefined || item === undefined) return listAlerts(store, openAlerts, seen, now());

  const [source, another] = seen;
  if (source === undefined || another !== undefined)
    return refuse(400, 'source-needed', 'Say which source the response is from: ?source=<id>.');
  const by = String(claims.sub ?? '');
  if (by === '')
    return refuse(403, 'nobody', 'Your token names nobody, and an alert is taken on by somebody.');
  const key = { source, identity: response, item };
  const answered = await acknowledgeAlert(store, { key, by, body: bodyOf(request), now: now() });
  // Of an alert that there is: anything else in the path is whatever somebody typed.
  const known = answered.statusCode === 200 || answered.statusCode === 409;
  logger.info('acknowledgement', { status: answered.statusCode, by, ...(known ? key : {}) });
  return answered;
}

function bodyOf({ body, isBase64Encoded }: Request): string {
  if (body === undefined) return '';
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}
