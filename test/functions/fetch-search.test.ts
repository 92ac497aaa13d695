/** The nightly look into an EHR: the sandbox EHR over HTTP, or one that misbehaves; the real table; a queue in memory. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EhrReader } from '../../functions/adapters/ehr-reader.ts';
import { eventCounts } from '../../functions/adapters/event-counts.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';
import { watermarks } from '../../functions/adapters/watermarks.ts';
import { type SandboxEhr, startSandboxEhr } from '../../local/sandbox-ehr/sandbox-ehr.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { DeliveryBench } from '../builders/delivery-bench.ts';
import { runFetch } from '../builders/fetching.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';
import { responseTo } from '../builders/questionnaire-response.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

let table: OutcomesTable;
let ehr: SandboxEhr;
let sent: Envelope[] = [];
beforeAll(async () => {
  ehr = await startSandboxEhr({ ehr: 'hapi', validation: 'off' });
}, 60_000);
afterAll(() => ehr?.close());
beforeEach(async () => {
  sent = [];
  table = await outcomesTable();
  return () => table.close();
});

const idsOf = (envelopes: readonly Envelope[]): readonly string[] =>
  envelopes.flatMap(({ responses }) => responses.map(({ identity }) => identity)).toSorted();

/** One run of `fetch`, as the schedule asks for it. */
async function night(reader?: EhrReader, context?: readonly string[]): Promise<void> {
  const asked = context === undefined ? { search: true } : { search: false, context };
  const request = { source: 'riverside', receivedAt: new Date().toISOString(), read: [], ...asked };
  const bodies: string[] = [];
  await runFetch(table, [request], reader ?? ehr.url, bodies).finally(() => {
    sent.push(...bodies.map((body) => JSON.parse(body) as Envelope));
  });
}

const ones = [1, 1, 1, 1, 1, 1, 1];

/** In the EHR, which says when it was last updated. */
async function put(id: string, points: readonly number[]): Promise<Record<string, unknown>> {
  const url = `${ehr.url}/QuestionnaireResponse/${id}`;
  const answer = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify(responseTo('gad-7', points, { id })),
  });
  expect(answer.ok).toBe(true);
  return (await (await fetch(url)).json()) as Record<string, unknown>;
}

const score = (envelopes: readonly object[]): Promise<void> =>
  new DeliveryBench(table).score(envelopes.map((envelope) => JSON.stringify(envelope)));

const pushed = (identity: string, resource: object) => ({
  source: 'riverside',
  receivedAt: new Date().toISOString(),
  responses: [{ kind: 'upsert', identity, resource }],
  context: [],
});

describe('a night', () => {
  test('brings what never arrived and what is newer; what is held stays one version', async () => {
    await put('lost', ones);
    await score([pushed('held', await put('held', ones)), pushed('amended', await put('amended', ones))]);
    await put('amended', [2, 2, 2, 2, 2, 2, 2]);

    await night();
    await score(sent);
    await night();
    await score(sent);
    const outcomes = outcomeStore(table.client, table.table);
    const versions = async (identity: string) =>
      (await outcomes.readTrail('riverside', identity)).filter(({ sk }) => sk?.S?.startsWith('V#')).length;
    expect([await versions('lost'), await versions('held'), await versions('amended')]).toEqual([1, 1, 2]);
    expect(await outcomes.readCurrent('riverside', 'amended')).toMatchObject({
      status: 'scored',
      assessments: [{ total: 14 }, {}],
    });
  });

  test('brings facts and people where the settings ask for them, and keeps a watermark for each type', async () => {
    const encounter = { resourceType: 'Encounter', id: 'v1', status: 'finished', class: { code: 'AMB' } };
    await ehr.seed([encounter as never]);
    await night(undefined, ['Encounter']);
    expect(sent.flatMap(({ context }) => context)).toMatchObject([encounter]);
    expect(sent.flatMap(({ responses }) => responses)).toEqual([]);
    const marks = watermarks(table.client, table.table);
    expect(await marks.read('riverside', 'Encounter')).toMatch(/^20/);
    expect(await marks.read('riverside', 'QuestionnaireResponse')).toBeUndefined();
  });
});

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const of = (id: string, hours: number) => ({
  ...responseTo('gad-7', ones, { id, meta: { lastUpdated: hoursAgo(hours) } }),
});

