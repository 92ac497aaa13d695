import type { Observation } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { anEhr, answerOf } from './ehr-client.ts';
import { SCORE_IDENTIFIER, screeningObservation } from './screening-observation.ts';

const resourceType = 'Observation';

/** Five scores: a, b, c of Ada in March, April, May; d and e of Ben, e without a category. */
const scores: Observation[] = [
  screeningObservation('a', { id: 'a', effectiveDateTime: '2026-03-01' }),
  screeningObservation('b', { id: 'b', effectiveDateTime: '2026-04-01T23:30:00-05:00' }),
  screeningObservation('c', {
    id: 'c',
    effectiveDateTime: '2026-05-01',
    encounter: { reference: 'Encounter/7' },
  }),
  screeningObservation('d', {
    id: 'd',
    subject: { reference: 'Patient/ben' },
    status: 'entered-in-error',
    derivedFrom: [{ identifier: { system: 'urn:example:response', value: 'r9' } }],
  }),
  screeningObservation('e', {
    id: 'e',
    subject: { reference: 'Patient/ben' },
    category: [],
    code: { text: 'local' },
  }),
];

describe('search finds', () => {
  test.for<{ asked: Record<string, string>; found: string[] }>([
    { asked: { identifier: `${SCORE_IDENTIFIER}|a` }, found: ['a'] },
    { asked: { identifier: 'a' }, found: ['a'] },
    { asked: { identifier: `${SCORE_IDENTIFIER}|a,${SCORE_IDENTIFIER}|c` }, found: ['a', 'c'] },
    { asked: { identifier: `${SCORE_IDENTIFIER}|` }, found: ['a', 'b', 'c', 'd', 'e'] },
    { asked: { identifier: 'urn:other|a' }, found: [] },
    { asked: { identifier: '|a' }, found: [] },
    { asked: { patient: 'Patient/ben' }, found: ['d', 'e'] },
    { asked: { patient: 'ben' }, found: ['d', 'e'] },
    { asked: { subject: 'Patient/ben', status: 'final' }, found: ['e'] },
    { asked: { 'status:not': 'entered-in-error', patient: 'ben' }, found: ['e'] },
    { asked: { encounter: 'Encounter/7' }, found: ['c'] },
    { asked: { 'derived-from': 'QuestionnaireResponse/qr-1', patient: 'ada' }, found: ['a', 'b', 'c'] },
    { asked: { 'derived-from:identifier': 'urn:example:response|r9' }, found: ['d'] },
    { asked: { code: 'http://loinc.org|44261-6', patient: 'ben' }, found: ['d'] },
    { asked: { category: 'survey', date: 'ge2026-04-02' }, found: ['b', 'c'] }, // b is 2 April in UTC
    { asked: { patient: 'ada', date: '2026-03' }, found: ['a'] },
    { asked: { patient: 'ada', date: 'lt2026-04' }, found: ['a'] },
    { asked: { _id: 'b,d' }, found: ['b', 'd'] },
    { asked: { patient: 'ada', _sort: '-date' }, found: ['c', 'b', 'a'] },
  ])('$asked', async ({ asked, found }) => {
    const { ehr, client } = await anEhr();
    await ehr.seed(scores);

    for (const options of [{}, { postSearch: true }]) {
      const { body } = await answerOf(client.search({ resourceType, searchParams: asked, options }));
      expect((body.entry ?? []).map(({ resource }: { resource: Observation }) => resource.id)).toEqual(found);
      expect(body.total).toBe(found.length);
    }
  });
});

test('search follows an update and a deletion', async () => {
  const { ehr, client } = await anEhr();
  await ehr.seed(scores);
  await client.update({ resourceType, id: 'a', body: screeningObservation('moved', { id: 'a' }) });
  await client.delete({ resourceType, id: 'b' });

  const total = async (key: string) =>
    (await answerOf(client.search({ resourceType, searchParams: { identifier: key } }))).body.total;
  expect([await total('a'), await total('moved'), await total('b')]).toEqual([0, 1, 0]);
});

test('_lastUpdated finds what changed since, for a client that reconciles', async () => {
  let clock = '2026-03-01T00:00:00.000Z';
  const { ehr, client } = await anEhr({ now: () => new Date(clock) });
  await ehr.seed(scores);
  clock = '2026-03-02T12:00:00.000Z';
  await client.update({
    resourceType,
    id: 'b',
    body: screeningObservation('b', { id: 'b', status: 'amended' }),
  });

  const { body } = await answerOf(
    client.search({ resourceType, searchParams: { _lastUpdated: 'ge2026-03-02T00:00:00Z' } }),
  );

  expect(body.entry.map(({ resource }: { resource: Observation }) => resource.id)).toEqual(['b']);
});

test('pages lead to each other, and together hold everything once', async () => {
  const { ehr, client } = await anEhr();
  await ehr.seed(Array.from({ length: 45 }, (_, n) => screeningObservation(`s${n}`, { id: `s${n}` })));

  const ids: string[] = [];
  const sizes: number[] = [];
  let { body: page } = await answerOf(client.search({ resourceType, searchParams: { patient: 'ada' } }));
  while (page !== undefined) {
    sizes.push(page.entry.length);
    ids.push(...page.entry.map(({ resource }: { resource: Observation }) => resource.id));
    expect(page.total).toBe(45);
    page = await client.nextPage({ bundle: page });
  }

  expect(sizes).toEqual([20, 20, 5]);
  expect(new Set(ids).size).toBe(45);
});

test.for<Record<string, string>>([
  { nonsense: '1' },
  { 'patient.name': 'x' },
  { '_has:Encounter:patient:status': 'finished' },
  { _include: 'Observation:subject' },
  { 'code:text': 'x' },
  { date: 'yesterday' },
  { _count: 'many' },
  { _sort: 'nonsense' },
])('%o is refused, not ignored', async (searchParams) => {
  const { ehr, client } = await anEhr();
  await ehr.seed(scores);
  expect((await answerOf(client.search({ resourceType, searchParams }))).status).toBe(400);
});

test('with 10 000 resources, a search by identifier or patient takes no scan', async () => {
  const { ehr, client } = await anEhr();
  await ehr.seed(
    Array.from({ length: 10_000 }, (_, n) =>
      screeningObservation(`s${n}`, { id: `s${n}`, subject: { reference: `Patient/p${n % 1000}` } }),
    ),
  );

  const start = performance.now();
  for (let n = 0; n < 100; n++) {
    const one = await answerOf(
      client.search({ resourceType, searchParams: { identifier: `${SCORE_IDENTIFIER}|s${n}` } }),
    );
    const ten = await answerOf(client.search({ resourceType, searchParams: { patient: `Patient/p${n}` } }));
    expect([one.body.total, ten.body.total]).toEqual([1, 10]);
  }
  // 200 searches take about 0.2 s; a scan by FHIRPath would take 0.9 ms x 10 000 for each
  expect(performance.now() - start).toBeLessThan(5000);
});
