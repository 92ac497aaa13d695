import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EpisodePass } from '../../../shared/metrics/episode-pass.ts';
import {
  decodePartial,
  encodePartial,
  mergePartials,
  type Partial,
} from '../../../shared/metrics/partial.ts';
import { reduceProgram } from '../../../shared/metrics/reduce.ts';
import { WatermarkSum } from '../../../shared/metrics/watermark.ts';
import type { ProgramSettings } from '../../../shared/settings/settings.ts';
import { contactRow, episodeRow, type IndexRow, responseRow } from './index-row.ts';

const programs: readonly ProgramSettings[] = ['talking-therapy', 'intensive', 'walk-in'].map((id) => ({
  id,
  source: 'riverside',
  name: id,
  measures: { depression: 'phq-9', anxiety: 'gad-7' },
}));

function passOver(patients: readonly (readonly IndexRow[])[]): Partial {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'America/New_York', asOf: '2026-02-01' });
  for (const [sk, m] of patients.flat()) pass.row(sk, m);
  return pass.end();
}

function snapshots(partials: readonly Partial[]): string {
  const merged = mergePartials(partials);
  return JSON.stringify(programs.map((program) => reduceProgram(merged, program, { minimumCell: 3 })));
}

const date = fc
  .integer({ min: 0, max: 900 })
  .map((day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
const instant = fc
  .tuple(date, fc.integer({ min: 0, max: 23 }))
  .map(([day, hour]) => `${day}T${String(hour).padStart(2, '0')}:30:00.000Z`);
const programId = fc.constantFrom('talking-therapy', 'intensive');

const response = fc.record({
  authored: instant,
  phq9: fc.integer({ min: 0, max: 27 }),
  gad7: fc.option(fc.integer({ min: 0, max: 21 })),
  alliance: fc.option(fc.integer({ min: 12, max: 60 })),
  program: fc.option(fc.constantFrom('talking-therapy', 'walk-in'), { freq: 4 }),
});

const person = fc.record({
  episodes: fc.array(
    fc.record({ start: date, days: fc.option(fc.integer({ min: 1, max: 300 })), program: programId }),
    {
      maxLength: 2,
    },
  ),
  contacts: fc.array(date, { maxLength: 6 }),
  due: fc.array(date, { maxLength: 2 }),
  sex: fc.constantFrom('female', 'male', null),
  responses: fc.array(response, { maxLength: 6 }),
});

type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

function rowsOf(
  { episodes, contacts, due, sex, responses }: Person,
  index: number,
  retracted: ReadonlySet<number>,
): IndexRow[] {
  const patient = `p${index}`;
  return [
    ...episodes.map(({ start, days, program }, i) => {
      const end =
        days === null ? null : new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10);
      const strata = { ageBand: null, sex, race: null, ethnicity: null, language: 'en' };
      return episodeRow(patient, { start, end, strata }, { program, id: `e${i}` });
    }),
    ...contacts.map((day) => contactRow(patient, day)),
    ...due.map((day) => contactRow(patient, day, { kind: 'screening-due', codes: ['due'] })),
    ...responses.map(({ authored, phq9, gad7, alliance, program }, i) =>
      responseRow(
        patient,
        authored,
        {
          'phq-9': phq9,
          ...(gad7 === null ? {} : { 'gad-7': gad7 }),
          ...(alliance === null ? {} : { 'wai-sr': alliance }),
        },
        { program, identity: `r${i}`, retracted: retracted.has(i) },
      ),
    ),
  ];
}

const nobody: ReadonlySet<number> = new Set();
const people = fc.array(person, { minLength: 1, maxLength: 12 });
const twoOrders = people.chain((all) => {
  const patients = all.map((one, index) => rowsOf(one, index, nobody));
  const shuffled = fc
    .tuple(...patients.map((rows) => fc.shuffledSubarray(rows, { minLength: rows.length })))
    .chain((each) => fc.shuffledSubarray(each, { minLength: each.length }));
  return fc.tuple(
    fc.constant(patients),
    shuffled,
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 12 }),
  );
});

describe('the same rows give the same bytes', () => {
  test('in any order of patients, and of rows within a patient', () => {
    fc.assert(
      fc.property(twoOrders, ([patients, shuffled]) => {
        expect(encodePartial(passOver(shuffled))).toBe(encodePartial(passOver(patients)));
        expect(snapshots([passOver(shuffled)])).toBe(snapshots([passOver(patients)]));
      }),
      { numRuns: 60 },
    );
  });

  test('divided into any shards, merged in any order, stored and read back in between', () => {
    fc.assert(
      fc.property(twoOrders, ([patients, shuffled, shardOf]) => {
        const shards = [0, 1, 2, 3].map((shard) => shuffled.filter((_, index) => shardOf[index] === shard));
        const partials = shards.map((rows) => decodePartial(encodePartial(passOver(rows))));
        expect(encodePartial(mergePartials(partials.toReversed()))).toBe(encodePartial(passOver(patients)));
        expect(snapshots(partials)).toBe(snapshots([passOver(patients)]));
      }),
      { numRuns: 60 },
    );
  });
});

test('retracting a response equals never having had it, but for the watermark', () => {
  fc.assert(
    fc.property(people, fc.array(fc.integer({ min: 0, max: 5 })), (all, gone) => {
      const indices = new Set(gone);
      const retracted = passOver(all.map((one, index) => rowsOf(one, index, indices)));
      const without = passOver(
        all.map((one, index) =>
          rowsOf(one, index, nobody).filter(([sk]) => !gone.some((i) => sk.endsWith(`#r${i}`))),
        ),
      );
      expect({ ...retracted, watermark: null }).toEqual({ ...without, watermark: null });
      const { watermark } = without;
      expect(snapshots([{ ...retracted, watermark }])).toBe(snapshots([without]));
    }),
    { numRuns: 60 },
  );
});

describe('the watermark', () => {
  const rows = [
    episodeRow('ann', { start: '2025-03-01' }),
    responseRow('ann', '2025-03-02T15:00:00.000Z', { 'phq-9': 18 }),
  ];

  test('sees one changed character of one row', () => {
    const amended = responseRow('ann', '2025-03-02T15:00:00.000Z', { 'phq-9': 17 });
    expect(passOver([[...rows.slice(0, 1), amended]]).watermark.digest).not.toBe(
      passOver([rows]).watermark.digest,
    );
  });

  test('says how many rows there were and when the last of them changed', () => {
    const later = responseRow(
      'ann',
      '2025-04-02T15:00:00.000Z',
      { 'phq-9': 9 },
      {
        changedAt: Date.parse('2026-01-31T12:34:56.789Z'),
        identity: 'r2',
      },
    );
    expect(passOver([[...rows, later]]).watermark).toMatchObject({
      rows: 3,
      changedAt: '2026-01-31T12:34:56.789Z',
    });
  });

  test('hardly ever meets by chance: 20 000 rows, 20 000 digests', () => {
    const digests = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      const sum = new WatermarkSum();
      sum.add('ann#', 'ann#2#2025-03-02T15:00:00.000Z#r', `10ml254xs00|phq-9;1.0.0;${i};0`, 0);
      digests.add(sum.value.digest);
    }
    expect(digests.size).toBe(20_000);
  });
});

test('partials of two sources are never merged', () => {
  const one = passOver([]);
  expect(() => mergePartials([one, { ...one, source: 'hillside' }])).toThrow('riverside');
  expect(() => mergePartials([])).toThrow('no partial');
});

test('a partial of another format is refused with what to do', () => {
  expect(() => decodePartial('["outcomes-partial/0"]\n')).toThrow('compile the shard again');
});
