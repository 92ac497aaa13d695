/**
 * Every way a response can come in and every answer, through the synthesized template: two organisations, one
 * EHR each, tokens of an issuer, hooks with secrets of their own, and one that pushes to a queue.
 */
import { execFile } from 'node:child_process';
import { createHmac, hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hookSecrets } from '../../functions/adapters/hook-secrets.ts';
import { type LocalCloud, startCloud } from '../../local/cloud/cloud.ts';
import type { Meddler, Meddling, SeenCall } from '../../local/cloud/meddling.ts';
import { type Issuer, startIssuer } from '../../local/issuer/issuer.ts';
import { writeAddresses } from '../../local/run/addresses.ts';
import { type Ledger, readLedger } from '../../local/run/ledger.ts';
import { synthesize } from '../../local/run/synthesize.ts';
import { type SandboxEhr, startSandboxEhr } from '../../local/sandbox-ehr/sandbox-ehr.ts';
import {
  type Subscription,
  type SubscriptionManner,
  subscriptionSender,
} from '../../local/sandbox-ehr/subscription-sender.ts';
import { responseTo } from '../builders/questionnaire-response.ts';

const data = mkdtempSync(join(tmpdir(), 'outcomes-intake-'));
/** What must never be seen outside of the store: a name, a record number, a text answer. */
const CANARY = 'Zebedee-Quux';
const answers = [1, 1, 1, 1, 1, 1, 1, 1, 0];
let ehr: SandboxEhr;
let issuer: Issuer;
let cloud: LocalCloud;
/** `stranger` belongs to no source; `reader` may only ask what became of its responses. */
let tokens: Readonly<Record<'riverside' | 'hilltop' | 'stranger' | 'reader', string>>;
const bodies: string[] = [];
/** What the EHR tells of its writes, when a test has set it. */
let subscription: Subscription | undefined;
const sender = subscriptionSender(() => subscription);
/** What is done to the calls of functions, when a test has set it. */
let meddler: Meddler | undefined;
/** What functions sent to queues beside the bodies: group ids, deduplication ids, attributes. */
const besideBodies: string[] = [];

function meddle(call: SeenCall): Meddling | undefined {
  if (call.service === 'sqs' && call.operation.startsWith('SendMessage')) {
    const { Entries = [], ...single } = JSON.parse(call.body) as Record<string, unknown> & {
      readonly Entries?: readonly object[];
    };
    for (const one of [single, ...Entries]) besideBodies.push(JSON.stringify({ ...one, MessageBody: null }));
  }
  return meddler?.(call);
}

const sheet = (id: string, more: object = {}): Record<string, unknown> => ({
  ...responseTo('phq-9', answers, {
    id,
    subject: { reference: 'Patient/p1', display: CANARY },
    author: { reference: 'Patient/p1', display: CANARY },
  }),
  text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${CANARY}</div>` },
  ...more,
});

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> | undefined;
}

async function send(
  method: string,
  path: string,
  { body, headers = {}, as }: { body?: unknown; headers?: Record<string, string>; as?: string | null } = {},
): Promise<Sent> {
  const token = as === undefined ? tokens.riverside : as;
  const response = await fetch(`${cloud.apiUrl}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status >= 400) bodies.push(text);
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : undefined };
}

/** A call of a subscription: no token, a secret in a header, or a signature of the body. */
function hook(
  source: string,
  body: unknown,
  {
    method = 'POST',
    path = '',
    headers = {},
    sign,
  }: { method?: string; path?: string; headers?: Record<string, string>; sign?: string } = {},
): Promise<Sent> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const proof =
    sign === undefined
      ? { 'x-outcomes-secret': `${source}-secret` }
      : { 'x-signature': createHmac('sha256', sign).update(text).digest('hex') };
  return send(method, `/hooks/${source}${path}`, {
    as: null,
    headers: { ...(text === '' ? {} : { 'content-type': 'application/fhir+json' }), ...proof, ...headers },
    ...(text === '' ? {} : { body: text }),
  });
}

