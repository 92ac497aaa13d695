import { expect, test } from 'vitest';
import { contactRow, episodeRow, type IndexRow, responseRow } from './index-row.ts';
import { snapshotOf } from './snapshot-of.ts';

function match(
  people: readonly (readonly [count: number, descriptor: string | null, last: object | null])[],
) {
  const rows = people.flatMap(([count, descriptor, last], way) =>
    Array.from({ length: count }, (_, i): readonly IndexRow[] => {
      const patient = `p${way}-${i}`;
      return [
        episodeRow(patient, { start: '2025-03-01', end: '2025-06-30', problems: descriptor }),
        contactRow(patient, '2025-03-08'),
        contactRow(patient, '2025-03-15'),
        responseRow(patient, '2025-03-02T15:00:00.000Z', { 'pcl-5': 50, 'gad-7': 9 }),
        ...(last === null ? [] : [responseRow(patient, '2025-06-01T15:00:00.000Z', { ...last })]),
      ];
    }).flat(),
  );
  return snapshotOf(rows).measures.find(({ id }) => id === 'adsm-match')?.current;
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

test('a problem whose measure has no verified threshold is not asked: outcomes are not told by it', () => {
  expect(match([[20, 'F40.1', { spin: 3 }]])).toMatchObject({ rate: null, reason: 'no-episodes' });
});
