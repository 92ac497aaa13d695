/** Listed and acknowledged, through the real adapters. */
import { describe, expect, test, vi } from 'vitest';
import { dueWork } from '../../functions/adapters/open-work.ts';
import { AlertBench, item } from '../builders/alert-bench.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const bench = new AlertBench();

describe('GET /alerts', () => {
  test('operators see all sources, clinicians theirs, program managers none', async () => {
    await bench.push(2, 0, { source: 'hilltop' });
    await bench.push(2);
    expect((await bench.list(['operators'])).mine?.map(({ source }) => source).sort()).toEqual([
      'hilltop',
      'riverside',
    ]);
    expect((await bench.list(['operators'], { source: 'hilltop' })).mine).toHaveLength(1);
    expect((await bench.list(['alerts:hilltop'])).mine?.map(({ source }) => source)).toEqual(['hilltop']);
    expect((await bench.list(['alerts:hilltop'], { source: 'riverside' })).statusCode).toBe(403);
    expect((await bench.list(['program:talking-therapy'])).statusCode).toBe(403);
    expect((await bench.list([])).statusCode).toBe(403);
    expect((await bench.list(['operators'], { source: 'nowhere' })).statusCode).toBe(403);
  });

  test('says ids, codes and times, the longest waiting first', async () => {
    await bench.push(2);
    const { mine } = await bench.list(['operators'], undefined, '2026-03-05T00:00:00.000Z');
    expect(mine?.[0]).toEqual({
      source: 'riverside',
      response: bench.identity,
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
    await bench.push(2);
    expect(await bench.acknowledge({ body: '{"note":" called the patient "}' })).toEqual({
      statusCode: 200,
      body: {
        source: 'riverside',
        response: bench.identity,
        item,
        status: 'acknowledged',
        acknowledgedAt: '2026-03-01T10:42:00.000Z',
        acknowledgedBy: 'dr-1',
        secondsToAcknowledge: 2520,
      },
    });
    expect(await bench.alert()).toMatchObject({
      status: 'acknowledged',
      acknowledged: { by: 'dr-1', note: 'called the patient', seconds: 2520 },
    });
    expect((await bench.list(['operators'])).mine).toEqual([]);
    for await (const work of dueWork(bench.table.client, bench.table.table, 'riverside', '9999')) {
      expect(work.identity).not.toBe(bench.identity);
    }
  });

  test('twice is once: the first stands, also when both come at the same time', async () => {
    await bench.push(2);
    const answers = await Promise.all([
      bench.acknowledge({ sub: 'dr-1' }),
      bench.acknowledge({ sub: 'dr-2' }),
      bench.acknowledge({ sub: 'dr-3' }),
    ]);
    const { acknowledged } = await bench.alert();
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
    await bench.push(2);
    const { statusCode, body } = await bench.acknowledge(given);
    expect([statusCode, body.code]).toEqual([status, code]);
    expect(body.message).toEqual(expect.any(String));
    expect((await bench.alert()).status).toBe('open');
  });

  test('a closed one: 409, and why it was closed', async () => {
    await bench.push(2);
    await bench.push(0, 1);
    expect(await bench.acknowledge()).toMatchObject({ statusCode: 409, body: { code: 'amended-negative' } });
    await bench.push('delete', 2);
    expect(await bench.acknowledge()).toMatchObject({
      statusCode: 409,
      body: { code: 'response-retracted' },
    });
  });

  test('an operator names the source', async () => {
    await bench.push(2, 0, { source: 'hilltop' });
    await bench.push(2);
    expect(
      (await bench.acknowledge({ groups: ['operators'], query: { source: 'hilltop' } })).statusCode,
    ).toBe(200);
    expect([(await bench.alert('hilltop')).status, (await bench.alert()).status]).toEqual([
      'acknowledged',
      'open',
    ]);
  });
});
