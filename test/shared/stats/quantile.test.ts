import { expect, test } from 'vitest';
import { quantile, quartiles } from '../../../shared/stats/quantile.ts';

// Python 3, statistics.quantiles(method='inclusive'), which is type 7.
test('quartiles lie between the order statistics', () => {
  expect(quartiles([3, 1, 4, 1, 5, 9, 2, 6])).toEqual({
    kind: 'estimated',
    n: 8,
    lower: 1.75,
    median: 3.5,
    upper: 5.25,
  });
});

test('the nine tenths of 1 to 50', () => {
  expect(
    quantile(
      Array.from({ length: 50 }, (_, i) => i + 1),
      0.9,
    ),
  ).toBeCloseTo(45.1, 12);
});

test('one value is every quantile of itself, nothing has none', () => {
  expect(quantile([7], 0.25)).toBe(7);
  expect(quartiles([])).toEqual({ kind: 'none', reason: 'no-observations' });
});
