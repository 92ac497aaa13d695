/**
 * `POST /hooks/{source}` and `POST|PUT|DELETE /hooks/{source}/{Type}/{id}`: verified, put in the queue, and only
 * then answered. Nothing is read or judged here: some engines wait two seconds and then switch a hook off.
 *
 * What came in full goes to the scorer; what was only named goes to `fetch`, which reads it in the EHR.
 *
 * @module
 */
import type { Envelope } from '../../shared/responses/delivery.ts';
import { type Hook, readHook } from '../../shared/responses/hook.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import { type FetchRequest, requestFetch } from '../adapters/queues.ts';
import { sha256 } from '../runtime/hash.ts';
import { settings } from '../runtime/settings.ts';
import { type EnqueuePorts, enqueue } from './enqueue.ts';
import type { IntakePorts } from './fhir-api.ts';
import { isTrusted } from './hook-trust.ts';
import { type HttpAnswer, refuse, reply, withHeaders } from './http-answer.ts';
import { MAX_BODY_BYTES } from './push.ts';

export type HookPorts = EnqueuePorts & Pick<IntakePorts, 'secrets' | 'fetchQueueUrl'>;

export interface HookRequest {
  readonly source: string;
  readonly method: string;
  /** Behind `/hooks/{source}`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export async function hook(ports: HookPorts, request: HookRequest): Promise<HttpAnswer> {
  const source = settings.sources.find(({ id }) => id === request.source);
  const secrets = source === undefined ? [] : await ports.secrets.read(source.id);
  // One answer for an unknown source, one without hooks and a wrong secret: it tells a stranger nothing.
  if (source === undefined || !isTrusted(request, secrets)) return unverified();
  if (!['POST', 'PUT', 'DELETE'].includes(request.method))
    return withHeaders(refuse(405, 'not-supported', 'A hook is called by POST, PUT or DELETE.'), {
      allow: 'POST, PUT, DELETE',
    });
  if (request.body.length > MAX_BODY_BYTES)
    return refuse(413, 'too-long', 'The body is larger than 5 MB. Notify by id only.');
  if (/xml/i.test(request.headers['content-type'] ?? ''))
    return refuse(
      415,
      'not-supported',
      'Send FHIR JSON: set the payload of the subscription to application/fhir+json.',
    );

  const naming = { mode: source.identity, baseUrl: source.ehr.baseUrl, sha256 };
  const { method, path, headers, body } = request;
  const told = readHook({ method, path, headers, body: body.toString('utf8') }, naming);
  if (told.kind === 'unreadable') return unreadable(told.code);
  await pass(ports, source, told);
  return reply(200, null);
}

async function pass(
  ports: HookPorts,
  { id, monotonicEvents }: SourceSettings,
  { responses, context, read, search, count }: Extract<Hook, { kind: 'told' }>,
): Promise<void> {
  const receivedAt = new Date().toISOString();
  if (responses.length > 0 || context.length > 0) {
    const envelope: Envelope = { source: id, receivedAt, responses, context };
    await enqueue(ports, envelope);
  }
  const counted = monotonicEvents && count !== undefined;
  const request: FetchRequest = { source: id, receivedAt, read, search, ...(counted && { count }) };
  if (read.length > 0 || search || counted) await requestFetch(ports.sqs, ports.fetchQueueUrl, [request]);
}

const reasons: Readonly<Record<Extract<Hook, { kind: 'unreadable' }>['code'], string>> = {
  'not-json': 'The body is not a JSON object. Send one FHIR resource, a notification Bundle, or nothing.',
  'not-fhir': 'The body has no resourceType. Send one FHIR resource, a notification Bundle, or nothing.',
  'wrong-path': 'Call /hooks/{source} or /hooks/{source}/QuestionnaireResponse/{id}.',
};

function unreadable(code: keyof typeof reasons): HttpAnswer {
  return refuse(400, 'structure', reasons[code]);
}

function unverified(): HttpAnswer {
  const answer = refuse(
    401,
    'login',
    'This call is not verified. Sign the body or send the secret that npm run hook-secret printed for this source.',
  );
  return withHeaders(answer, { 'www-authenticate': 'Bearer realm="hooks"' });
}
