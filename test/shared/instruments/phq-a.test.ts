import { describe, expect, test } from 'vitest';
import { assessed, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

const states = (points: readonly (number | null)[]) =>
  assessed('phq-a', points).critical.map(({ item, state }) => `${item} ${state}`);

describe('PHQ-A', () => {
  golden('phq-a', [
    {
      points: [...times(9, 0), 1, 3, 0, 0],
      sum: 'items 10-13 are not in the total: 9 x 0 = 0',
      total: 0,
      band: 'minimal',
    },
    { points: [2, 2, ...times(7, 0)], sum: '2 x 2 = 4', total: 4, band: 'minimal' },
    { points: [2, 2, 1, ...times(6, 0)], sum: '2 x 2 + 1 = 5', total: 5, band: 'mild' },
    { points: times(9, 1), sum: '9 x 1 = 9', total: 9, band: 'mild' },
    { points: [2, ...times(8, 1)], sum: '2 + 8 = 10', total: 10, band: 'moderate' },
    { points: [3, 3, 2, ...times(6, 1)], sum: '3 + 3 + 2 + 6 = 14', total: 14, band: 'moderate' },
    { points: [3, 3, 3, ...times(6, 1)], sum: '3 x 3 + 6 = 15', total: 15, band: 'moderately severe' },
    { points: [3, ...times(8, 2)], sum: '3 + 8 x 2 = 19', total: 19, band: 'moderately severe' },
    { points: [3, 3, ...times(7, 2)], sum: '2 x 3 + 7 x 2 = 20', total: 20, band: 'severe' },
    { points: times(9, 3), sum: '9 x 3 = 27', total: 27, band: 'severe' },
  ]);
  eachItemIsNeeded('phq-a', times(9, 1), [1, 9]);

  test('a Yes to either suicide question alerts at a total of 0', () => {
    expect(states([...times(9, 0), 0, 0, 1, 0])).toEqual(['9 negative', '12 positive', '13 negative']);
    expect(states([...times(9, 0), 0, 0, 0, 1])).toEqual(['9 negative', '12 negative', '13 positive']);
  });

  test('a form without the extra questions leaves them unknown, and is scored', () => {
    expect(states(times(9, 0))).toEqual(['9 negative', '12 unknown', '13 unknown']);
    expect(assessed('phq-a', times(9, 0)).outcome).toBe('scored');
  });
});
