/**
 * A push -> one message in the queue, and only then the answer.
 *
 * Unknown questionnaires, responses in progress and unresolved subjects are accepted: refusing them would
 * only make the EHR retry, or switch its subscription off. They are kept, with a status that says why.
 *
 * @module
 */

import { contentHash } from '../../shared/responses/content-hash.ts';
import { deliveriesOf, type Envelope, type ResponseDelivery } from '../../shared/responses/delivery.ts';
import { deletedIdentity } from '../../shared/responses/identity.ts';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import { sha256 } from '../runtime/hash.ts';
import { enqueue } from './enqueue.ts';
import type { IntakePorts } from './fhir-api.ts';
import {
  accepted,
  DELETE_UNNAMED,
  decoded,
  type HttpAnswer,
  isAsync,
  locationOf,
  refuse,
  reply,
} from './http-answer.ts';
import { pushBundle } from './push-bundle.ts';

export interface Push {
  readonly method: string;
  readonly id: string | undefined;
  readonly originUrl: string;
  /** The request came to `/fhir` itself, where Bundles go. */
  readonly bundleEndpoint: boolean;
  readonly contentType: string;
  readonly ifMatch: string | undefined;
  readonly prefer: string;
  readonly program: string | undefined;
  readonly body: string;
}

/** The largest body taken. Ten thousand answers fit; anything larger is not a questionnaire. */
export const MAX_BODY_BYTES = 5_000_000;

export async function push(ports: IntakePorts, source: SourceSettings, request: Push): Promise<HttpAnswer> {
  if (request.method === 'DELETE' && request.id !== undefined) return withdraw(ports, source, request.id);

  const { contentType, body } = request;
  if (contentType !== '' && !/^application\/(?:fhir\+json|json)\b/i.test(contentType)) {
    return refuse(415, 'not-supported', 'Send FHIR JSON: Content-Type application/fhir+json.');
  }
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) {
    return refuse(413, 'too-long', 'The body is larger than 5 MB. Send fewer entries at a time.');
  }
  const resource = parse(body);
  if (resource === undefined)
    return refuse(400, 'structure', 'The body is not a JSON object. Send one FHIR R4 resource.');
  const expected = request.bundleEndpoint ? 'Bundle' : 'QuestionnaireResponse';
  if (resource.resourceType !== expected) {
    return refuse(400, 'structure', `A ${expected} belongs here.`, 'resourceType');
  }
  if (request.id !== undefined && resource.id !== undefined && resource.id !== request.id) {
    return refuse(
      400,
      'value',
      'The id of the resource and the id of the URL differ.',
      'QuestionnaireResponse.id',
    );
  }

  const naming = { mode: source.identity, baseUrl: source.ehr.baseUrl, sha256 };
  const delivered = deliveriesOf(resource, naming, { urlId: request.id, program: request.program });
  if (delivered === null) return refuse(400, 'structure', `A ${expected} belongs here.`, 'resourceType');
  const { responses, context, unnamed } = delivered;
  const receivedAt = new Date().toISOString();
  const envelope: Envelope = { source: source.id, receivedAt, responses, context };

  if (request.bundleEndpoint) return pushBundle(ports, resource, request, envelope, unnamed);
  return pushOne(ports, source, request, envelope);
}

async function pushOne(
  ports: IntakePorts,
  source: SourceSettings,
  { method, ifMatch, originUrl, prefer }: Push,
  envelope: Envelope,
): Promise<HttpAnswer> {
  const [delivery] = envelope.responses;
  if (delivery?.resource === undefined) return refuse(400, 'structure', 'There is no response in the body.');
  let status = 201;
  if (method === 'PUT') {
    // Best effort: what is still in the queue is not seen here, and the store decides by order in any case.
    const standing = await ports.outcomes.readCurrent(source.id, delivery.identity);
    if (ifMatch !== undefined && standing !== undefined && ifMatch !== etagOf(standing.hash)) {
      return refuse(
        412,
        'conflict',
        'If-Match names an older version. Read the response again and send it anew.',
      );
    }
    if (standing !== undefined) status = 200;
  }
  await enqueue(ports, envelope);
  const location = locationOf(originUrl, delivery.identity);
  if (isAsync(prefer)) return accepted(`${location}/$status`);
  const headers = { location, etag: etagOf(contentHash(delivery.resource, sha256)) };
  return reply(status, /return=representation/.test(prefer) ? { ...delivery.resource } : null, headers);
}

async function withdraw(ports: IntakePorts, source: SourceSettings, id: string): Promise<HttpAnswer> {
  const identity = deletedIdentity({ urlId: decoded(id) }, source.identity, sha256);
  if (identity === undefined) return refuse(422, 'not-supported', DELETE_UNNAMED);
  const responses: readonly ResponseDelivery[] = [{ kind: 'delete', identity }];
  await enqueue(ports, { source: source.id, receivedAt: new Date().toISOString(), responses, context: [] });
  return reply(200, null);
}

export function etagOf(hash: string): string {
  return `W/"${hash.slice(0, 32)}"`;
}

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
