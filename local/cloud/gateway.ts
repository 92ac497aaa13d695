/**
 * The one endpoint in front of all AWS services (`AWS_ENDPOINT_URL` of every function).
 *
 * It knows the caller by its access key, asks the template's policies about every call, counts it, and
 * passes it on to the emulator of the service. The operator's key is not checked and not counted.
 *
 * @module
 */
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AccessControl, Caller, Denial } from './access-control.ts';
import { type AwsCall, type AwsRequest, accessKeyOf, type Service } from './aws-call.ts';
import { type AwsErrorResponse, accessDenied, notImplemented } from './aws-error.ts';
import { dynamodbCall, type Tables } from './dynamodb-call.ts';
import { eventsCall } from './events-call.ts';
import { kmsCall } from './kms-call.ts';
import { answerInstead, type Meddler } from './meddling.ts';
import type { ObjectEvents } from './object-events.ts';
import { readBody } from './request-body.ts';
import { ACCOUNT } from './resource-names.ts';
import { listPermission, s3Call } from './s3-call.ts';
import { snsCall } from './sns-call.ts';
import { sqsCall } from './sqs-call.ts';

/** Calls by service and operation. A receive that found nothing is an `EmptyReceive`. */
export type AwsCalls = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface GatewayOptions {
  /** Base URL of this gateway: queue URLs in answers point here. */
  readonly url: string;
  /** Base URL of the emulator of each service. */
  readonly emulators: Readonly<Partial<Record<Service, string>>>;
  readonly callerOf: (accessKey: string) => Caller | 'operator' | undefined;
  readonly access: AccessControl;
  readonly tables: Tables;
  readonly queueArn: (name: string) => string;
  readonly keyArn: (key: string) => string;
  readonly busArn: (name: string) => string;
  /** Told of every S3 operation that succeeded, before the answer goes out. */
  readonly onObject: ObjectEvents;
  /** Asked before every call of a function. */
  readonly meddler: Meddler | undefined;
  /** Ends the execution environments of a function. */
  readonly kill: (functionId: string) => Promise<void>;
}

export interface Gateway {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  readonly calls: AwsCalls;
  /** The same calls, by the logical id of who made them. A mapping's are those of its function. */
  readonly callsBy: Readonly<Record<string, AwsCalls>>;
  readonly close: () => void;
}

/** Operations whose answer holds queue URLs. */
const ANSWERS_WITH_URLS: ReadonlySet<string> = new Set(['CreateQueue', 'GetQueueUrl', 'ListQueues']);