/** An EHR that gives these pages and then, perhaps, is away. */
function pagesOf(pages: readonly (readonly object[])[], sorted: boolean, away = false): EhrReader {
  return {
    read: async () => ({ kind: 'gone' }),
    async *search(_type, since) {
      for (const page of pages) {
        const found = page as readonly { readonly meta: { readonly lastUpdated: string } }[];
        yield {
          sorted,
          resources: found.filter(({ meta }) => meta.lastUpdated >= since).map((one) => ({ ...one })),
        };
      }
      if (away) throw new Error('the EHR is away');
    },
  };
}

describe('an EHR that goes away in the middle', () => {
  test('is read on from there, when it sorts', async () => {
    const first = pagesOf([[of('n1', 9)], [of('n2', 5)]], true, true);
    await expect(night(first)).rejects.toThrow('away');
    expect(idsOf(sent)).toEqual(['n1', 'n2']);
    sent = [];
    await night(pagesOf([[of('n1', 9), of('n2', 5)], [of('n3', 1)]], true));
    expect(idsOf(sent)).toEqual(['n2', 'n3']);
  });

  test('and does not sort is read anew: what is older than the first page is not lost', async () => {
    await expect(night(pagesOf([[of('s2', 1)]], false, true))).rejects.toThrow('away');
    sent = [];
    await night(pagesOf([[of('s2', 1)], [of('s1', 9)]], false));
    expect(idsOf(sent)).toEqual(['s1', 's2']);
  });
});

test('one response that nobody lets us read holds up neither the others nor the look; the message is given back', async () => {
  const reader: EhrReader = {
    ...pagesOf([[of('searched', 1)]], true),
    read: async (_type, id) =>
      id === 'forbidden'
        ? { kind: 'refused', code: 'ehr-answered-403' }
        : { kind: 'found', resource: { ...of(id, 1) } },
  };
  const bodies: string[] = [];
  const request = {
    source: 'riverside',
    receivedAt: new Date().toISOString(),
    read: ['a', 'forbidden', 'b'],
    search: true,
  };
  await expect(runFetch(table, [request], reader, bodies)).rejects.toThrow('ehr-answered-403');
  expect(idsOf(bodies.map((body) => JSON.parse(body) as Envelope))).toEqual(['a', 'b', 'searched']);
});

test('an EHR whose clock is ahead does not move the next look past what it has yet to change', async () => {
  await night(pagesOf([[of('early', 2), of('ahead', -24)]], true));
  const mark = await watermarks(table.client, table.table).read('riverside', 'QuestionnaireResponse');
  expect(idsOf(sent)).toEqual(['ahead', 'early']);
  expect(Date.parse(mark ?? '')).toBeLessThanOrEqual(Date.now());
});

describe('the count of a subscription', () => {
  const at = (total: number, events = 1, subscription = 'Subscription/s') => ({
    subscription,
    events,
    total,
  });

  test.for<[string, readonly number[], readonly (readonly [total: number, events: number])[], boolean]>([
    ['the first event', [], [[1, 1]], false],
    ['the next one', [4], [[5, 1]], false],
    ['two at once', [4], [[6, 2]], false],
    [
      'two calls in one batch, in any order',
      [4],
      [
        [6, 1],
        [5, 1],
      ],
      false,
    ],
    ['a repeat', [4], [[4, 1]], false],
    ['one that comes late', [6], [[5, 1]], false],
    ['one missing', [4], [[6, 1]], true],
    ['a heartbeat that knows more', [4], [[5, 0]], true],
    ['a subscription first heard of in the middle', [], [[7, 1]], true],
  ])('%s', async ([, before, calls, gap]) => {
    const counts = eventCounts(table.client, table.table);
    await counts.advance(
      'riverside',
      before.map((total) => at(total)),
    );
    const told = calls.map(([total, events]) => at(total, events));
    expect(await counts.haveGap('riverside', told)).toBe(gap);
    await counts.advance('riverside', told);
    expect(await counts.haveGap('riverside', told)).toBe(false);
  });

  test('is one for each subscription and source', async () => {
    const counts = eventCounts(table.client, table.table);
    await counts.advance('riverside', [at(9)]);
    expect(await counts.haveGap('riverside', [at(2, 1, 'Subscription/other')])).toBe(true);
    expect(await counts.haveGap('hilltop', [at(10)])).toBe(true);
    expect(await counts.haveGap('riverside', [at(10)])).toBe(false);
  });
});
