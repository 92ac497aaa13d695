import { describe, expect, test } from 'vitest';
import { assessed, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('PHQ-9', () => {
  golden('phq-9', [
    { points: times(9, 0), sum: '9 x 0 = 0', total: 0, band: 'minimal' },
    { points: [1, 1, 1, 1, ...times(5, 0)], sum: '4 x 1 = 4', total: 4, band: 'minimal' },
    { points: [1, 1, 1, 1, 1, ...times(4, 0)], sum: '5 x 1 = 5', total: 5, band: 'mild' },
    { points: [...times(9, 1)], sum: '9 x 1 = 9', total: 9, band: 'mild' },
    { points: [2, ...times(8, 1)], sum: '2 + 8 x 1 = 10', total: 10, band: 'moderate' },
    { points: [3, 3, 2, ...times(6, 1)], sum: '3 + 3 + 2 + 6 x 1 = 14', total: 14, band: 'moderate' },
    { points: [3, 3, 3, ...times(6, 1)], sum: '3 x 3 + 6 x 1 = 15', total: 15, band: 'moderately severe' },
    { points: [3, ...times(8, 2)], sum: '3 + 8 x 2 = 19', total: 19, band: 'moderately severe' },
    { points: [3, 3, ...times(7, 2)], sum: '2 x 3 + 7 x 2 = 20', total: 20, band: 'severe' },
    { points: times(9, 3), sum: '9 x 3 = 27', total: 27, band: 'severe' },
    { points: [...times(9, 1), 3], sum: 'difficulty is not in the total: 9 x 1 = 9', total: 9, band: 'mild' },
  ]);
  eachItemIsNeeded('phq-9', times(9, 1), [1, 5, 9]);

  test('a program that accepts two missing gets 7 x 2 * 9 / 7 = 18, flagged', () => {
    const points = [...times(7, 2), null, null];
    expect(assessed('phq-9', points, { prorating: { 'phq-9': 2 } })).toMatchObject({
      outcome: 'scored',
      total: 18,
      band: 'moderately severe',
      prorated: true,
    });
  });

  test('the prorated total is rounded to a whole point: 3 over 8 items * 9 / 8 = 3.375 is 3', () => {
    const points = [1, 1, 1, ...times(5, 0), null];
    expect(assessed('phq-9', points, { prorating: { 'phq-9': 2 } }).total).toBe(3);
  });

  test('three missing are one more than the program accepts', () => {
    const points = [...times(6, 2), null, null, null];
    expect(assessed('phq-9', points, { prorating: { 'phq-9': 2 } })).toMatchObject({
      outcome: 'incomplete',
      total: null,
    });
  });
});
