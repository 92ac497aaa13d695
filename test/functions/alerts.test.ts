/** The life of an alert through the real adapters: raised, published, acknowledged, called overdue, closed. */
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AlertStore, alertStore } from '../../functions/adapters/alert-store.ts';
import { dueWork, openAlerts } from '../../functions/adapters/open-work.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';
import { alertsApi } from '../../functions/alerts/alerts-api.ts';
import { announce } from '../../functions/alerts/announce.ts';
import { responseStatus } from '../../functions/intake/read-back.ts';
import { scoreMessages } from '../../functions/scoring/score-messages.ts';
import { sweepOpenWork } from '../../functions/sweep/sweep-open-work.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import type { ResponseDelivery } from '../../shared/responses/delivery.ts';
import { type AlertChannels, alertChannels } from '../builders/alert-channels.ts';
import { personRequest } from '../builders/http-request.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { sqsRecord } from '../builders/sqs.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const sqs = { send: async () => ({}) } as unknown as SQSClient;
const writeBackQueues = new Map(['riverside', 'hilltop'].map((id) => [id, 'queue']));

let at: OutcomesTable;
let store: AlertStore;
let channels: AlertChannels;
let identity: string;
let count = 0;

beforeAll(async () => {
  at = await outcomesTable();
  store = alertStore(at.client, at.table);
});
afterAll(() => at.close());
beforeEach(() => {
  channels = alertChannels();
  count += 1;
  identity = `response-${count}`;
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T10:00:10.000Z') });
});

const item = '44260-8';
const key = (source = 'riverside') => ({ source, identity, item });
const ports = () => ({ store, publisher: channels.publisher });

