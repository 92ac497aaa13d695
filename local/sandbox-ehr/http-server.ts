/**
 * HTTP around the EHR: bodies, authorization, faults, the log; no FHIR beyond content types.
 *
 * Listens on 127.0.0.1 only. An answer leaves after everything it may rest on is durable.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpMethod } from '@medplum/fhir-router';
import type { Resource } from '@medplum/fhirtypes';
import { ConnectionCut, type Fault, withFaults } from './faults.ts';
import { type Answer, answerRefusal, type Interaction } from './interaction.ts';
import { Refusal, refusalFrom, refuse } from './refusal.ts';
import type { RequestLogBook } from './request-log.ts';

export const BASE_PATH = '/fhir/R4';
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface HttpParts {
  readonly faults: Fault[];
  readonly log: RequestLogBook;
  /** Documents anyone may read, by path under the base. */
  readonly openDocuments: Readonly<Record<string, () => object>>;
  readonly authorize: (authorization: string | undefined) => Promise<boolean>;
  readonly answer: (call: Interaction) => Promise<Answer>;
  readonly flushed: () => Promise<void>;
}

export function httpServer(parts: HttpParts): Server {
  return createServer((request, response) => void handle(request, response, parts));
}

async function handle(request: IncomingMessage, response: ServerResponse, parts: HttpParts): Promise<void> {
  const { method = '', url = '', headers } = request;
  const asked = url.startsWith(BASE_PATH) ? url.slice(BASE_PATH.length).replace(/^\//, '') : undefined;
  const path = (asked ?? url).split('?')[0] ?? '';
  try {
    const body = parseBody(await readBody(request), request);
    const act = async () => {
      if (asked === undefined) throw refuse(404, 'not-found', `FHIR is at ${BASE_PATH}`);
      const document = method === 'GET' ? parts.openDocuments[path] : undefined;
      if (document !== undefined) return { status: 200, headers: {}, body: document() as Resource };
      if (!(await parts.authorize(headers.authorization))) return unauthorized();
      if (body instanceof Refusal) throw body;
      const answer = await parts.answer({ method: method as HttpMethod, url: asked, headers, body });
      await parts.flushed();
      return answer;
    };
    const answer = await withFaults(parts.faults, { method, path, headers, body }, () =>
      act().catch((error) => {
        if (error instanceof ConnectionCut) throw error;
        return answerRefusal(refusalFrom(error));
      }),
    );
    parts.log.add({ method, path, status: answer.status });
    send(response, answer);
  } catch {
    // Cut on purpose by a fault, or the client went away while it was sending.
    parts.log.add({ method, path, status: 0 });
    request.socket.destroy();
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The refusal is a value here: whoever may not ask is told so first. */
function parseBody(bytes: Buffer, { headers, method }: IncomingMessage): unknown {
  if (bytes.length === 0) return undefined;
  if (bytes.length > MAX_BODY_BYTES)
    return refuse(413, 'too-long', `A body may have ${MAX_BODY_BYTES} bytes`);
  const type = headers['content-type']?.split(';')[0]?.trim() ?? '';
  const text = bytes.toString('utf8');
  if (type === 'application/x-www-form-urlencoded' && method === 'POST') return formFields(text);
  if (!/^application\/(fhir\+|json-patch\+)?json$/.test(type))
    return refuse(415, 'not-supported', 'Send application/fhir+json');
  try {
    return JSON.parse(text);
  } catch {
    return refuse(400, 'structure', 'The body is not JSON');
  }
}

function formFields(text: string): Record<string, string[]> {
  const form = new URLSearchParams(text);
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));
}

function unauthorized(): Answer {
  const answer = answerRefusal(refuse(401, 'login', 'A valid bearer token is needed'));
  return { ...answer, headers: { 'www-authenticate': 'Bearer' } };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const json = body === undefined ? '' : JSON.stringify(body);
  const contentType = body === undefined ? {} : { 'content-type': 'application/fhir+json; charset=utf-8' };
  response
    .writeHead(status, { ...contentType, 'content-length': Buffer.byteLength(json), ...headers })
    .end(json);
}
