import { expect, test } from 'vitest';
import { percentChange } from '../../../shared/stats/percent-change.ts';

const response = { improvement: 0.5, deterioration: 0.25, betterIs: 'lower' } as const;

test.for([
  { why: 'exactly half counts as response', first: 20, last: 10, share: -0.5, category: 'improved' },
  { why: 'one point short does not', first: 20, last: 11, share: -0.45, category: 'unchanged' },
  { why: 'all gone', first: 20, last: 0, share: -1, category: 'improved' },
  { why: 'exactly a quarter worse', first: 20, last: 25, share: 0.25, category: 'deteriorated' },
  { why: 'less than a quarter worse', first: 20, last: 24, share: 0.2, category: 'unchanged' },
] as const)('$why', ({ first, last, share, category }) => {
  expect(percentChange(first, last, response)).toEqual({
    kind: 'estimated',
    share: expect.closeTo(share, 12),
    category,
  });
});

test('an instrument that counts upwards responds upwards', () => {
  const upwards = { ...response, betterIs: 'higher' } as const;
  expect(percentChange(10, 15, upwards)).toMatchObject({ category: 'improved' });
  expect(percentChange(20, 15, upwards)).toMatchObject({ category: 'deteriorated' });
});

test('a change on its threshold is not lost to rounding', () => {
  // 20 to 9 is 55 % and 0.55 x 20 is 11.000000000000002 in binary.
  expect(percentChange(20, 9, { ...response, improvement: 0.55 })).toMatchObject({ category: 'improved' });
});

test('a share of nothing is undefined', () => {
  expect(percentChange(0, 3, response)).toEqual({ kind: 'none', reason: 'baseline-zero' });
});