/** Pushes a version of the response, whose item 9 is worth this much. */
async function push(
  item9: number | 'delete',
  minute = 0,
  {
    source = 'riverside',
    authored = '2026-03-01T09:30:00Z',
    status = 'completed' as 'completed' | 'entered-in-error',
  } = {},
): Promise<void> {
  const receivedAt = new Date(Date.parse('2026-03-01T10:00:00.000Z') + minute * 60_000).toISOString();
  const overrides = { id: identity, status, authored, meta: { lastUpdated: receivedAt } };
  const resource = responseTo('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, item9 === 'delete' ? 0 : item9], overrides);
  const delivery: ResponseDelivery =
    item9 === 'delete'
      ? { kind: 'delete', identity }
      : { kind: 'upsert', identity, resource: { ...resource } };
  const score = scoreMessages({
    outcomes: outcomeStore(at.client, at.table),
    context: { put: async () => {} },
    alerts: ports(),
    sqs,
    s3: {} as S3Client,
    inboundSources: new Map(),
    writeBackQueues,
  });
  await score([sqsRecord({ source, receivedAt, responses: [delivery], context: [] })]);
}

async function alert(source = 'riverside'): Promise<Alert> {
  const found = await store.read(key(source));
  if (found === undefined) throw new Error('no alert');
  return found;
}

const sweep = (now: string) =>
  sweepOpenWork({ dynamo: at.client, outcomesTable: at.table, sqs, writeBackQueues, alerts: ports() })(now);

const api = (now = '2026-03-01T10:42:00.000Z') =>
  alertsApi({
    store,
    openAlerts: (source) => openAlerts(at.client, at.table, source),
    groupsClaim: 'groups',
    now: () => now,
  });

const list = async (groups: readonly string[], query?: Record<string, string>) => {
  const { statusCode, body } = await api()(personRequest('GET /alerts', { groups, ...(query && { query }) }));
  const { alerts } = JSON.parse(body) as { alerts?: readonly { response: string; source: string }[] };
  return { statusCode, mine: alerts?.filter(({ response }) => response === identity) };
};

const take = async (
  given: Partial<Parameters<typeof personRequest>[1]> = {},
  now?: string,
): Promise<{ statusCode: number; body: Record<string, unknown> }> => {
  const { statusCode, body } = await api(now)(
    personRequest('POST /alerts/{response}/{item}/acknowledge', {
      groups: ['alerts:riverside'],
      path: { response: identity, item },
      ...given,
    }),
  );
  return { statusCode, body: JSON.parse(body) as Record<string, unknown> };
};

describe('raised', () => {
  test('it is stored, told on both channels, and marked', async () => {
    await push(2);
    const notice = {
      id: `riverside/${identity}/44260-8/1`,
      kind: 'alert-raised',
      text: 'needs clinical review',
      source: 'riverside',
      response: identity,
      instrument: 'phq-9',
      item,
      state: 'positive',
      occasion: 'raised',
      raisedAt: '2026-03-01T10:00:00.000Z',
      dueAt: '2026-03-02T10:00:00.000Z',
    };
    expect(channels.events).toEqual([notice]);
    expect(channels.messages).toEqual([notice]);
    expect(JSON.parse(channels.wire[0] ?? '')).toMatchObject({
      Entries: [{ EventBusName: 'bus', Source: 'outcomes-pipeline', DetailType: 'alert-raised' }],
    });
    expect(await alert()).toMatchObject({ status: 'open', publishedAt: '2026-03-01T10:00:10.000Z' });
  });

  test('a redelivery tells nobody again', async () => {
    await push(2);
    await push(2);
    expect(channels.events).toHaveLength(1);
    expect(channels.messages).toHaveLength(1);
  });

  test.for([
    { which: 'the topic is down', down: { topic: new Error('down') } },
    { which: 'the bus is down', down: { bus: new Error('down') } },
    { which: 'the bus refuses the event', down: { bus: 'refuses' } },
  ] as const)(
    '$which: the other hears of it, scores go on, and the next to come tells it again',
    async ({ down }) => {
      channels.down = down;
      await push(2);
      expect(channels.events.length + channels.messages.length).toBe(1);
      expect((await alert()).publishedAt).toBeUndefined();
      expect(await outcomeStore(at.client, at.table).readCurrent('riverside', identity)).toMatchObject({
        status: 'scored',
      });

      channels.down = {};
      await push(2);
      expect(channels.events.at(-1)?.id).toBe(channels.messages.at(-1)?.id);
      expect((await alert()).publishedAt).toBeDefined();
    },
  );

  test('nobody delivers it again: the sweep tells it, once both channels are back', async () => {
    channels.down = { topic: new Error('down'), bus: new Error('down') };
    await push(2);
    await sweep('2026-03-01T10:01:00.000Z'); // still in the hands of the one who raised it
    expect((await alert()).retryAt).toBe('2026-03-01T10:02:10.000Z');
    await expect(sweep('2026-03-01T10:02:10.000Z')).rejects.toThrow('could not be told');
    channels.down = {};
    await sweep('2026-03-01T10:03:00.000Z'); // not again in every sweep
    expect(channels.events).toEqual([]);
    await sweep('2026-03-01T10:04:10.000Z');
    expect(channels.events).toMatchObject([{ kind: 'alert-raised', response: identity }]);
    expect(channels.messages).toHaveLength(1);
    expect((await alert()).publishedAt).toBe('2026-03-01T10:04:10.000Z');
  });

  test('a round that began while the one before was being told is told as well', async () => {
    await push(2);
    const told = { ...(await alert()), publishedAt: undefined };
    const { publishedAt: _, ...unpublished } = told;
    const next = { ...(await alert()), round: 2 };
    const { publishedAt: __, ...second } = next;
    await store.put(second, next);
    await announce(ports(), unpublished, '2026-03-01T10:05:00.000Z');
    expect((await alert()).publishedAt).toBeUndefined();
  });

  test('an answer of long ago is recorded, told to nobody, and not in the list', async () => {
    await push(2, 0, { authored: '2026-01-01T09:00:00Z' });
    expect(await alert()).toMatchObject({ status: 'open', publication: 'historical' });
    await push(2, 1, { authored: '2026-01-01T09:00:00Z' });
    expect(channels.wire).toEqual([]);
    expect((await list(['operators'])).mine).toEqual([]);
    await push(2, 2, { authored: '2026-02-28T09:00:00Z' });
    expect(channels.events).toMatchObject([{ occasion: 'raised' }]);
  });
});

describe('re-judged', () => {
  test('negative closes it, positive again reopens it, and both stay on record', async () => {
    await push(2);
    await push(0, 1);
    expect(await alert()).toMatchObject({ status: 'closed', closed: { reason: 'amended-negative' } });
    expect((await list(['operators'])).mine).toEqual([]);
    await push(1, 2);
    expect(await alert()).toMatchObject({
      status: 'open',
      round: 2,
      history: [{ occasion: 'raised', closed: { reason: 'amended-negative' } }],
    });
    expect(channels.events.map(({ occasion }) => occasion)).toEqual(['raised', 'reopened']);
    expect(channels.messages.map(({ id }) => id)).toEqual([
      `riverside/${identity}/44260-8/1`,
      `riverside/${identity}/44260-8/2`,
    ]);
  });

  test('an older version that arrives late closes nothing and tells nobody', async () => {
    await push(2, 2);
    await push(0, 1);
    expect(await alert()).toMatchObject({ status: 'open', round: 1 });
    await push(0, 3);
    await push(2, 1);
    expect(await alert()).toMatchObject({ status: 'closed' });
    expect(channels.events).toHaveLength(1);
  });

  test.for(['entered-in-error', 'delete'] as const)('%s closes it, and it may come back', async (how) => {
    await push(2);
    await (how === 'delete' ? push('delete', 1) : push(2, 1, { status: how }));
    expect(await alert()).toMatchObject({ status: 'closed', closed: { reason: 'response-retracted' } });
    await push(2, 2);
    expect(await alert()).toMatchObject({ status: 'open' });
    expect(channels.events.map(({ occasion }) => occasion)).toEqual(['raised', 'reopened']);
  });

  test('the first release wrote alerts without a revision: they live on', async () => {
    const { source, ...rest } = key();
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
    await at.client.send(
      new PutItemCommand({
        TableName: at.table,
        Item: {
          pk: { S: `S#${source}#QR#${rest.identity}` },
          sk: { S: `ALERT#${item}` },
          item: { S: item },
          instrument: { S: 'phq-9' },
          state: { S: 'positive' },
          publication: { S: 'publish' },
          authored: { S: '2026-03-01' },
          raisedAt: { S: '2026-03-01T09:00:00.000Z' },
          dueAt: { S: '2026-03-02T09:00:00.000Z' },
        },
      }),
    );
    await push(2);
    expect(channels.events).toHaveLength(1);
    expect((await take()).statusCode).toBe(200);
    expect(await alert()).toMatchObject({ status: 'acknowledged', revision: expect.any(Number) });
  });
});

describe('overdue', () => {
  test('it is called once a period until somebody acknowledges it, and counted in between', async () => {
    await push(2);
    expect(await sweep('2026-03-02T09:59:00.000Z')).toMatchObject({ alertsOverdue: 0 });
    for (const minute of ['00', '01', '02'])
      expect((await sweep(`2026-03-02T10:${minute}:00.000Z`)).alertsOverdue).toBeGreaterThan(0);
    const called = () => channels.events.filter(({ response }) => response === identity).slice(1);
    expect(called()).toMatchObject([
      { kind: 'alert-overdue', occasion: 'overdue', dueAt: '2026-03-02T10:00:00.000Z' },
    ]);
    await sweep('2026-03-03T10:00:00.000Z');
    expect(called()).toHaveLength(2);
    expect(new Set(called().map(({ id }) => id)).size).toBe(2);

    await take({}, '2026-03-03T11:00:00.000Z');
    await sweep('2026-03-09T10:00:00.000Z');
    expect(called()).toHaveLength(2);
  });

  test('a crash after it was called calls it again under the same id; two sweeps at once move it once', async () => {
    await push(2);
    const stuck = { ...ports().store, put: async () => Promise.reject(new Error('killed')) };
    const dying = sweepOpenWork({
      dynamo: at.client,
      outcomesTable: at.table,
      sqs,
      writeBackQueues,
      alerts: { store: stuck, publisher: channels.publisher },
    });
    await expect(dying('2026-03-02T10:00:00.000Z')).rejects.toThrow('could not be told');
    await Promise.all([sweep('2026-03-02T10:01:00.000Z'), sweep('2026-03-02T10:01:00.000Z')]);
    const called = channels.events.filter(
      ({ response, kind }) => response === identity && kind === 'alert-overdue',
    );
    expect(called.length).toBeGreaterThanOrEqual(2);
    expect(new Set(called.map(({ id }) => id)).size).toBe(1);
    expect(await alert()).toMatchObject({
      dueAt: '2026-03-03T10:00:00.000Z',
      overdueSince: '2026-03-02T10:00:00.000Z',
    });
  });

  test('one that cannot be told keeps neither the others nor the write-backs from it', async () => {
    await push(2);
    const mine = identity;
    identity = `${mine}-b`;
    await push(2);
    const { publish } = channels.publisher;
    const resumed: unknown[] = [];
    const run = sweepOpenWork({
      dynamo: at.client,
      outcomesTable: at.table,
      sqs: { send: async (command: unknown) => resumed.push(command) && {} } as unknown as SQSClient,
      writeBackQueues,
      alerts: {
        store,
        publisher: {
          publish: (notice) => (notice.response === mine ? Promise.reject(new Error('no')) : publish(notice)),
        },
      },
    });
    await expect(run('2026-03-02T10:00:00.000Z')).rejects.toThrow('1 alerts could not be told');
    expect(channels.events.at(-1)).toMatchObject({ kind: 'alert-overdue', response: identity });
    expect((await alert()).overdueSince).toBeDefined();
  });
});

describe('GET /alerts', () => {
  test('operators see all sources, clinicians theirs, program managers none', async () => {
    await push(2, 0, { source: 'hilltop' });
    await push(2);
    expect((await list(['operators'])).mine?.map(({ source }) => source).sort()).toEqual([
      'hilltop',
      'riverside',
    ]);
    expect((await list(['operators'], { source: 'hilltop' })).mine).toHaveLength(1);
    expect((await list(['alerts:hilltop'])).mine?.map(({ source }) => source)).toEqual(['hilltop']);
    expect((await list(['alerts:hilltop'], { source: 'riverside' })).statusCode).toBe(403);
    expect((await list(['program:talking-therapy'])).statusCode).toBe(403);
    expect((await list([])).statusCode).toBe(403);
    expect((await list(['operators'], { source: 'nowhere' })).statusCode).toBe(403);
  });

  test('says ids, codes and times, the longest waiting first', async () => {
    await push(2);
    const { body } = await api('2026-03-05T00:00:00.000Z')(
      personRequest('GET /alerts', { groups: ['operators'] }),
    );
    const { alerts } = JSON.parse(body) as { alerts: readonly { response: string; dueAt: string }[] };
    expect(alerts.find(({ response }) => response === identity)).toEqual({
      source: 'riverside',
      response: identity,
      item,
      instrument: 'phq-9',
      state: 'positive',
      status: 'open',
      occasion: 'raised',
      overdue: true,
      raisedAt: '2026-03-01T10:00:00.000Z',
      openedAt: '2026-03-01T10:00:00.000Z',
      dueAt: '2026-03-02T10:00:00.000Z',
      overdueSince: null,
      publishedAt: '2026-03-01T10:00:10.000Z',
    });
  });
});

describe('POST /alerts/{response}/{item}/acknowledge', () => {
  test('keeps who, when, how long it took and the note, and takes it off the list', async () => {
    await push(2);
    expect(await take({ body: '{"note":" called the patient "}' })).toEqual({
      statusCode: 200,
      body: {
        source: 'riverside',
        response: identity,
        item,
        status: 'acknowledged',
        acknowledgedAt: '2026-03-01T10:42:00.000Z',
        acknowledgedBy: 'dr-1',
        secondsToAcknowledge: 2520,
      },
    });
    expect(await alert()).toMatchObject({
      status: 'acknowledged',
      acknowledged: { by: 'dr-1', note: 'called the patient', seconds: 2520 },
    });
    expect((await list(['operators'])).mine).toEqual([]);
    for await (const work of dueWork(at.client, at.table, 'riverside', '9999')) {
      expect(work.identity).not.toBe(identity);
    }
  });

  test('twice is once: the first stands, also when both come at the same time', async () => {
    await push(2);
    const answers = await Promise.all([take({ sub: 'dr-1' }), take({ sub: 'dr-2' }), take({ sub: 'dr-3' })]);
    const { acknowledged } = await alert();
    expect(answers.map(({ statusCode, body }) => [statusCode, body.acknowledgedBy])).toEqual(
      Array(3).fill([200, acknowledged?.by]),
    );
  });

  test.for([
    {
      why: 'nobody knows it',
      status: 404,
      code: 'alert-unknown',
      given: { path: { response: 'never', item } },
    },
    { why: 'of another source', status: 404, code: 'alert-unknown', given: { groups: ['alerts:hilltop'] } },
    {
      why: 'two sources and none named',
      status: 400,
      code: 'source-needed',
      given: { groups: ['operators'] },
    },
    { why: 'a body that is not JSON', status: 400, code: 'body-invalid', given: { body: 'seen' } },
    {
      why: 'a body with something else',
      status: 400,
      code: 'body-invalid',
      given: { body: '{"text":"seen"}' },
    },
    {
      why: 'a note without end',
      status: 400,
      code: 'body-invalid',
      given: { body: JSON.stringify({ note: 'x'.repeat(2001) }) },
    },
    { why: 'a token that names nobody', status: 403, code: 'nobody', given: { sub: '' } },
    {
      why: 'a program manager',
      status: 403,
      code: 'source-forbidden',
      given: { groups: ['program:talking-therapy'] },
    },
  ])('$why: $status', async ({ status, code, given }) => {
    await push(2);
    const { statusCode, body } = await take(given);
    expect([statusCode, body.code]).toEqual([status, code]);
    expect(body.message).toEqual(expect.any(String));
    expect((await alert()).status).toBe('open');
  });

  test('a closed one: 409, and why it was closed', async () => {
    await push(2);
    await push(0, 1);
    expect(await take()).toMatchObject({ statusCode: 409, body: { code: 'amended-negative' } });
    await push('delete', 2);
    expect(await take()).toMatchObject({ statusCode: 409, body: { code: 'response-retracted' } });
  });

  test('an operator names the source', async () => {
    await push(2, 0, { source: 'hilltop' });
    await push(2);
    expect((await take({ groups: ['operators'], query: { source: 'hilltop' } })).statusCode).toBe(200);
    expect([(await alert('hilltop')).status, (await alert()).status]).toEqual(['acknowledged', 'open']);
  });
});

test('$status says where the alert stands', async () => {
  const status = async () => {
    const { body } = await responseStatus(outcomeStore(at.client, at.table), 'riverside', identity);
    return (JSON.parse(body) as { alerts: readonly object[] }).alerts;
  };
  await push(2);
  await take({ body: '{"note":"not for the EHR"}' });
  expect(await status()).toEqual([
    {
      item,
      state: 'positive',
      status: 'acknowledged',
      publication: 'publish',
      publishedAt: '2026-03-01T10:00:10.000Z',
      acknowledgedAt: '2026-03-01T10:42:00.000Z',
      closedReason: null,
    },
  ]);
  await push(0, 1);
  expect(await status()).toMatchObject([{ status: 'closed', closedReason: 'amended-negative' }]);
});