/** Into the queue of a source, as an integration engine sends it. */
async function toQueue(source: string, message: object): Promise<void> {
  const { endpoint, region, operatorCredentials: credentials } = cloud;
  const sqs = new SQSClient({ endpoint, region, credentials });
  const QueueUrl = cloud.resourceName(`Intake/Inbound-${source}/Queue`);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
  sqs.destroy();
}

const entriesOf = (body: Sent['body']): readonly object[] => (body?.entry ?? []) as readonly object[];
const issueOf = ({ body }: Sent): string | undefined =>
  ((body?.issue ?? []) as readonly { readonly code: string }[])[0]?.code;

async function standing(): Promise<Readonly<Record<string, string>>> {
  await cloud.idle();
  const ledger: Ledger = await readLedger(cloud);
  return Object.fromEntries(ledger.responses.map(({ identity, status }) => [identity, status]));
}

beforeAll(async () => {
  ehr = await startSandboxEhr({ ehr: 'hapi', onWrite: sender.tell });
  await ehr.seed([{ resourceType: 'Patient', id: 'p1' }]);
  const of = (id: string) => ({
    id,
    name: id,
    timeZone: 'UTC',
    ehr: { baseUrl: ehr.url, profile: 'hapi' },
    clientIds: [`${id}-ehr`],
    inboundQueue: { senders: [] },
    monotonicEvents: true,
  });
  const sources = [of('riverside'), of('hilltop')];
  issuer = await startIssuer({
    sources: [...sources, of('stranger')].map(({ id, clientIds }) => ({ id, clientIds })),
    audience: 'outcomes-pipeline',
    personas: [],
    pageRedirects: ['http://127.0.0.1:4999/'],
    dataDir: join(data, 'issuer'),
  });
  const assembly = await synthesize(
    {
      sources,
      programs: [],
      tokens: { issuer: issuer.issuer, audience: ['outcomes-pipeline'], groupsClaim: 'groups' },
    },
    data,
  );
  cloud = await startCloud({
    assembly,
    dataDir: join(data, 'cloud'),
    schedulerClock: false,
    meddler: meddle,
  });
  tokens = {
    riverside: await issuer.tokenFor('riverside-ehr'),
    hilltop: await issuer.tokenFor('hilltop-ehr'),
    stranger: await issuer.tokenFor('stranger-ehr'),
    reader: await readOnlyToken('riverside-ehr'),
  };
  const { endpoint, region, operatorCredentials: credentials } = cloud;
  const dynamo = new DynamoDBClient({ endpoint, region, credentials });
  const secrets = hookSecrets(dynamo, cloud.resourceName('Store/Operations'));
  for (const source of ['riverside', 'hilltop'])
    await secrets.put(source, [
      { kind: 'header', sha256: hash('sha256', `${source}-secret`) },
      { kind: 'signature', secret: `${source}-key` },
    ]);
  dynamo.destroy();
}, 120_000);

