/** Two nights of one program through the real compile: what moved in between is written down, and why. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contextStore } from '../../functions/adapters/context-store.ts';
import { restatementsApi } from '../../functions/metrics/restatements-api.ts';
import { DeliveryBench } from '../builders/delivery-bench.ts';
import { personRequest } from '../builders/http-request.ts';
import { NightlyCompile } from '../builders/nightly-compile.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';
import { responseTo } from '../builders/questionnaire-response.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const program = 'talking-therapy';
let table: OutcomesTable;
let compile: NightlyCompile;
beforeAll(async () => {
  table = await outcomesTable();
  compile = new NightlyCompile(table);
});
afterAll(() => table.close());

/** A PHQ-9 of nine equal answers. */
async function push(patient: string, id: string, points: number, authored: string, receivedAt: string) {
  const overrides = { id, authored, subject: { reference: `Patient/${patient}` } };
  const resource = responseTo(
    'phq-9',
    Array.from({ length: 9 }, () => points),
    overrides,
  );
  const responses = [{ kind: 'upsert', identity: id, resource }];
  const envelope = { source: 'riverside', receivedAt, responses, context: [] };
  await new DeliveryBench(table).score([JSON.stringify(envelope)]);
}

const asked = async (groups: readonly string[], id = program) => {
  const api = restatementsApi(compile.restatements, 'groups');
  const { statusCode, body } = await api(
    personRequest(`GET /programs/${id}/restatements`, { groups, path: { id } }),
  );
  return { statusCode, body: JSON.parse(body) as { restatements?: readonly Record<string, unknown>[] } };
};

const FIRST = '2026-02-10T10:00:00.000Z';

describe('a correction that comes after a night', () => {
  test('is written down: which numbers moved, from what to what, because of which response', async () => {
    // Sixty people, treated in January: thirty of them from 27 points to 0, the others from 27 to 27.
    for (let index = 0; index < 60; index += 1) {
      const patient = `p${index}`;
      const episode = {
        id: `e${index}`,
        patient,
        program,
        start: '2026-01-02',
        end: '2026-01-30',
        ending: 'completed' as const,
        problems: [],
        changedAt: FIRST,
      };
      await contextStore(table.client, table.table).put([
        { source: 'riverside', record: { kind: 'episode', episode } },
      ]);
      for (const visit of ['v1', 'v2']) {
        const fact = {
          kind: 'contact' as const,
          id: visit,
          patient,
          codes: ['treatment'],
          start: visit === 'v1' ? '2026-01-03' : '2026-01-20',
          end: null,
          retracted: false,
          changedAt: FIRST,
        };
        await contextStore(table.client, table.table).put([
          { source: 'riverside', record: { kind: 'fact', fact } },
        ]);
      }
      await push(patient, `first-${index}`, 3, '2026-01-03T10:00:00Z', FIRST);
      await push(patient, `last-${index}`, index < 30 ? 0 : 3, '2026-01-28T10:00:00Z', FIRST);
    }
    await compile.night('2026-02-11');
    expect((await asked(['operators'])).body.restatements).toEqual([]);

    await compile.night('2026-02-12');
    expect((await asked(['operators'])).body.restatements).toEqual([]);

    const late = '2026-02-12T15:00:00.000Z';
    await push('p59', 'last-59', 0, '2026-01-28T10:00:00Z', late);
    await compile.night('2026-02-13');
    const { body } = await asked(['operators']);
    expect(body.restatements).toHaveLength(1);
    const [restated] = body.restatements ?? [];
    expect(restated).toMatchObject({ asOf: '2026-02-13', previousAsOf: '2026-02-12', changedRecords: 1 });
    expect(restated?.because).toEqual([
      { patient: 'p59', kind: 'response', id: 'last-59', changedAt: late, retracted: false },
    ]);
    expect(restated?.moved).toContainEqual({
      measure: 'mean-change-depression',
      figure: 'mean-change',
      start: '2025-02-01',
      end: '2026-01-31',
      provisional: true,
      from: 13.5, // 30 x 27 / 60
      to: 13.95, // 31 x 27 / 60
    });
  }, 60_000);

  test('shows the figures to who may see the program, the people behind them to operators, nothing to others', async () => {
    const manager = await asked([`program:${program}`]);
    expect(manager.statusCode).toBe(200);
    expect(JSON.stringify(manager.body)).not.toContain('p59');
    expect(JSON.stringify(manager.body)).not.toContain('last-59');
    expect(manager.body.restatements?.[0]).toMatchObject({ changedRecords: 1 });
    expect((await asked(['program:another'])).statusCode).toBe(404);
    expect((await asked(['operators'], 'nowhere')).statusCode).toBe(404);
  });
});
