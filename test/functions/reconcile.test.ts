/** The nightly search of an EHR: the sandbox EHR over HTTP, the real table, and a queue in memory. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EhrChanges, EhrUnavailable, ehrChanges } from '../../functions/adapters/ehr-changes.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';
import { watermarks } from '../../functions/adapters/watermarks.ts';
import { type Reconciled, reconcileSource } from '../../functions/reconcile/reconcile-source.ts';
import { type SandboxEhr, startSandboxEhr } from '../../local/sandbox-ehr/sandbox-ehr.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { DeliveryBench } from '../builders/delivery-bench.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { riverside } from '../builders/settings.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

let table: OutcomesTable;
let ehr: SandboxEhr;
let sent: Envelope[] = [];
beforeAll(async () => {
  table = await outcomesTable();
  ehr = await startSandboxEhr({ ehr: 'hapi', validation: 'off' });
}, 60_000);
afterAll(async () => {
  await ehr?.close();
  await table?.close();
});
beforeEach(() => {
  sent = [];
});

/** Ids are of one test each, so that one table and one EHR serve them all. */
const idsOf = (envelopes: readonly Envelope[]): readonly string[] =>
  envelopes.flatMap(({ responses }) => responses.map(({ identity }) => identity)).toSorted();

interface Night {
  readonly changes?: EhrChanges;
  readonly context?: readonly string[];
  readonly inTime?: () => boolean;
  readonly source?: string;
}

function night({
  changes,
  context = [],
  inTime = () => true,
  source = 'riverside',
}: Night = {}): Promise<readonly Reconciled[]> {
  const settings = { ...riverside, id: source, ehr: { ...riverside.ehr, baseUrl: ehr.url } };
  return reconcileSource(
    {
      changes: changes ?? ehrChanges(settings),
      outcomes: outcomeStore(table.client, table.table),
      watermarks: watermarks(table.client, table.table),
      batches: () => ({ add: async (envelope) => void sent.push(envelope), drain: async () => {} }),
    },
    settings,
    { firstDays: 30, context },
    inTime,
    new Date().toISOString(),
  );
}

