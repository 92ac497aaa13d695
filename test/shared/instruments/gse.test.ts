import { describe, expect, test } from 'vitest';
import { assessed, times } from '../scoring/assess.ts';
import { golden } from './golden.ts';

describe('GSE', () => {
  golden('gse', [
    { points: times(10, 1), sum: '10 x 1 = 10', total: 10 },
    { points: [...times(5, 2), ...times(5, 3)], sum: '5 x 2 + 5 x 3 = 25', total: 25 },
    { points: times(10, 4), sum: '10 x 4 = 40', total: 40 },
    {
      points: [3, 3, 3, 3, 3, 3, 2, null, null, null],
      sum: 'seven of ten, published rule: 20 * 10 / 7 = 28.5714',
      total: 28.5714,
      prorated: true,
    },
  ]);

  test('four missing are one too many', () => {
    expect(assessed('gse', [...times(6, 3), ...Array.from({ length: 4 }, () => null)])).toMatchObject({
      outcome: 'incomplete',
      total: null,
      prorated: false,
    });
  });
});
