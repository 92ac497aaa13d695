import { describe, expect, test } from 'vitest';
import { assessed, times } from '../scoring/assess.ts';
import { golden } from './golden.ts';

const least = [0, 4, 4, 0, 0, 0, 0, 0, 0, 0];
const plus = (more: readonly number[]) => least.map((value, index) => value + (more[index] ?? 0));

describe('CORE-10, items 2 and 3 reversed', () => {
  golden('core-10', [
    { points: least, sum: 'least: 8 x 0 + 2 x (4 - 4) = 0', total: 0, band: 'healthy' },
    { points: plus([4, 0, 0, 1]), sum: '4 + 1 = 5', total: 5, band: 'healthy' },
    { points: plus([4, 0, 0, 2]), sum: '4 + 2 = 6', total: 6, band: 'low' },
    { points: times(10, 0), sum: '2 x (4 - 0) = 8', total: 8, band: 'low' },
    { points: plus([4, 0, 0, 4, 2]), sum: '4 + 4 + 2 = 10', total: 10, band: 'low' },
    { points: plus([4, 0, 0, 4, 3]), sum: '4 + 4 + 3 = 11', total: 11, band: 'mild' },
    { points: plus([4, 0, 0, 4, 4, 0, 2]), sum: '3 x 4 + 2 = 14', total: 14, band: 'mild' },
    { points: plus([4, 0, 0, 4, 4, 0, 3]), sum: '3 x 4 + 3 = 15', total: 15, band: 'moderate' },
    { points: plus([4, 0, 0, 4, 4, 0, 4, 3]), sum: '4 x 4 + 3 = 19', total: 19, band: 'moderate' },
    { points: times(10, 2), sum: 'all midpoint: 10 x 2 = 20', total: 20, band: 'moderate-to-severe' },
    { points: plus([4, 0, 0, 4, 4, 0, 4, 4, 4]), sum: '6 x 4 = 24', total: 24, band: 'moderate-to-severe' },
    { points: plus([4, 0, 0, 4, 4, 0, 4, 4, 4, 1]), sum: '6 x 4 + 1 = 25', total: 25, band: 'severe' },
    { points: [4, 0, 0, ...times(7, 4)], sum: 'most: 10 x 4 = 40', total: 40, band: 'severe' },
    {
      points: [1, 3, 3, 1, 1, 0, 1, 1, 1, null],
      sum: 'one missing, published rule: (6 x 1 + 2 x (4 - 3) + 0) / 9 x 10 = 8.8889',
      total: 8.8889,
      band: 'low',
      prorated: true,
    },
  ]);

  test('two missing are one too many', () => {
    expect(assessed('core-10', [...times(8, 1), null, null])).toMatchObject({
      outcome: 'incomplete',
      total: null,
    });
  });

  test.for([
    { points: 1, state: 'positive' },
    { points: 0, state: 'negative' },
    { points: null, state: 'unknown' },
  ])('item 6 at $points is $state, whatever the total is', ({ points, state }) => {
    const answers = least.map((value, index) => (index === 5 ? points : value));
    expect(assessed('core-10', answers).critical).toMatchObject([{ item: '6', state }]);
    expect(assessed('core-10', [null, null, null, null, null, points]).critical).toMatchObject([{ state }]);
  });
});