async function readOnlyToken(client: string): Promise<string> {
  const response = await fetch(`${issuer.issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${client}:${encodeURIComponent(issuer.clientSecret(client))}`)}`,
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/QuestionnaireResponse.r',
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function restart(): Promise<void> {
  expect(cloud.denied).toEqual([]);
  await cloud.stop();
  cloud = await startCloud({
    assembly: join(data, 'cdk.out'),
    dataDir: join(data, 'cloud'),
    schedulerClock: false,
    meddler: meddle,
  });
  writeAddresses(data, cloud);
}

afterAll(async () => {
  await cloud?.stop();
  await issuer?.close();
  await ehr?.close();
  rmSync(data, { recursive: true, force: true });
});

describe('FHIR over HTTP', () => {
  const QR = '/fhir/QuestionnaireResponse';

  test('POST is 201 once queued, with Location and ETag; the same again is the same response', async () => {
    const first = await send('POST', QR, { body: sheet('posted') });
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toBe(`${cloud.apiUrl}${QR}/posted`);
    expect(first.headers.get('etag')).toMatch(/^W\/"[0-9a-f]{32}"$/);
    const again = await send('POST', QR, { body: sheet('posted') });
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(await standing()).toMatchObject({ posted: 'scored' });
  });

  test('Prefer decides what comes back', async () => {
    const represented = await send('POST', QR, {
      body: sheet('represented'),
      headers: { prefer: 'return=representation' },
    });
    expect(represented.body?.id).toBe('represented');
    const later = await send('POST', QR, { body: sheet('later'), headers: { prefer: 'respond-async' } });
    expect(later.status).toBe(202);
    expect(later.headers.get('content-location')).toBe(`${cloud.apiUrl}${QR}/later/$status`);
    expect(later.body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'information' }],
    });
  });

  test('PUT is 201 for a new one, 200 for a known one, 412 for a stale If-Match', async () => {
    expect((await send('PUT', `${QR}/put`, { body: sheet('put') })).status).toBe(201);
    await cloud.idle();
    expect((await send('PUT', `${QR}/put`, { body: sheet('put') })).status).toBe(200);
    const stale = await send('PUT', `${QR}/put`, { body: sheet('put'), headers: { 'if-match': 'W/"old"' } });
    expect([stale.status, issueOf(stale)]).toEqual([412, 'conflict']);
  });

  test('DELETE withdraws; what is withdrawn is 410, what never came is 404 with Retry-After', async () => {
    await send('PUT', `${QR}/withdrawn`, { body: sheet('withdrawn') });
    await cloud.idle();
    expect((await send('GET', `${QR}/withdrawn`)).body?.id).toBe('withdrawn');
    expect((await send('DELETE', `${QR}/withdrawn`)).status).toBe(200);
    expect(await standing()).toMatchObject({ withdrawn: 'retracted' });
    expect((await send('GET', `${QR}/withdrawn`)).status).toBe(410);
    const never = await send('GET', `${QR}/never`);
    expect([never.status, never.headers.get('retry-after')]).toEqual([404, '2']);
  });

  test('$status says where it is and what comes next', async () => {
    const { status, body } = await send('GET', `${QR}/posted/$status`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ response: 'posted', status: 'scored', writeBack: { state: 'written' } });
    expect(body?.nextStep).toBeTypeOf('string');
  });

  const bundle = (type: string, entry: readonly object[]) => ({ resourceType: 'Bundle', type, entry });
  test.for(['batch', 'transaction', 'collection', 'history', 'message'] as const)(
    'a Bundle of type %s is answered entry by entry',
    { timeout: 30_000 },
    async (type) => {
      const one = sheet(`in-${type}`);
      const { status, body } = await send('POST', '/fhir', {
        body: bundle(type, [
          ...(type === 'message' ? [{ resource: { resourceType: 'MessageHeader' } }] : []),
          { request: { method: 'DELETE', url: `QuestionnaireResponse/gone-${type}` } },
          { resource: { resourceType: 'Patient', id: 'p1', name: [{ family: CANARY }] } },
          { resource: one, request: { method: 'PUT', url: `QuestionnaireResponse/in-${type}` } },
        ]),
      });
      expect(status).toBe(200);
      expect(body?.type).toBe(type === 'transaction' ? 'transaction-response' : 'batch-response');
      const answered = entriesOf(body);
      expect(answered.at(-1)).toEqual({
        response: { status: '201 Created', location: `${cloud.apiUrl}${QR}/in-${type}` },
      });
      expect(answered.slice(0, -1)).toEqual(
        Array.from({ length: type === 'message' ? 3 : 2 }, () => ({ response: { status: '200 OK' } })),
      );
      expect(await standing()).toMatchObject({ [`in-${type}`]: 'scored' });
    },
  );

  test('a transaction is taken as a whole or not at all', async () => {
    const { status, body } = await send('POST', '/fhir', {
      body: bundle('transaction', [{ resource: sheet('half') }, { fullUrl: 'urn:uuid:nothing' }]),
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ issue: [{ expression: ['Bundle.entry[1]'] }] });
    expect(await standing()).not.toHaveProperty('half');
  });

  test('a token opens only what its scope and its client allow', async () => {
    const asked = await send('GET', `${QR}/posted/$status`, { as: tokens.reader });
    const pushed = await send('POST', QR, { body: sheet('x'), as: tokens.reader });
    expect([asked.status, pushed.status]).toEqual([200, 403]);
    const stranger = await send('POST', QR, { body: sheet('x'), as: tokens.stranger });
    expect([stranger.status, issueOf(stranger)]).toEqual([403, 'forbidden']);
  });

  test.for<[string, string, string, Parameters<typeof send>[2], number, Record<string, string>]>([
    ['not JSON', 'POST', QR, { body: `{"${CANARY}` }, 400, {}],
    ['not a resource', 'POST', QR, { body: [] }, 400, {}],
    ['another type', 'POST', QR, { body: { resourceType: 'Patient', name: [{ family: CANARY }] } }, 400, {}],
    ['an id that differs from the URL', 'PUT', `${QR}/one`, { body: sheet('other') }, 400, {}],
    [
      'a Bundle that is an answer',
      'POST',
      '/fhir',
      { body: { resourceType: 'Bundle', type: 'searchset' } },
      422,
      {},
    ],
    ['XML', 'POST', QR, { body: '<a/>', headers: { 'content-type': 'application/fhir+xml' } }, 415, {}],
    ['too large', 'POST', QR, { body: sheet('big', { note: 'x'.repeat(5_100_000) }) }, 413, {}],
    [
      'a method that is not offered',
      'PATCH',
      `${QR}/posted`,
      { body: {} },
      405,
      { allow: 'GET, PUT, DELETE' },
    ],
    ['a search', 'GET', QR, {}, 405, { allow: 'POST' }],
    ['a type we do not take', 'GET', '/fhir/Patient/p1', {}, 404, {}],
    ['no token', 'POST', QR, { body: sheet('x'), as: null }, 401, {}],
    ['a token that is none', 'POST', QR, { body: sheet('x'), as: 'a.b.c' }, 401, {}],
  ])('%s is refused', async ([, method, path, options, status, headers]) => {
    const answer = await send(method, path, options);
    expect(answer.status).toBe(status);
    for (const [name, value] of Object.entries(headers)) expect(answer.headers.get(name)).toBe(value);
    if (status !== 401)
      expect(answer.body).toMatchObject({
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', code: expect.any(String), details: { text: expect.any(String) } }],
      });
  });

  test('unfinished, unmapped and nobody’s responses are accepted and kept', async () => {
    await send('POST', QR, { body: sheet('unfinished', { status: 'in-progress' }) });
    await send('POST', QR, { body: sheet('unmapped', { questionnaire: 'https://x.example/q', item: [] }) });
    await send('POST', QR, { body: sheet('nobody', { subject: undefined }) });
    expect(await standing()).toMatchObject({ unfinished: 'ignored', unmapped: 'ignored', nobody: 'review' });
  });

  test('the capability statement is open and names what there is', async () => {
    const { status, body } = await send('GET', '/fhir/metadata', { as: null });
    expect(status).toBe(200);
    expect(body).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' });
  });
});

