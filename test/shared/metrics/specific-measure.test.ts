import { expect, test } from 'vitest';
import { EpisodePass } from '../../../shared/metrics/episode-pass.ts';
import { mergePartials } from '../../../shared/metrics/partial.ts';
import { reduceProgram } from '../../../shared/metrics/reduce.ts';
import { contactRow, episodeRow, type IndexRow, responseRow } from './index-row.ts';

function match(
  people: readonly (readonly [count: number, descriptor: string | null, last: object | null])[],
) {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'UTC', asOf: '2026-02-01' });
  people.forEach(([count, descriptor, last], way) => {
    for (let i = 0; i < count; i += 1) {
      const patient = `p${way}-${i}`;
      const rows: readonly IndexRow[] = [
        episodeRow(patient, { start: '2025-03-01', end: '2025-06-30', descriptor }),
        contactRow(patient, '2025-03-08'),
        contactRow(patient, '2025-03-15'),
        responseRow(patient, '2025-03-02T15:00:00.000Z', { 'pcl-5': 50, 'gad-7': 9 }),
        ...(last === null ? [] : [responseRow(patient, '2025-06-01T15:00:00.000Z', { ...last })]),
      ];
      for (const [sk, m] of rows) pass.row(sk, m);
    }
  });
  const program = {
    id: 'talking-therapy',
    source: 'riverside',
    name: 'Talking Therapy',
    measures: { depression: 'phq-9', anxiety: 'gad-7' },
  } as const;
  const snapshot = reduceProgram(mergePartials([pass.end()]), program, { minimumCell: 11 });
  return snapshot.measures.find(({ id }) => id === 'adsm-match')?.current;
}

test('of those treated for PTSD, twelve of thirty-four have both PCL-5 scores; a GAD-7 does not do', () => {
  const current = match([
    [12, 'F43.10', { 'pcl-5': 20 }],
    [22, 'F43.1', { 'gad-7': 3 }],
    [40, 'F32.1', { 'pcl-5': 20 }],
  ]);
  expect(current?.populations).toEqual({
    initialPopulation: 34,
    denominator: 34,
    denominatorExclusion: 0,
    numerator: 12,
  });
  expect(current?.rate).toBeCloseTo(12 / 34, 12);
});

test('a problem without a measure of its own calls for none: no rate, and why', () => {
  expect(match([[20, 'F32.1', { 'gad-7': 3 }]])).toMatchObject({ rate: null, reason: 'no-episodes' });
});
