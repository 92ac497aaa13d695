/**
 * Versions of a response, delivered in any order, any of them again, in batches or at the same time: by the
 * real functions over the real store. `CORRECTIONS_RUNS=2000` looks longer.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { alertStore } from '../../functions/adapters/alert-store.ts';
import { currentOf, outcomeStore } from '../../functions/adapters/outcome-store.ts';
import { definitions } from '../../functions/runtime/catalog.ts';
import { sha256 } from '../../functions/runtime/hash.ts';
import { decodeAssessmentRow } from '../../shared/metrics/decode-row.ts';
import type { ResponseDelivery } from '../../shared/responses/delivery.ts';
import { nothingWritten, planWriteBack } from '../../shared/write-back/desired.ts';
import { DeliveryBench } from '../builders/delivery-bench.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';
import { responseTo } from '../builders/questionnaire-response.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const RUNS = Number(process.env.CORRECTIONS_RUNS ?? 60);

/** What each version says: PHQ-9 points, of which the ninth is the safety item. */
const versions = {
  v1: { status: 'completed', points: [1, 1, 1, 1, 1, 1, 1, 1, 1], total: 9, positive: true },
  v2: { status: 'amended', points: [2, 2, 2, 2, 2, 2, 2, 2, 0], total: 16, positive: false },
  v3: { status: 'amended', points: [0, 0, 0, 0, 0, 0, 0, 0, 2], total: 2, positive: true },
  'entered-in-error': {
    status: 'entered-in-error',
    points: [3, 0, 0, 0, 0, 0, 0, 0, 0],
    total: 3,
    positive: false,
  },
} as const;

type Name = keyof typeof versions;
const names = Object.keys(versions) as readonly Name[];

let table: OutcomesTable;
beforeAll(async () => {
  table = await outcomesTable();
});
afterAll(() => table.close());

let identities = 0;

/** `minute`s after ten. */
const at = (minute: number): string =>
  new Date(Date.parse('2026-03-01T10:00:00.000Z') + minute * 60_000).toISOString();

interface Delivered {
  readonly identity: string;
  readonly name: Name | 'deleted';
  readonly receivedAt: string;
  readonly lastUpdated?: string;
}

function messageOf({ identity, name, receivedAt, lastUpdated }: Delivered): string {
  const said = name === 'deleted' ? undefined : versions[name];
  const meta = lastUpdated === undefined ? {} : { meta: { lastUpdated } };
  const delivery: ResponseDelivery =
    said === undefined
      ? { kind: 'delete', identity }
      : {
          kind: 'upsert',
          identity,
          resource: { ...responseTo('phq-9', said.points, { id: identity, status: said.status, ...meta }) },
        };
  return JSON.stringify({ source: 'riverside', receivedAt, responses: [delivery], context: [] });
}

/** Waves of batches: the batches of one wave are handled at the same time. */
async function deliver(waves: readonly (readonly (readonly Delivered[])[])[]): Promise<void> {
  for (const wave of waves) {
    await Promise.all(
      wave.map((batch) => new DeliveryBench(table).score(batch.map((delivered) => messageOf(delivered)))),
    );
  }
}

/** Everything that must not depend on the order: CURRENT, the metrics row, alerts, desired Observations. */
async function endState(identity: string): Promise<object> {
  const outcomes = outcomeStore(table.client, table.table);
  const trail = await outcomes.readTrail('riverside', identity);
  const items = trail.filter(({ sk }) => sk?.S === 'CURRENT');
  const [item] = items;
  if (item === undefined) throw new Error('the response is lost');
  const current = currentOf(item);
  const row = decodeAssessmentRow(item.m?.S ?? '');
  const { alerts } = await alertStore(table.client, table.table).readTrail('riverside', identity);
  const { changes } = planWriteBack(current, nothingWritten, definitions, sha256);
  return {
    currents: items.length,
    instant: current.ord.slice(0, 23),
    status: current.status,
    // A delete that is handled before everything else has no patient, and no row counts as little as a withdrawn one.
    row:
      row.kind === 'row'
        ? {
            retracted: row.row.retracted,
            scores: row.row.assessments.map(({ instrument, score }) => `${instrument} ${score}`),
          }
        : { retracted: true, scores: [] },
    alerts: alerts.map(({ item: about, status, state, closed }) => ({
      about,
      status,
      state,
      reason: closed?.reason,
    })),
    observations: changes
      .flatMap((change) =>
        change.kind === 'put'
          ? [`${change.observation.code.coding?.[0]?.code} ${change.observation.valueQuantity?.value}`]
          : [],
      )
      .toSorted(),
  };
}