describe('hooks', () => {
  const status = (foci: readonly string[]) => ({
    resourceType: 'Bundle',
    type: 'history',
    entry: [
      {
        resource: {
          resourceType: 'SubscriptionStatus',
          type: foci.length === 0 ? 'handshake' : 'event-notification',
          notificationEvent: foci.map((id) => ({
            eventNumber: '1',
            focus: { reference: `${ehr.url}/QuestionnaireResponse/${id}` },
          })),
        },
      },
    ],
  });

  test('with payload, signed: what came is scored', async () => {
    expect((await hook('riverside', sheet('hooked'), { sign: 'riverside-key' })).status).toBe(200);
    expect(await standing()).toMatchObject({ hooked: 'scored' });
  });

  test('PUT to type and id, as HAPI calls', async () => {
    const path = '/QuestionnaireResponse/hapi';
    expect((await hook('riverside', sheet('hapi'), { method: 'PUT', path })).status).toBe(200);
    expect(await standing()).toMatchObject({ hapi: 'scored' });
  });

  test('by id only: read in the EHR, and scored', async () => {
    await ehr.seed([sheet('named') as never]);
    expect((await hook('riverside', status(['named']))).status).toBe(200);
    expect(await standing()).toMatchObject({ named: 'scored' });
  });

  test('a delete is looked up: what still stands stays, what is gone is withdrawn', async () => {
    await hook('riverside', sheet('gone'));
    await cloud.idle();
    const path = (id: string) => ({ method: 'DELETE', path: `/QuestionnaireResponse/${id}` });
    await hook('riverside', '', path('named'));
    await hook('riverside', '', path('gone'));
    expect(await standing()).toMatchObject({ named: 'scored', gone: 'retracted' });
  });

  test('without payload: what has changed is searched for', async () => {
    await ehr.seed([sheet('unnamed') as never]);
    expect((await hook('riverside', '')).status).toBe(200);
    expect(await standing()).toMatchObject({ unnamed: 'scored' });
  });

  test('the nightly look finds what no hook told', async () => {
    await ehr.seed([sheet('missed') as never]);
    await cloud.runSchedule('Fetching/Nightly');
    expect(await standing()).toMatchObject({ missed: 'scored' });
  });

  test.for<SubscriptionManner>([
    'r4',
    'r4-empty',
    'hapi',
    'medplum',
    'backport',
    'backport-full',
    'athenahealth',
  ])(
    'what is written to the EHR is scored when it tells of it in the manner of %s',
    { timeout: 30_000 },
    async (manner) => {
      const signs = manner === 'medplum' || manner === 'athenahealth';
      const secret = signs ? 'riverside-key' : 'riverside-secret';
      subscription = { manner, endpoint: `${cloud.apiUrl}/hooks/riverside`, secret };
      const id = `told-${manner}`;
      const written = await fetch(`${ehr.url}/QuestionnaireResponse/${id}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify(sheet(id)),
      });
      subscription = undefined;
      expect(written.status).toBe(201);
      expect((await sender.settled()).at(-1)).toBe(200);
      expect(await standing()).toMatchObject({ [id]: 'scored' });
    },
  );

  test('a number that jumps says that a call was lost: the EHR is searched', async () => {
    await ehr.seed([sheet('lost-call') as never]);
    const { entry } = status(['named']);
    const counted = { ...entry[0]?.resource, subscription: { reference: 'Subscription/s' } };
    const call = (total: number) =>
      hook('riverside', {
        resourceType: 'Bundle',
        type: 'history',
        entry: [{ resource: { ...counted, eventsSinceSubscriptionStart: String(total) } }],
      });
    await call(1);
    expect(await standing()).not.toHaveProperty('lost-call');
    await call(3);
    expect(await standing()).toMatchObject({ 'lost-call': 'scored' });
  });

  test.for(['handshake', 'heartbeat'])('a %s is answered and puts nothing in the queue', async (type) => {
    const before = Object.keys(await standing()).length;
    const [first] = status([]).entry;
    const entry = [{ resource: { ...first?.resource, type } }];
    expect((await hook('riverside', { resourceType: 'Bundle', type: 'history', entry })).status).toBe(200);
    expect(Object.keys(await standing())).toHaveLength(before);
  });

  test('a delete in the manner of Medplum names what is gone in a header', async () => {
    await hook('riverside', sheet('dropped'));
    await cloud.idle();
    const headers = {
      'x-medplum-interaction': 'delete',
      'x-medplum-deleted-resource': 'QuestionnaireResponse/dropped',
    };
    expect((await hook('riverside', {}, { headers, sign: 'riverside-key' })).status).toBe(200);
    expect(await standing()).toMatchObject({ dropped: 'retracted' });
  });

  test.for<[string, () => Promise<Sent>, number]>([
    [
      'the secret of another source',
      () => hook('riverside', sheet('x'), { headers: { 'x-outcomes-secret': 'hilltop-secret' } }),
      401,
    ],
    ['a signature by another source', () => hook('riverside', sheet('x'), { sign: 'hilltop-key' }), 401],
    ['a token instead of a secret', () => send('POST', '/hooks/riverside', { body: sheet('x') }), 401],
    ['a source that does not exist', () => hook('nowhere', sheet('x')), 401],
    ['not JSON', () => hook('riverside', `{"${CANARY}`), 400],
    [
      'a path that leads nowhere',
      () => hook('riverside', '', { method: 'DELETE', path: '/QuestionnaireResponse/a/b/c' }),
      400,
    ],
    ['XML', () => hook('riverside', '<a/>', { headers: { 'content-type': 'application/fhir+xml' } }), 415],
  ])('%s is refused', async ([, call, expected]) => {
    const answer = await call();
    expect(answer.status).toBe(expected);
    expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome' });
  });
});

describe('who speaks is told by the credential alone', () => {
  const QR = '/fhir/QuestionnaireResponse';
  const withdrawn = (id: string) => sheet(id, { status: 'entered-in-error' });
  const as = { as: null as unknown as string };

  beforeAll(() => {
    as.as = tokens.hilltop;
  });

  /** Every way in, with the credential of Hilltop and the name of Riverside wherever a payload can carry it. */
  const waysIn: readonly [string, (id: string) => Promise<unknown>][] = [
    ['POST', (id) => send('POST', QR, { body: withdrawn(id), ...as })],
    ['PUT', (id) => send('PUT', `${QR}/${id}`, { body: withdrawn(id), ...as })],
    ['DELETE', (id) => send('DELETE', `${QR}/${id}`, as)],
    [
      'a Bundle',
      (id) =>
        send('POST', '/fhir', {
          body: {
            resourceType: 'Bundle',
            type: 'batch',
            entry: [
              { resource: withdrawn(id) },
              { request: { method: 'DELETE', url: `QuestionnaireResponse/${id}` } },
            ],
          },
          ...as,
        }),
    ],
    [
      'a query that names the source',
      (id) => send('POST', `${QR}?source=riverside`, { body: withdrawn(id), ...as }),
    ],
    [
      'a tag that names the source',
      (id) =>
        send('PUT', `${QR}/${id}`, {
          body: { ...withdrawn(id), source: 'riverside', meta: { source: ehr.url } },
          ...as,
        }),
    ],
    ['a hook of its own', (id) => hook('hilltop', withdrawn(id))],
    ['a signed hook of its own', (id) => hook('hilltop', withdrawn(id), { sign: 'hilltop-key' })],
    [
      'the hook of the other',
      (id) => hook('riverside', withdrawn(id), { headers: { 'x-outcomes-secret': 'hilltop-secret' } }),
    ],
    ['the other hook, signed by itself', (id) => hook('riverside', withdrawn(id), { sign: 'hilltop-key' })],
    ['its queue', (id) => toQueue('hilltop', withdrawn(id))],
    [
      'its queue, as an envelope of the other',
      async (id) => {
        const responses = [{ kind: 'delete', identity: id }];
        const receivedAt = new Date().toISOString();
        const body = JSON.stringify({ source: 'riverside', receivedAt, responses, context: [] });
        const queue = cloud.resourceName('Intake/Inbound-hilltop/Queue').split('/').at(-1);
        const eventSourceARN = `arn:aws:sqs:${cloud.region}:000000000000:${queue}`;
        const attributes = { ApproximateReceiveCount: '1', SentTimestamp: '1767225600000' };
        const record = { messageId: 'm1', body, eventSourceARN, attributes };
        expect(await cloud.invoke('Scoring/Score', { Records: [record] })).toEqual({
          batchItemFailures: [{ itemIdentifier: 'm1' }],
        });
      },
    ],
  ];

  test('nobody reads what belongs to another, and nobody changes it by any way in', {
    timeout: 60_000,
  }, async () => {
    const ids = new Map(waysIn.map(([name]) => [name, `mine-${name.replaceAll(/\W/g, '-')}`]));
    for (const id of ids.values()) await send('PUT', `${QR}/${id}`, { body: sheet(id) });
    await cloud.idle();
    for (const [name, way] of waysIn) {
      const id = ids.get(name) ?? '';
      expect([name, (await send('GET', `${QR}/${id}`, as)).status]).toEqual([name, 404]);
      expect([name, (await send('GET', `${QR}/${id}/$status`, as)).status]).toEqual([name, 404]);
      await way(id);
    }
    await cloud.idle();
    for (const [name, id] of ids) {
      const { body } = await send('GET', `${QR}/${id}/$status`);
      expect({ name, body }).toMatchObject({ name, body: { status: 'scored', versions: 1 } });
    }
  });
});

describe('the secret of a hook', () => {
  const command = async (...args: readonly string[]): Promise<string> => {
    const all = ['cli/hook-secret.ts', '--data', data, '--source', 'hilltop', ...args];
    return (await promisify(execFile)(process.execPath, all)).stdout.trim();
  };
  const tried = async (secret: string): Promise<number> =>
    (await hook('hilltop', sheet('rotated'), { headers: { 'x-outcomes-secret': secret } })).status;

  test('is replaced without a gap, and the old one is forgotten', async () => {
    writeAddresses(data, cloud);
    const made = await command();
    expect(made).toMatch(/^[A-Za-z0-9_-]{43}$/);
    // A warm function trusts what it has read for a minute, so a new one is asked.
    await restart();
    expect([await tried(made), await tried('hilltop-secret')]).toEqual([200, 200]);
    await command('--finish');
    await restart();
    expect([await tried(made), await tried('hilltop-secret')]).toEqual([200, 401]);
    await command('--revoke');
    await restart();
    expect(await tried(made)).toBe(401);
  }, 60_000);
});

describe('a queue of its own', () => {
  test.for<[string, (id: string) => object]>([
    ['a resource', (id) => sheet(id)],
    ['a Bundle', (id) => ({ resourceType: 'Bundle', type: 'batch', entry: [{ resource: sheet(id) }] })],
    ['an SNS notification', (id) => ({ Type: 'Notification', Message: JSON.stringify(sheet(id)) })],
    ['an EventBridge event', (id) => ({ 'detail-type': 'questionnaire', detail: sheet(id) })],
    ['an event that holds the resource', (id) => ({ 'detail-type': 'q', detail: { resource: sheet(id) } })],
  ])('%s is scored', async ([name, message]) => {
    const id = name.replaceAll(' ', '-');
    await toQueue('riverside', message(id));
    expect(await standing()).toMatchObject({ [id]: 'scored' });
  });
});

describe('the world is down', () => {
  const QR = '/fhir/QuestionnaireResponse';
  const whileQueues = async <T>(are: Meddling, run: () => Promise<T>): Promise<T> => {
    meddler = ({ service, operation }) =>
      service === 'sqs' && operation.startsWith('SendMessage') ? are : undefined;
    return run().finally(() => {
      meddler = undefined;
    });
  };
  const pushes: readonly [string, (id: string) => Promise<Sent>][] = [
    ['POST', (id) => send('POST', QR, { body: sheet(id) })],
    ['PUT', (id) => send('PUT', `${QR}/${id}`, { body: sheet(id) })],
    ['DELETE', (id) => send('DELETE', `${QR}/${id}`)],
    [
      'a Bundle',
      (id) =>
        send('POST', '/fhir', {
          body: { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: sheet(id) }] },
        }),
    ],
    ['a hook', (id) => hook('riverside', sheet(id))],
    ['a hook without payload', () => hook('riverside', '')],
  ];

  test.for(pushes)(
    '%s is 503 with Retry-After while the queue is down, and nothing is half taken',
    async ([name, push]) => {
      const id = `down-${name.replaceAll(' ', '-')}`;
      const answer = await whileQueues('down', () => push(id));
      expect([answer.status, issueOf(answer), answer.headers.get('retry-after')]).toEqual([
        503,
        'transient',
        '60',
      ]);
      expect(await standing()).not.toHaveProperty(id);
      expect((await push(id)).status).toBeLessThan(300);
    },
  );

  test.for(pushes.filter(([name]) => /^(?:POST|a hook)$/.test(name)))(
    '%s is 429 with Retry-After while the queue throttles',
    async ([name, push]) => {
      const answer = await whileQueues('throttled', () => push(`slow-${name.replaceAll(' ', '-')}`));
      expect([answer.status, issueOf(answer), answer.headers.get('retry-after')]).toEqual([
        429,
        'throttled',
        '5',
      ]);
    },
  );

  test('the gateway itself says 429 above the limit of its stage', { timeout: 60_000 }, async () => {
    const file = join(data, 'cdk.out', 'Outcomes.template.json');
    const template = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      template
        .replace(/"ThrottlingBurstLimit": \d+/, '"ThrottlingBurstLimit": 1')
        .replace(/"ThrottlingRateLimit": \d+/, '"ThrottlingRateLimit": 1'),
    );
    await restart();
    const answers = await Promise.all([1, 2, 3].map((n) => send('POST', QR, { body: sheet(`flood-${n}`) })));
    writeFileSync(file, template);
    await restart();
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 429, 429]);
    const [id = ''] = answers.flatMap(({ status }, n) => (status === 201 ? [`flood-${n + 1}`] : []));
    const flooded = Object.keys(await standing()).filter((known) => known.startsWith('flood-'));
    expect(flooded).toEqual([id]);
  });

  test('a message that cannot be read goes back to its queue, on its way to the dead letters', async () => {
    const record = {
      messageId: 'm1',
      body: `${CANARY} {`,
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:responses',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1767225600000' },
    };
    expect(await cloud.invoke('Scoring/Score', { Records: [record] })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
  });
});

describe('afterwards', () => {
  test('nothing was denied', () => {
    expect(cloud.denied).toEqual([]);
  });

  test('no name, record or text answer is in any log, trace, metric, event, error or attribute of a queue', () => {
    const folder = join(data, 'cloud');
    // Metrics are lines of the logs (embedded metric format).
    const logs = readdirSync(join(folder, 'logs')).map((name) => join(folder, 'logs', name));
    expect(logs.length).toBeGreaterThan(3);
    expect(bodies.length).toBeGreaterThan(10);
    expect(besideBodies.some((text) => text.includes('MessageGroupId'))).toBe(true);
    const traces = join(folder, cloud.region, 'traces.ndjson');
    expect(readFileSync(traces, 'utf8').split('\n').length).toBeGreaterThan(50);
    for (const file of [...logs, traces]) expect(readFileSync(file, 'utf8'), file).not.toContain(CANARY);
    for (const text of [...bodies, ...besideBodies]) expect(text).not.toContain(CANARY);
    expect(JSON.stringify(cloud.events)).not.toContain(CANARY);
  });
});
