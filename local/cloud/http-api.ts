/**
 * The HTTP API of the template: route, authorizer, function, CORS.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authorization } from './authorization.ts';
import { CloudError } from './cloud-error.ts';
import { type CorsConfiguration, corsHeaders, isPreflight, preflightHeaders } from './cors.ts';
import { type ApiRoute, readRoutes } from './http-api-routes.ts';
import { type HttpEvent, type HttpResponse, httpEvent, httpResponse } from './http-event.ts';
import { matchRoute } from './http-routes.ts';
import type { LocalFunction } from './lambda.ts';
import { ACCOUNT } from './resource-names.ts';
import type { Stack } from './stack.ts';
import { stageThrottle } from './stage-throttle.ts';

const MAX_BODY_BYTES = 10 * 1024 * 1024;

const TOO_LARGE = plain(413, 'Request Entity Too Large');

export interface HttpApi {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Throws `property-unsupported` for what this machine cannot serve. Undefined when the stack has no API. */
export function createHttpApi(
  stack: Stack,
  functionOf: (nameOrArn: string) => LocalFunction,
  onProblem: (text: string) => void,
): HttpApi | undefined {
  const [apiId, ...more] = stack.ids('AWS::ApiGatewayV2::Api');
  if (apiId === undefined) return undefined;
  if (more.length > 0)
    throw new CloudError('property-unsupported', `${more.join(', ')}: one HTTP API can be served.`);
  const cors = stack.property<CorsConfiguration>(apiId, 'CorsConfiguration');
  const publicId = stack.ref(apiId);
  const routes = readRoutes(stack, functionOf, onProblem);
  const isTaken = stageThrottle(stack);

  async function serve(request: IncomingMessage): Promise<HttpResponse> {
    const method = request.method ?? 'GET';
    const [path = '/', query = ''] = splitQuery(request.url ?? '/');
    const body = await readAtMost(request, MAX_BODY_BYTES);
    if (!isTaken()) return plain(429, 'Too Many Requests');
    if (body === undefined) return TOO_LARGE;
    if (!isDecodable(path)) return plain(400, 'Bad Request');

    const match = matchRoute(routes, method, path);
    if (match === undefined) return plain(404, 'Not Found');
    const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
    const event = httpEvent(
      { method, path, query, rawHeaders: request.rawHeaders, body, sourceIp },
      { routeKey: match.route.routeKey, pathParameters: match.pathParameters },
      publicId,
    );
    const routeArn = `arn:aws:execute-api:${stack.region}:${ACCOUNT}:${publicId}/$default/${method}${event.rawPath}`;
    const authorization = await match.route.authorize(event, routeArn);
    if (authorization.kind === 'refused') return refusal(authorization);
    return invoke(match.route, withAuthorizer(event, authorization.context));
  }

  async function invoke({ target, timeoutMs }: ApiRoute, event: HttpEvent): Promise<HttpResponse> {
    const { promise: late, resolve } = Promise.withResolvers<HttpResponse>();
    const timer = setTimeout(() => resolve(plain(503, 'Service Unavailable')), timeoutMs);
    const answer = target.invoke(event).then(httpResponse, (error: Error) => {
      if (error instanceof CloudError && error.code === 'payload-too-large') return TOO_LARGE;
      onProblem(`${event.routeKey}: ${error.message}`);
      return plain(500, 'Internal Server Error');
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  return {
    handle: (request, response) => {
      const origin = request.headers.origin;
      const header = (name: string): string | undefined => request.headers[name] as string | undefined;
      if (cors !== undefined && isPreflight(request.method ?? '', header)) {
        request.resume();
        response.writeHead(204, preflightHeaders(cors, origin));
        response.end();
        return;
      }
      serve(request)
        .catch((error: Error) => {
          onProblem(`${request.method} ${request.url}: ${error.message}`);
          return plain(500, 'Internal Server Error');
        })
        .then(({ status, headers, body }) => {
          const added = cors === undefined ? {} : corsHeaders(cors, origin);
          response.writeHead(status, {
            ...(headers as Record<string, string | string[]>),
            ...added,
            'content-length': Buffer.byteLength(body),
            ...(status === 413 && { connection: 'close' }),
          });
          response.end(request.method === 'HEAD' ? undefined : body);
        })
        .catch(() => response.destroy());
    },
  };
}

function withAuthorizer(event: HttpEvent, context: Readonly<Record<string, unknown>>): HttpEvent {
  if (Object.keys(context).length === 0) return event;
  return { ...event, requestContext: { ...event.requestContext, authorizer: context } };
}

function refusal({ status }: Extract<Authorization, { kind: 'refused' }>): HttpResponse {
  switch (status) {
    case 401: {
      const { headers, ...rest } = plain(401, 'Unauthorized');
      return { ...rest, headers: { ...headers, 'www-authenticate': 'Bearer' } };
    }
    case 403:
      return plain(403, 'Forbidden');
    case 500:
      return plain(500, 'Internal Server Error');
  }
}

function plain(status: number, message: string): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

function splitQuery(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** The body, or undefined when it is larger than `limit`; the rest of it is then not kept. */
async function readAtMost(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= limit) chunks.push(chunk as Buffer);
  }
  return bytes > limit ? undefined : Buffer.concat(chunks);
}