/** In the EHR, whose answer gives it a lastUpdated. */
async function put(id: string, points: readonly number[]): Promise<Record<string, unknown>> {
  const answer = await fetch(`${ehr.url}/QuestionnaireResponse/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json', prefer: 'return=representation' },
    body: JSON.stringify(responseTo('gad-7', points, { id })),
  });
  const read = await fetch(`${ehr.url}/QuestionnaireResponse/${id}`);
  expect(answer.ok && read.ok).toBe(true);
  return (await read.json()) as Record<string, unknown>;
}

/** What was pushed and arrived. */
async function score(...envelopes: readonly object[]): Promise<void> {
  await new DeliveryBench(table).score(envelopes.map((envelope) => JSON.stringify(envelope)));
}

const ones = [1, 1, 1, 1, 1, 1, 1];
const pushed = (identity: string, resource: object) => ({
  source: 'riverside',
  receivedAt: new Date().toISOString(),
  responses: [{ kind: 'upsert', identity, resource }],
  context: [],
});

describe('a night', () => {
  test('finds what never arrived and what is newer, leaves what is held, and finds nothing twice', async () => {
    await put('lost', ones);
    await score(pushed('held', await put('held', ones)), pushed('amended', await put('amended', ones)));
    await put('amended', [2, 2, 2, 2, 2, 2, 2]);

    expect(await night()).toEqual([
      { source: 'riverside', type: 'QuestionnaireResponse', seen: 3, missing: 1, newer: 1, state: 'done' },
    ]);
    expect(idsOf(sent)).toEqual(['amended', 'lost']);

    await score(...sent);
    const current = await outcomeStore(table.client, table.table).readCurrent('riverside', 'amended');
    expect(current).toMatchObject({ status: 'scored', assessments: [{ total: 14 }, {}] });
    sent = [];
    expect(await night()).toMatchObject([{ missing: 0, newer: 0, state: 'done' }]);
    expect(sent).toEqual([]);
  });

  test('reads every page of a long list', async () => {
    for (let index = 0; index < 230; index += 1) await put(`many-${index}`, ones);
    const [responses] = await night({ source: 'hilltop' });
    expect(responses).toMatchObject({ state: 'done' });
    expect(new Set(idsOf(sent).filter((id) => id.startsWith('many-'))).size).toBe(230);
  }, 60_000);

  test('brings facts and people too, where the settings ask for them', async () => {
    const encounter = { resourceType: 'Encounter', id: 'v1', status: 'finished', class: { code: 'AMB' } };
    await ehr.seed([encounter as never]);
    const results = await night({ context: ['Encounter'] });
    expect(results[1]).toMatchObject({ type: 'Encounter', seen: 1, state: 'done' });
    expect(sent.flatMap(({ context }) => context)).toMatchObject([encounter]);
  });
});

/** An EHR that gives these pages, says whether it sorts, then what `after` does. */
function pagesOf(
  pages: readonly (readonly object[])[],
  after: () => void = () => {},
  sorted = true,
): EhrChanges {
  return {
    async *pages(_type, since) {
      for (const page of pages)
        yield {
          sorted,
          resources: page.filter(
            (one) => (one as { meta: { lastUpdated: string } }).meta.lastUpdated >= since,
          ) as readonly Record<string, unknown>[],
        };
      after();
    },
  };
}

const today = Date.now();
const at = (id: string, hoursAgo: number) => {
  const lastUpdated = new Date(today - hoursAgo * 3_600_000).toISOString();
  return responseTo('gad-7', ones, { id, meta: { lastUpdated } });
};

describe('a night that fails', () => {
  const away = (): never => {
    throw new EhrUnavailable('ehr-answered-503');
  };

  test('says why, keeps what it found, and the next one goes on from there', async () => {
    const early = pagesOf([[at('n1', 9)], [at('n2', 5)]], away);
    expect(await night({ changes: early, source: 'north' })).toMatchObject([
      { missing: 2, state: 'failed', reason: 'ehr-answered-503' },
    ]);
    expect(idsOf(sent)).toEqual(['n1', 'n2']);
    sent = [];
    // Ten minutes before the last one it saw: the nine hours' old one is behind the watermark.
    const later = pagesOf([[at('n1', 9), at('n2', 5)], [at('n3', 1)]]);
    expect(await night({ changes: later, source: 'north' })).toMatchObject([{ seen: 2, state: 'done' }]);
    expect(idsOf(sent)).toEqual(['n2', 'n3']);
  });

  test('in an EHR that does not sort begins anew, and loses nothing', async () => {
    const shuffled = pagesOf([[at('s2', 1)], [at('s1', 9)]], away, false);
    await night({ changes: shuffled, source: 'south' });
    sent = [];
    const whole = pagesOf([[at('s2', 1)], [at('s1', 9)], [at('s0', 12)]], undefined, false);
    await night({ changes: whole, source: 'south' });
    expect(idsOf(sent)).toContain('s0');
  });

  test('by the clock stops between two pages', async () => {
    let pages = 0;
    const inTime = (): boolean => {
      pages += 1;
      return pages <= 1;
    };
    const changes = pagesOf([[at('t1', 9)], [at('t2', 5)]]);
    expect(await night({ changes, inTime, source: 'east' })).toMatchObject([{ seen: 1, state: 'stopped' }]);
    expect(idsOf(sent)).toEqual(['t1']);
  });

  test('names no address and nothing of what the EHR said', async () => {
    const dark = { ...riverside, ehr: { ...riverside.ehr, baseUrl: 'http://127.0.0.1:9/fhir' } };
    expect(await night({ changes: ehrChanges(dark), source: 'west' })).toEqual([
      {
        source: 'west',
        type: 'QuestionnaireResponse',
        seen: 0,
        missing: 0,
        newer: 0,
        state: 'failed',
        reason: 'ehr-unreachable',
      },
    ]);
  });
});
