/**
 * A response pushed, corrected and withdrawn, while one process dies: before or after any one of the calls that
 * all of them make together, receive and the acknowledgement included. Then it is delivered again, as an EHR
 * and SQS do.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { alertStore } from '../../functions/adapters/alert-store.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { Death, DeliveryBench } from '../builders/delivery-bench.ts';
import { memoryEhr } from '../builders/memory-ehr.ts';
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

/** PHQ-9 of 18 with a positive ninth item; the correction has one point more. */
const versions = {
  first: { status: 'completed', points: [2, 2, 2, 2, 2, 2, 2, 2, 2] },
  corrected: { status: 'amended', points: [3, 2, 2, 2, 2, 2, 2, 2, 2] },
  withdrawn: { status: 'entered-in-error', points: [3, 2, 2, 2, 2, 2, 2, 2, 2] },
} as const;

type Step = keyof typeof versions;

function envelope(identity: string, step: Step, sent: number): Envelope {
  const { status, points } = versions[step];
  const minute = Object.keys(versions).indexOf(step);
  const lastUpdated = `2026-03-01T10:0${minute}:00.000Z`;
  const resource = { ...responseTo('phq-9', points, { id: identity, status, meta: { lastUpdated } }) };
  return {
    source: 'riverside',
    receivedAt: `2026-03-01T10:0${minute}:0${sent}.000Z`,
    responses: [{ kind: 'upsert', identity, resource }],
    context: [],
  };
}

/** Runs until it has come to its end, in a new process when the one before has died. */
async function until(death: Death, run: (sent: number) => Promise<void>): Promise<void> {
  for (let sent = 1; ; sent += 1) {
    try {
      return await run(sent);
    } catch (error) {
      if (!(error instanceof Error && error.message === 'killed')) throw error;
      death.revive();
    }
  }
}

/** Empties a queue: a message goes when its handler has come to its end, and not before. */
async function drain(death: Death, queue: string[], handle: (body: string) => Promise<void>): Promise<void> {
  for (let body = queue[0]; body !== undefined; body = queue[0]) {
    const message = body;
    await until(death, () => handle(message));
    queue.shift();
  }
}

async function live(
  identity: string,
  steps: readonly Step[],
  death: Death,
): Promise<{ readonly told: ReadonlySet<string> }> {
  const bench = new DeliveryBench(table, death.passage);
  memoryEhr.observations.clear();
  for (const step of steps) {
    await until(death, (sent) => bench.receive(envelope(identity, step, sent)));
    await drain(death, bench.responses, (body) => bench.score([body]));
    await drain(death, bench.writeBacks, (body) => bench.writeBack([body]));
  }
  return { told: new Set(bench.events.map(({ id }) => id)) };
}

interface Left {
  readonly currents: number;
  readonly versions: number;
  readonly writeBacks: readonly string[];
  readonly alerts: readonly string[];
  readonly observations: readonly string[];
}

async function left(identity: string): Promise<Left> {
  const outcomes = outcomeStore(table.client, table.table);
  const trail = await outcomes.readTrail('riverside', identity);
  const [state] = await outcomes.readStates([{ source: 'riverside', identity }]);
  const { alerts } = await alertStore(table.client, table.table).readTrail('riverside', identity);
  return {
    currents: trail.filter(({ sk }) => sk?.S === 'CURRENT').length,
    versions: trail.filter(({ sk }) => sk?.S?.startsWith('V#')).length,
    writeBacks: trail
      .filter(({ sk }) => sk?.S === 'WB')
      .map(() => {
        const isCurrent = state?.writeBack.seen?.startsWith(state.current.ord) === true;
        return `${state?.writeBack.state} of ${isCurrent ? 'what is current' : 'something older'}`;
      }),
    alerts: alerts.map(({ item, status, round, publishedAt }) =>
      [item, status, `round ${round}`, publishedAt === undefined ? 'untold' : 'told'].join(', '),
    ),
    observations: [...memoryEhr.observations.values()]
      .map(({ code, valueQuantity, status }) => {
        const as = status === 'entered-in-error' ? 'withdrawn' : 'stands';
        return `${code.coding?.[0]?.code} ${valueQuantity?.value} ${as}`;
      })
      .toSorted(),
  };
}

describe('a process killed before or after any one call', () => {
  test.for([
    {
      steps: ['first'],
      expected: {
        versions: 1,
        alerts: ['44260-8, open, round 1, told'],
        observations: ['44261-6 18 stands', '55758-7 4 stands', 'phq-8.total 16 stands'],
      },
    },
    {
      steps: ['first', 'corrected'],
      expected: {
        versions: 2,
        alerts: ['44260-8, open, round 1, told'],
        observations: ['44261-6 19 stands', '55758-7 5 stands', 'phq-8.total 17 stands'],
      },
    },
    {
      steps: ['first', 'corrected', 'withdrawn'],
      expected: {
        versions: 3,
        alerts: ['44260-8, closed, round 1, told'],
        observations: ['44261-6 19 withdrawn', '55758-7 5 withdrawn', 'phq-8.total 17 withdrawn'],
      },
    },
  ] as const)(
    'of $steps leaves nothing lost and nothing doubled',
    { timeout: 120_000 },
    async ({ steps, expected }) => {
      let passages = 0;
      for (let killed = true; killed; passages += 1) {
        const identity = `killed-${steps.length}-${passages}`;
        const death = new Death(passages);
        const { told } = await live(identity, steps, death);
        killed = death.happened;
        expect(await left(identity), `killed at passage ${passages}`).toEqual({
          currents: 1,
          writeBacks: ['written of what is current'],
          ...expected,
        });
        // Told twice at most, and then under the same id, by which a receiver knows it.
        expect(told.size, `killed at passage ${passages}`).toBe(1);
      }
      process.stdout.write(`${JSON.stringify({ killed: steps.join(' '), passages: passages - 1 })}\n`);
      // Every call of every step was reached: a run of one version alone makes more than these.
      expect(passages).toBeGreaterThan(20 * steps.length);
    },
  );
});
