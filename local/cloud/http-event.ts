/**
 * HTTP request -> event of payload format 2.0, and the function's answer -> HTTP response. Pure.
 *
 * An HTTP API decodes the path (`rawPath`, path variables) and leaves the query string as it came.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { ACCOUNT } from './resource-names.ts';

export interface HttpRequest {
  readonly method: string;
  /** As it came, encoded. */
  readonly path: string;
  readonly query: string;
  /** Name and value in turn, as `IncomingMessage.rawHeaders`. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
}

export interface HttpEvent {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly requestContext: RequestContext;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** `authorizer` is `{ jwt: { claims, scopes } }` or `{ lambda: context }`. */
interface RequestContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly authorizer?: Readonly<Record<string, unknown>>;
  readonly domainName: string;
  readonly domainPrefix: string;
  readonly http: {
    readonly method: string;
    readonly path: string;
    readonly protocol: string;
    readonly sourceIp: string;
    readonly userAgent: string;
  };
  readonly requestId: string;
  readonly routeKey: string;
  readonly stage: string;
  readonly time: string;
  readonly timeEpoch: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | string;
}

export function httpEvent(
  request: HttpRequest,
  route: { readonly routeKey: string; readonly pathParameters: Readonly<Record<string, string>> },
  apiId: string,
): HttpEvent {
  const { cookie, ...headers } = joinHeaders(request.rawHeaders);
  const rawPath = decodeURIComponent(request.path);
  const query = joinQuery(request.query);
  const now = new Date();
  const asText = isText(headers['content-type'], headers['content-encoding']);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath,
    rawQueryString: request.query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query !== undefined && { queryStringParameters: query }),
    requestContext: {
      accountId: ACCOUNT,
      apiId,
      domainName: headers.host ?? '',
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(route.pathParameters).length > 0 && { pathParameters: route.pathParameters }),
    ...(request.body.length > 0 && { body: request.body.toString(asText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !asText,
  };
}

/** An answer with a `statusCode` is a response; any other value is the JSON body of a 200. */
export function httpResponse(answer: unknown): HttpResponse {
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, headers = {}, cookies, body, isBase64Encoded } = answer as FunctionResponse;
  const text =
    typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body);
  const lowerCased = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  return {
    status: Number(statusCode),
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...lowerCased,
      ...(cookies !== undefined && { 'set-cookie': cookies }),
    },
    body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
  };
}

interface FunctionResponse {
  readonly statusCode: number | string;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

/** Names in lower case, values of one name joined by commas (cookies by semicolons). */
function joinHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ','}${value}`;
  }
  return headers;
}

/** Decoded, values of one name joined by commas; undefined without a query. */
function joinQuery(query: string): Readonly<Record<string, string>> | undefined {
  if (query === '') return undefined;
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`;
  }
  return joined;
}

function isText(contentType = 'text/plain', contentEncoding?: string): boolean {
  if (contentEncoding !== undefined && contentEncoding !== 'identity') return false;
  return /^(text\/|application\/(.*\+)?(json|xml|javascript|x-www-form-urlencoded|x-ndjson))/i.test(
    contentType,
  );
}

/** `12/Mar/2026:19:03:58 +0000`. */
function commonLogTime(date: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