/** By hand: what the versions come to, given oldest first. LOINC 44261-6 is the PHQ-9 total, 55758-7 the PHQ-2; the PHQ-8 has none here. */
function expectedOf(said: readonly (Name | 'deleted')[], instant: string): object {
  const newest = said.at(-1) ?? 'v1';
  const gone = newest === 'deleted' || newest === 'entered-in-error';
  const wasPositive = said.some((name) => name === 'v1' || name === 'v3');
  const alert = { about: '44260-8', state: 'positive' };
  const alerts = !wasPositive
    ? []
    : newest === 'v2'
      ? [{ ...alert, status: 'closed', reason: 'amended-negative' }]
      : gone
        ? [{ ...alert, status: 'closed', reason: 'response-retracted' }]
        : [{ ...alert, status: 'open', reason: undefined }];
  const derived = { v1: { phq2: 2, phq8: 8 }, v2: { phq2: 4, phq8: 16 }, v3: { phq2: 0, phq8: 0 } };
  return {
    currents: 1,
    instant,
    status: gone ? 'retracted' : 'scored',
    row: { retracted: gone, scores: gone ? [] : [`phq-9 ${versions[newest].total}`] },
    alerts,
    observations: gone
      ? []
      : [
          `44261-6 ${versions[newest].total}`,
          `55758-7 ${derived[newest].phq2}`,
          `phq-8.total ${derived[newest].phq8}`,
        ],
  };
}

/** Cuts a list into waves of batches at the given places. */
function cut<T>(all: readonly T[], cuts: readonly (0 | 1 | 2)[]): T[][][] {
  const waves: T[][][] = [];
  for (const [index, one] of all.entries()) {
    const where = index === 0 ? 2 : (cuts[index % cuts.length] ?? 2);
    if (where === 2) waves.push([[one]]);
    else if (where === 1) waves.at(-1)?.push([one]);
    else waves.at(-1)?.at(-1)?.push(one);
  }
  return waves;
}

/** 0: in the same batch as the one before; 1: at the same time; 2: afterwards. */
const cuts = fc.array(fc.constantFrom(0 as const, 1 as const, 2 as const), { minLength: 3, maxLength: 9 });

describe('versions that say when they were last updated', () => {
  test('end the same in every order, twice or at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...names], { minLength: 1 }).chain((said) =>
          fc.record({
            said: fc.constant(said),
            order: fc
              .array(fc.constantFrom(...said), { maxLength: 4 })
              .chain((again) =>
                fc.shuffledSubarray([...said, ...again], { minLength: said.length + again.length }),
              ),
            cuts,
          }),
        ),
        async ({ said, order, cuts: places }) => {
          identities += 1;
          const identity = `updated-${identities}`;
          const delivered = order.map((name, index) => ({
            identity,
            name,
            receivedAt: at(100 + index),
            lastUpdated: at(names.indexOf(name)),
          }));
          await deliver(cut(delivered, places));
          const newest = said.at(-1) ?? 'v1';
          expect(await endState(identity)).toEqual(expectedOf(said, at(names.indexOf(newest)).slice(0, 23)));
        },
      ),
      { numRuns: RUNS },
    );
  }, 600_000);
});

test('a delete leaves the row of the index where it was, flagged', async () => {
  const identity = 'deleted-1';
  await deliver([
    [[{ identity, name: 'v1', receivedAt: at(0) }]],
    [[{ identity, name: 'deleted', receivedAt: at(1) }]],
    [[{ identity, name: 'deleted', receivedAt: at(1) }]],
  ]);
  const trail = await outcomeStore(table.client, table.table).readTrail('riverside', identity);
  const current = trail.find(({ sk }) => sk?.S === 'CURRENT');
  expect(current?.isk?.S).toBe(`p1#2#2026-03-01T09:30:00.000000000Z#${identity}`);
  expect(decodeAssessmentRow(current?.m?.S ?? '')).toMatchObject({ row: { retracted: true } });
});

describe('versions that do not', () => {
  test('end as the last one received says, whatever is handled first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(fc.constantFrom(...names, 'deleted' as const), { minLength: 1, maxLength: 5 })
          .chain((received) =>
            fc.record({
              received: fc.constant(received),
              handled: fc.subarray([...received.keys()]).chain((again) =>
                fc.shuffledSubarray([...received.keys(), ...again], {
                  minLength: received.length + again.length,
                }),
              ),
              cuts,
            }),
          ),
        async ({ received, handled, cuts: places }) => {
          identities += 1;
          const identity = `received-${identities}`;
          const delivered = handled.map((index) => ({
            identity,
            name: received[index] ?? ('v1' as const),
            receivedAt: at(index),
          }));
          await deliver(cut(delivered, places));
          const last = at(received.length - 1).slice(0, 23);
          expect(await endState(identity)).toEqual(expectedOf(received, last));
        },
      ),
      { numRuns: RUNS },
    );
  }, 600_000);
});
