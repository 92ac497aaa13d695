/** Raised, told, taken back and raised again, through the real adapters. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test, vi } from 'vitest';
import { announce } from '../../functions/alerts/announce.ts';
import { responseStatus } from '../../functions/intake/read-back.ts';
import { AlertBench, item } from '../builders/alert-bench.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const bench = new AlertBench();

describe('raised', () => {
  test('it is stored, told on both bench.channels, and marked', async () => {
    await bench.push(2);
    const notice = {
      id: `riverside/${bench.identity}/44260-8/1`,
      kind: 'alert-raised',
      text: 'needs clinical review',
      source: 'riverside',
      response: bench.identity,
      instrument: 'phq-9',
      item,
      state: 'positive',
      occasion: 'raised',
      raisedAt: '2026-03-01T10:00:00.000Z',
      dueAt: '2026-03-02T10:00:00.000Z',
    };
    expect(bench.channels.events).toEqual([notice]);
    expect(bench.channels.messages).toEqual([notice]);
    expect(JSON.parse(bench.channels.wire[0] ?? '')).toMatchObject({
      Entries: [{ EventBusName: 'bus', Source: 'outcomes-pipeline', DetailType: 'alert-raised' }],
    });
    expect(await bench.alert()).toMatchObject({ status: 'open', publishedAt: '2026-03-01T10:00:10.000Z' });
  });

  test('a redelivery tells nobody again', async () => {
    await bench.push(2);
    await bench.push(2);
    expect(bench.channels.events).toHaveLength(1);
    expect(bench.channels.messages).toHaveLength(1);
  });

  test.for([
    { which: 'the topic is down', down: { topic: new Error('down') } },
    { which: 'the bus is down', down: { bus: new Error('down') } },
    { which: 'the bus refuses the event', down: { bus: 'refuses' } },
  ] as const)(
    '$which: the other hears of it, scores go on, and the next to come tells it again',
    async ({ down }) => {
      bench.channels.down = down;
      await bench.push(2);
      expect(bench.channels.events.length + bench.channels.messages.length).toBe(1);
      expect((await bench.alert()).publishedAt).toBeUndefined();
      expect(await bench.outcomes().readCurrent('riverside', bench.identity)).toMatchObject({
        status: 'scored',
      });

      bench.channels.down = {};
      await bench.push(2);
      expect(bench.channels.events.at(-1)?.id).toBe(bench.channels.messages.at(-1)?.id);
      expect((await bench.alert()).publishedAt).toBeDefined();
    },
  );

  test('nobody delivers it again: the sweep tells it, once both bench.channels are back', async () => {
    bench.channels.down = { topic: new Error('down'), bus: new Error('down') };
    await bench.push(2);
    await bench.sweep('2026-03-01T10:01:00.000Z'); // still in the hands of the one who raised it
    expect((await bench.alert()).retryAt).toBe('2026-03-01T10:02:10.000Z');
    await expect(bench.sweep('2026-03-01T10:02:10.000Z')).rejects.toThrow('could not be told');
    bench.channels.down = {};
    await bench.sweep('2026-03-01T10:03:00.000Z'); // not again in every sweep
    expect(bench.channels.events).toEqual([]);
    await bench.sweep('2026-03-01T10:04:10.000Z');
    expect(bench.channels.events).toMatchObject([{ kind: 'alert-raised', response: bench.identity }]);
    expect(bench.channels.messages).toHaveLength(1);
    expect((await bench.alert()).publishedAt).toBe('2026-03-01T10:04:10.000Z');
  });

  test('a round that began while the one before was being told is told as well', async () => {
    await bench.push(2);
    const told = { ...(await bench.alert()), publishedAt: undefined };
    const { publishedAt: _, ...unpublished } = told;
    const next = { ...(await bench.alert()), round: 2 };
    const { publishedAt: __, ...second } = next;
    await bench.store.put(second, next);
    await announce(bench.ports(), unpublished, '2026-03-01T10:05:00.000Z');
    expect((await bench.alert()).publishedAt).toBeUndefined();
  });

  test('an answer of long ago is recorded, told to nobody, and not in the list', async () => {
    await bench.push(2, 0, { authored: '2026-01-01T09:00:00Z' });
    expect(await bench.alert()).toMatchObject({ status: 'open', publication: 'historical' });
    await bench.push(2, 1, { authored: '2026-01-01T09:00:00Z' });
    expect(bench.channels.wire).toEqual([]);
    expect((await bench.list(['operators'])).mine).toEqual([]);
    await bench.push(2, 2, { authored: '2026-02-28T09:00:00Z' });
    expect(bench.channels.events).toMatchObject([{ occasion: 'raised' }]);
  });
});

describe('re-judged', () => {
  test('negative closes it, positive again reopens it, and both stay on record', async () => {
    await bench.push(2);
    await bench.push(0, 1);
    expect(await bench.alert()).toMatchObject({ status: 'closed', closed: { reason: 'amended-negative' } });
    expect((await bench.list(['operators'])).mine).toEqual([]);
    await bench.push(1, 2);
    expect(await bench.alert()).toMatchObject({
      status: 'open',
      round: 2,
      history: [{ occasion: 'raised', closed: { reason: 'amended-negative' } }],
    });
    expect(bench.channels.events.map(({ occasion }) => occasion)).toEqual(['raised', 'reopened']);
    expect(bench.channels.messages.map(({ id }) => id)).toEqual([
      `riverside/${bench.identity}/44260-8/1`,
      `riverside/${bench.identity}/44260-8/2`,
    ]);
  });

  test('an older version that arrives late closes nothing and tells nobody', async () => {
    await bench.push(2, 2);
    await bench.push(0, 1);
    expect(await bench.alert()).toMatchObject({ status: 'open', round: 1 });
    await bench.push(0, 3);
    await bench.push(2, 1);
    expect(await bench.alert()).toMatchObject({ status: 'closed' });
    expect(bench.channels.events).toHaveLength(1);
  });

  test.for(['entered-in-error', 'delete'] as const)('%s closes it, and it may come back', async (how) => {
    await bench.push(2);
    await (how === 'delete' ? bench.push('delete', 1) : bench.push(2, 1, { status: how }));
    expect(await bench.alert()).toMatchObject({ status: 'closed', closed: { reason: 'response-retracted' } });
    await bench.push(2, 2);
    expect(await bench.alert()).toMatchObject({ status: 'open' });
    expect(bench.channels.events.map(({ occasion }) => occasion)).toEqual(['raised', 'reopened']);
  });

  test('the first release wrote alerts without a revision: they live on', async () => {
    await bench.table.client.send(
      new PutItemCommand({
        TableName: bench.table.table,
        Item: {
          pk: { S: `S#riverside#QR#${bench.identity}` },
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
    await bench.push(2);
    expect(bench.channels.events).toHaveLength(1);
    expect((await bench.acknowledge()).statusCode).toBe(200);
    expect(await bench.alert()).toMatchObject({ status: 'acknowledged', revision: expect.any(Number) });
  });
});

test('$status says where the alert stands', async () => {
  const status = async () => {
    const { body } = await responseStatus(bench.outcomes(), 'riverside', bench.identity);
    return (JSON.parse(body) as { alerts: readonly object[] }).alerts;
  };
  await bench.push(2);
  await bench.acknowledge({ body: '{"note":"not for the EHR"}' });
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
  await bench.push(0, 1);
  expect(await status()).toMatchObject([{ status: 'closed', closedReason: 'amended-negative' }]);
});
