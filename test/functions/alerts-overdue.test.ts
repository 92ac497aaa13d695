/** Called overdue, through the real adapters, until somebody acknowledges. */
import type { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test, vi } from 'vitest';
import { dueWork } from '../../functions/adapters/open-work.ts';
import type { CurrentResponse } from '../../shared/responses/current.ts';
import { nothingWritten } from '../../shared/write-back/desired.ts';
import { AlertBench } from '../builders/alert-bench.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const bench = new AlertBench();

describe('overdue', () => {
  test('it is called once a period until somebody acknowledges it, and counted in between', async () => {
    await bench.push(2);
    expect(await bench.sweep('2026-03-02T09:59:00.000Z')).toMatchObject({ alertsOverdue: 0 });
    for (const minute of ['00', '01', '02'])
      expect((await bench.sweep(`2026-03-02T10:${minute}:00.000Z`)).alertsOverdue).toBeGreaterThan(0);
    const called = () => bench.channels.events.filter(({ response }) => response === bench.identity).slice(1);
    expect(called()).toMatchObject([
      { kind: 'alert-overdue', occasion: 'overdue', dueAt: '2026-03-02T10:00:00.000Z' },
    ]);
    await bench.sweep('2026-03-03T10:00:00.000Z');
    expect(called()).toHaveLength(2);
    expect(new Set(called().map(({ id }) => id)).size).toBe(2);

    await bench.acknowledge({}, '2026-03-03T11:00:00.000Z');
    await bench.sweep('2026-03-09T10:00:00.000Z');
    expect(called()).toHaveLength(2);
  });

  test('a crash after it was called calls it again under the same id; two sweeps at once move it once', async () => {
    await bench.push(2);
    const { store, publisher } = bench.ports();
    const stuck = { store: { ...store, put: () => Promise.reject(new Error('killed')) }, publisher };
    await expect(bench.sweep('2026-03-02T10:00:00.000Z', stuck)).rejects.toThrow('could not be told');
    await Promise.all([bench.sweep('2026-03-02T10:01:00.000Z'), bench.sweep('2026-03-02T10:01:00.000Z')]);
    const called = bench.channels.events.filter(
      ({ response, kind }) => response === bench.identity && kind === 'alert-overdue',
    );
    expect(called.length).toBeGreaterThanOrEqual(2);
    expect(new Set(called.map(({ id }) => id)).size).toBe(1);
    expect(await bench.alert()).toMatchObject({
      dueAt: '2026-03-03T10:00:00.000Z',
      overdueSince: '2026-03-02T10:00:00.000Z',
    });
  });

  test('one that cannot be told keeps the others from nothing', async () => {
    await bench.push(2);
    const mine = bench.identity;
    bench.identity = `${mine}-b`;
    await bench.push(2);
    const { store, publisher } = bench.ports();
    const picky: typeof publisher = {
      publish: (notice) =>
        notice.response === mine ? Promise.reject(new Error('no')) : publisher.publish(notice),
    };
    await expect(bench.sweep('2026-03-02T10:00:00.000Z', { store, publisher: picky })).rejects.toThrow(
      '1 alerts could not be told',
    );
    expect(bench.channels.events.at(-1)).toMatchObject({ kind: 'alert-overdue', response: bench.identity });
    expect((await bench.alert()).overdueSince).toBeDefined();
  });
});

test('alerts that cannot be told do not keep write-backs from being resumed', async () => {
  await bench.push(2);
  bench.channels.down = { topic: new Error('down') };
  const { client, table } = bench.table;
  await bench.outcomes().putWriteBacks([
    {
      current: { ...(await current()), identity: 'deferred' },
      writeBack: { ...nothingWritten, state: 'deferred' },
      open: { kind: 'write-back', dueAt: '2026-03-02T09:00:00.000Z' },
    },
  ]);
  const due: string[] = [];
  for await (const { kind } of dueWork(client, table, 'riverside', '2026-03-02T10:00:00.000Z'))
    due.push(kind);
  expect(due).toEqual(expect.arrayContaining(['alert', 'write-back']));

  const sent: string[] = [];
  const sqs = {
    send: async ({ input }: SendMessageBatchCommand) => {
      sent.push(...(input.Entries ?? []).map(({ MessageBody = '' }) => MessageBody));
      return {};
    },
  } as unknown as SQSClient;
  await expect(bench.sweep('2026-03-02T10:00:00.000Z', bench.ports(), sqs)).rejects.toThrow(
    'could not be told',
  );
  expect(sent.map((body) => JSON.parse(body))).toEqual([{ source: 'riverside', identity: 'deferred' }]);
});

async function current(): Promise<CurrentResponse> {
  const standing = await bench.outcomes().readCurrent('riverside', bench.identity);
  if (standing === undefined) throw new Error('not stored');
  return standing;
}