export function createGateway(options: GatewayOptions): Gateway {
  const { access, callerOf, emulators } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const calls: Record<string, Record<string, number>> = {};
  const callsBy: Record<string, Record<string, Record<string, number>>> = {};

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request: AwsRequest = {
      method: incoming.method ?? 'GET',
      url: new URL(incoming.url ?? '/', options.url),
      headers: incoming.headers,
      body: await readBody(incoming),
    };
    const call = readCall(request, options);
    if (call === undefined) {
      const what = String(request.headers['x-amz-target'] ?? `${request.method} ${request.url.pathname}`);
      return answer(response, notImplemented(`${what}: no service of the local cloud takes this call.`));
    }
    const caller = callerOf(accessKeyOf(request) ?? '');
    if (caller === undefined) {
      return answer(
        response,
        accessDenied(call.service, 'The security token included in the request is invalid.'),
      );
    }

    if (caller !== 'operator') {
      const denial = access.enforce(caller, call.permissions);
      if (denial !== undefined) {
        count(caller, call.service, call.operation);
        return answer(response, accessDenied(call.service, denial.message));
      }
    }
    const emulator = emulators[call.service];
    if (emulator === undefined) {
      return answer(
        response,
        notImplemented(`${call.service}:${call.operation} has no emulator on this machine.`),
      );
    }

    const { service, operation } = call;
    const meddling =
      caller === 'operator'
        ? undefined
        : options.meddler?.({
            function: caller.logicalId,
            service,
            operation,
            body: request.body.toString(),
          });
    if (meddling === 'down' || meddling === 'throttled')
      return answer(response, answerInstead(service, meddling));
    if (meddling === 'killed-before') return await die(caller, response);
    const upstream = await forward(request, emulator);
    if (meddling === 'killed-after') {
      upstream.resume();
      return await die(caller, response);
    }
    if (caller !== 'operator') {
      const empty = call.operation === 'ReceiveMessage' && upstream.headers['content-length'] === '2';
      count(caller, call.service, empty ? 'EmptyReceive' : call.operation);
      const denial = upstream.statusCode === 404 ? absenceDenial(call, caller) : undefined;
      if (denial !== undefined) {
        upstream.resume();
        return answer(response, accessDenied('s3', denial.message));
      }
    }
    if (call.service === 's3' && upstream.statusCode === 200) {
      const [, bucket = '', ...key] = decodeURIComponent(request.url.pathname).split('/');
      await options.onObject(call.operation, bucket, key.join('/'));
    }
    if (ANSWERS_WITH_URLS.has(call.operation)) {
      return answer(response, await withOwnUrls(upstream, options.url));
    }
    response.writeHead(upstream.statusCode ?? 502, upstream.headers);
    upstream.pipe(response);
  }

  async function die(caller: Caller | 'operator', response: ServerResponse): Promise<void> {
    if (caller !== 'operator') await options.kill(caller.logicalId);
    response.destroy();
  }

  /** S3 says 403, not 404, about an absent object to who may not list the bucket. */
  function absenceDenial(call: AwsCall, caller: Caller): Denial | undefined {
    if (call.operation !== 'GetObject' && call.operation !== 'HeadObject') return undefined;
    return access.enforce(caller, call.permissions.map(listPermission));
  }

  function count({ logicalId }: Caller, service: string, operation: string): void {
    callsBy[logicalId] ??= {};
    for (const counts of [calls, callsBy[logicalId]]) {
      counts[service] ??= {};
      counts[service][operation] = (counts[service][operation] ?? 0) + 1;
    }
  }

  function forward({ method, url, headers, body }: AwsRequest, emulator: string): Promise<IncomingMessage> {
    const { host } = new URL(emulator);
    const { expect: _, 'transfer-encoding': __, ...kept } = headers;
    return new Promise((resolve, reject) => {
      const target = new URL(url.pathname + url.search, emulator);
      const upstream = httpRequest(target, {
        method,
        agent,
        headers: { ...kept, host, 'content-length': body.length },
      });
      upstream.on('response', resolve);
      upstream.on('error', reject);
      upstream.end(body);
    });
  }

  return {
    handle: (request, response) => {
      serve(request, response).catch((error: Error) => {
        if (response.headersSent) response.destroy();
        else answer(response, { status: 503, headers: {}, body: error.message });
      });
    },
    calls,
    callsBy,
    close: () => agent.destroy(),
  };
}

function readCall(
  request: AwsRequest,
  { tables, queueArn, keyArn, busArn }: GatewayOptions,
): AwsCall | undefined {
  const [target = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  const text = (): string => request.body.toString();
  if (target.startsWith('DynamoDB_')) return dynamodbCall(operation, text(), tables);
  if (target === 'AmazonSQS') return sqsCall(operation, text(), queueArn);
  if (target === 'TrentService') return kmsCall(operation, text(), keyArn);
  if (target === 'AWSEvents') return eventsCall(operation, text(), busArn);
  if (target !== '') return undefined;
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return snsCall(text());
  return s3Call(request);
}

async function withOwnUrls(upstream: IncomingMessage, url: string): Promise<AwsErrorResponse> {
  const body = (await readBody(upstream)).toString();
  return {
    status: upstream.statusCode ?? 502,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: body.replaceAll(new RegExp(`https?://[^/"]+/(?=${ACCOUNT}/)`, 'g'), `${url}/`),
  };
}

function answer(response: ServerResponse, { status, headers, body }: AwsErrorResponse): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
