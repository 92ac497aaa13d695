/** Deletes, clocks that differ, and input that no key or item could hold: the real functions over the real store. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { alertStore } from '../../functions/adapters/alert-store.ts';
import { rawOf } from '../../functions/adapters/kept-resource.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';
import { DeliveryBench } from '../builders/delivery-bench.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';
import { responseTo } from '../builders/questionnaire-response.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

let table: OutcomesTable;
beforeAll(async () => {
  table = await outcomesTable();
});
afterAll(() => table.close());

const atSecond = (second: number): string =>
  new Date(Date.parse('2026-03-01T10:00:00.000Z') + second * 1000).toISOString();

const points = (ninth: number): readonly number[] => [1, 1, 1, 1, 1, 1, 1, 1, ninth];

interface Push {
  readonly identity: string;
  readonly receivedAt: number;
  readonly lastUpdated?: number | string;
  readonly patient?: string;
  readonly ninth?: number;
  readonly status?: 'completed' | 'amended' | 'entered-in-error';
}

function push({
  identity,
  receivedAt,
  lastUpdated,
  patient = 'p1',
  ninth = 0,
  status = 'completed',
}: Push): string {
  const meta =
    lastUpdated === undefined
      ? {}
      : { meta: { lastUpdated: typeof lastUpdated === 'string' ? lastUpdated : atSecond(lastUpdated) } };
  const resource = responseTo('phq-9', points(ninth), {
    status,
    subject: { reference: `Patient/${patient}` },
    ...meta,
  });
  return envelope(receivedAt, { kind: 'upsert', identity, resource });
}

const remove = (identity: string, receivedAt: number): string =>
  envelope(receivedAt, { kind: 'delete', identity });

function envelope(receivedAt: number, ...responses: object[]): string {
  return JSON.stringify({ source: 'riverside', receivedAt: atSecond(receivedAt), responses, context: [] });
}

const handle = (...bodies: readonly string[]) => new DeliveryBench(table).score(bodies);

async function standing(identity: string) {
  return outcomeStore(table.client, table.table).readCurrent('riverside', identity);
}

async function alertsOf(identity: string) {
  const { alerts } = await alertStore(table.client, table.table).readTrail('riverside', identity);
  return alerts;
}

describe('a delete', () => {
  test('withdraws what was received before it, although the clock of the EHR is ahead', async () => {
    await handle(push({ identity: 'ahead', receivedAt: 0, lastUpdated: 30, ninth: 2 }));
    expect((await alertsOf('ahead'))[0]?.status).toBe('open');
    await handle(remove('ahead', 20));

    expect(await standing('ahead')).toMatchObject({ status: 'retracted', patient: 'Patient/p1' });
    expect((await alertsOf('ahead'))[0]?.status).toBe('closed');
    // Once more, as queues do: nothing changes.
    const before = await standing('ahead');
    await handle(remove('ahead', 20));
    expect(await standing('ahead')).toEqual(before);
  });

  test('withdraws what comes in the same batch, whichever of the two is first there', async () => {
    await handle(remove('together', 20), push({ identity: 'together', receivedAt: 0, lastUpdated: 30 }));
    expect((await standing('together'))?.status).toBe('retracted');
  });

  test('is not undone by a version that was received before it and is handled after it', async () => {
    await handle(remove('overtaken', 20));
    await handle(push({ identity: 'overtaken', receivedAt: 0, lastUpdated: 30 }));
    expect((await standing('overtaken'))?.status).toBe('retracted');
  });

  test('is undone by the EHR when it brings the response back', async () => {
    await handle(push({ identity: 'back', receivedAt: 0, lastUpdated: 0 }));
    await handle(remove('back', 20));
    await handle(push({ identity: 'back', receivedAt: 40, lastUpdated: 40 }));
    expect((await standing('back'))?.status).toBe('scored');
  });
});

test('a version stamped far in the future can still be withdrawn', async () => {
  await handle(push({ identity: 'future', receivedAt: 0, lastUpdated: '2062-01-01T00:00:00Z' }));
  await handle(push({ identity: 'future', receivedAt: 60, lastUpdated: 60, status: 'entered-in-error' }));
  expect((await standing('future'))?.status).toBe('retracted');
});

test('a version that comes late does not move an alert to the person it was corrected from', async () => {
  await handle(
    push({
      identity: 'moved',
      receivedAt: 10,
      lastUpdated: 10,
      status: 'amended',
      patient: 'right',
      ninth: 2,
    }),
  );
  await handle(push({ identity: 'moved', receivedAt: 20, lastUpdated: 0, patient: 'wrong', ninth: 2 }));
  expect((await alertsOf('moved')).map(({ patient }) => patient)).toEqual(['Patient/right']);
  expect((await standing('moved'))?.patient).toBe('Patient/right');
});

describe('what no item could hold', () => {
  test('a picture among the answers holds up nothing: hash and size stand in its place', async () => {
    // Bytes that do not compress: a linear congruential generator.
    let state = 1;
    const noise = Buffer.from(
      Array.from({ length: 450_000 }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state >>> 24;
      }),
    ).toString('base64');
    const item = [
      ...(responseTo('phq-9', points(3)).item ?? []),
      { linkId: 'photo', answer: [{ valueAttachment: { contentType: 'image/png', data: noise } }] },
    ];
    const large = { ...responseTo('phq-9', points(3)), item };
    const small = responseTo('gad-7', [1, 1, 1, 1, 1, 1, 1]);
    await handle(
      envelope(
        0,
        { kind: 'upsert', identity: 'photo', resource: large },
        { kind: 'upsert', identity: 'beside', resource: small },
      ),
    );

    expect((await standing('photo'))?.assessments[0]?.total).toBe(11);
    expect((await standing('beside'))?.assessments[0]?.total).toBe(7);
    expect(await alertsOf('photo')).toHaveLength(1);
    const trail = await outcomeStore(table.client, table.table).readTrail('riverside', 'photo');
    const version = trail.find(({ sk }) => sk?.S?.startsWith('V#'));
    const kept = JSON.stringify(rawOf(version ?? {}));
    expect(kept).toContain('urn:outcomes-pipeline:attachment-left-out');
    expect(kept).toContain(`${noise.length}`);
    expect(kept).not.toContain(noise.slice(0, 100));
  });

  test('a reference or canonical of any length is left out, and the score is kept', async () => {
    const long = 'x'.repeat(500_000);
    const resource = responseTo('phq-9', points(0), { encounter: { reference: `Encounter/${long}` } });
    await handle(envelope(0, { kind: 'upsert', identity: 'long', resource }));
    const kept = await standing('long');
    expect(kept?.status).toBe('scored');
    expect(kept).not.toHaveProperty('encounter');
  });
});
