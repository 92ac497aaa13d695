/** Whole snapshots of random programs: no figure anywhere in them is about 1 to 10 people. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EpisodePass } from '../../../shared/metrics/episode-pass.ts';
import { csvOf } from '../../../shared/metrics/exports/csv.ts';
import { measureReportBundle } from '../../../shared/metrics/exports/measure-report.ts';
import { mergePartials } from '../../../shared/metrics/partial.ts';
import { reduceProgram } from '../../../shared/metrics/reduce.ts';
import type { Snapshot } from '../../../shared/metrics/snapshot.ts';
import { contactRow, episodeRow, type IndexRow, responseRow } from './index-row.ts';
import { talkingTherapy } from './snapshot-of.ts';

/** Names under which a snapshot keeps numbers of episodes. */
const counts: ReadonlySet<string> = new Set([
  ...['initialPopulation', 'denominator', 'denominatorExclusion', 'numerator', 'eligible', 'observed'],
  ...['count', 'total', 'n', 'events', 'atRisk', 'judged', 'offTrack', 'open', 'longGap'],
  ...['started', 'finished', 'mayRespondLate', 'referred', 'begun'],
]);

function smallCounts(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = `${path}/${name}`;
    if (typeof inner !== 'number') return smallCounts(inner, at);
    return counts.has(name) && inner > 0 && inner < 11 ? [`${at} = ${inner}`] : [];
  });
}

/** Proportions whose remainder, which N and count give away, is small. */
function smallRemainders(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { populations, denominators } = value as {
    populations?: { numerator: number | null };
    denominators?: { eligible: number | null };
  };
  const [numerator, eligible] = [populations?.numerator ?? null, denominators?.eligible ?? null];
  const rest = numerator === null || eligible === null ? 0 : eligible - numerator;
  const here = rest > 0 && rest < 11 ? [`${path} leaves ${rest}`] : [];
  return [
    ...here,
    ...Object.entries(value).flatMap(([name, one]) => smallRemainders(one, `${path}/${name}`)),
  ];
}

const person = fc.record({
  start: fc.integer({ min: 0, max: 500 }),
  days: fc.option(fc.integer({ min: 20, max: 200 }), { freq: 8 }),
  contacts: fc.integer({ min: 0, max: 6 }),
  scores: fc.array(fc.tuple(fc.integer({ min: 0, max: 27 }), fc.integer({ min: 0, max: 21 })), {
    maxLength: 5,
  }),
  sex: fc.constantFrom('female', 'female', 'male', null),
  language: fc.constantFrom('en', 'en', 'en', 'es', null),
  ending: fc.constantFrom('completed', 'completed', 'dropped-out', 'other'),
});

const DAY = 86_400_000;
const dateOf = (day: number): string => new Date(Date.UTC(2024, 6, 1) + day * DAY).toISOString().slice(0, 10);

function snapshotOf(people: readonly (typeof person extends fc.Arbitrary<infer T> ? T : never)[]): Snapshot {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'America/New_York', asOf: '2026-02-01' });
  people.forEach((one, i) => {
    const patient = `p${i}`;
    const strata = { ageBand: '26-64', sex: one.sex, race: null, ethnicity: null, language: one.language };
    const end = one.days === null ? null : dateOf(one.start + one.days);
    const rows: readonly IndexRow[] = [
      episodeRow(patient, {
        start: dateOf(one.start),
        end,
        ending: end === null ? 'open' : (one.ending as 'completed'),
        strata,
      }),
      ...Array.from({ length: one.contacts }, (_, k) => contactRow(patient, dateOf(one.start + 7 * k))),
      ...one.scores.map(([phq9, gad7], k) =>
        responseRow(
          patient,
          `${dateOf(one.start + 14 * k)}T15:00:00.000Z`,
          { 'phq-9': phq9, 'gad-7': gad7 },
          { identity: `r${k}` },
        ),
      ),
    ];
    for (const [sk, m] of rows) pass.row(sk, m);
  });
  return reduceProgram(mergePartials([pass.end()]), talkingTherapy, { minimumCell: 11 });
}

test('no snapshot and no export shows a group of 1 to 10, nor what is left of a rate', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(fc.array(person, { minLength: 40, maxLength: 140 }), (people) => {
      const snapshot = snapshotOf(people);
      expect(smallCounts({ ...snapshot, watermark: null })).toEqual([]);
      expect(smallRemainders(snapshot)).toEqual([]);
      const masked = JSON.stringify(measureReportBundle(snapshot)).match(/"count":([1-9]|10)[,}]/g);
      expect(masked).toBeNull();
      const [head = '', ...lines] = csvOf(snapshot).trimEnd().split('\r\n');
      const at = ['initial_population', 'excluded', 'eligible', 'observed', 'numerator'].map((column) =>
        head.split(',').indexOf(column),
      );
      for (const line of lines) {
        const cells = line.split(',');
        for (const column of at) expect(cells[column]).not.toMatch(/^([1-9]|10)$/);
      }
    }),
    // Without shrinking: a snapshot of a hundred people has too many smaller ones to try.
    { numRuns: 60, endOnFailure: true },
  );
});
