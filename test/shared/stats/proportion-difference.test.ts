import { expect, test } from 'vitest';
import { newcombeDifference, proportionChiSquare } from '../../../shared/stats/proportion-difference.ts';

// Newcombe (1998), Stat Med 17:873, table II: method 10.
test.for([
  { a: { count: 56, of: 70 }, b: { count: 48, of: 80 }, lower: 0.0524, upper: 0.3339 },
  { a: { count: 9, of: 10 }, b: { count: 3, of: 10 }, lower: 0.1705, upper: 0.809 },
  { a: { count: 6, of: 7 }, b: { count: 2, of: 7 }, lower: 0.0582, upper: 0.8062 },
  { a: { count: 5, of: 56 }, b: { count: 0, of: 29 }, lower: -0.0381, upper: 0.1926 },
  { a: { count: 0, of: 10 }, b: { count: 0, of: 20 }, lower: -0.1611, upper: 0.2775 },
  { a: { count: 0, of: 10 }, b: { count: 0, of: 10 }, lower: -0.2775, upper: 0.2775 },
  { a: { count: 10, of: 10 }, b: { count: 0, of: 20 }, lower: 0.6791, upper: 1 },
  { a: { count: 10, of: 10 }, b: { count: 0, of: 10 }, lower: 0.6075, upper: 1 },
])('$a.count of $a.of less $b.count of $b.of has the published limits', ({ a, b, lower, upper }) => {
  expect(newcombeDifference(a, b)).toMatchObject({
    difference: a.count / a.of - b.count / b.of,
    lower: expect.closeTo(lower, 4),
    upper: expect.closeTo(upper, 4),
  });
});

test('an empty group has no gap to the others', () => {
  const some = { count: 3, of: 10 };
  const nobody = { count: 0, of: 0 };
  expect(newcombeDifference(some, nobody)).toEqual({ kind: 'none', reason: 'no-observations' });
  expect(newcombeDifference(nobody, some)).toEqual({ kind: 'none', reason: 'no-observations' });
  expect(proportionChiSquare(nobody, some)).toEqual({ kind: 'none', reason: 'no-observations' });
});

test('chi-square is that of the two-by-two table', () => {
  // 9 of 10 against 3 of 10: 20 (9 x 7 - 3 x 1)^2 / (10 x 10 x 12 x 8) = 7.5; p by R's prop.test.
  expect(proportionChiSquare({ count: 9, of: 10 }, { count: 3, of: 10 })).toMatchObject({
    chiSquare: 7.5,
    p: expect.closeTo(0.00616989932054415, 12),
  });
});

test('two groups where nobody counts cannot be tested', () => {
  expect(proportionChiSquare({ count: 0, of: 9 }, { count: 0, of: 5 })).toEqual({
    kind: 'none',
    reason: 'no-variation',
  });
});
