import { describe, expect, test } from 'vitest';
import type { BetterIs } from '../../../shared/stats/estimate.ts';
import {
  changeCategory,
  clinicalCutoffs,
  type ReliableChange,
  reliableChange,
  reliableChangeIndex,
} from '../../../shared/stats/reliable-change.ts';

function reliableOf(sd: number, reliability: number): ReliableChange {
  const rule = reliableChange({ sd, reliability });
  if (rule.kind === 'none') throw new Error(rule.reason);
  return rule;
}

describe('reliable change', () => {
  test('is the worked example of the paper: 47.5 to 32.5 with SD 7.5 and reliability 0.80', () => {
    // Jacobson & Truax (1991), J Consult Clin Psychol 59:14: S_E = 7.5 sqrt(1 - .80) = 3.35, S_diff = 4.74, RCI = (32.5 - 47.5)/4.74 = -3.16.
    const rule = reliableOf(7.5, 0.8);
    expect(rule.standardErrorOfMeasurement).toBeCloseTo(3.35, 2);
    expect(rule.standardErrorOfDifference).toBeCloseTo(4.74, 2);
    expect(reliableChangeIndex(47.5, 32.5, rule)).toBeCloseTo(-3.16, 2);
  });

  test('is 1.96 standard errors of the difference, in points', () => {
    // SD 10, reliability 0.5: S_E = 7.0711, S_diff = 10.
    const rule = reliableOf(10, 0.5);
    expect(rule.standardErrorOfDifference).toBeCloseTo(10, 12);
    expect(rule.reliablePoints).toBeCloseTo(19.6, 12);
  });

  test('does not exist without measurement error or without spread', () => {
    expect(reliableChange({ sd: 5, reliability: 1 })).toEqual({ kind: 'none', reason: 'not-identified' });
    expect(reliableChange({ sd: 5, reliability: -0.1 })).toEqual({ kind: 'none', reason: 'not-identified' });
    expect(reliableChange({ sd: 0, reliability: 0.8 })).toEqual({ kind: 'none', reason: 'no-variation' });
  });
});

describe('cut-offs', () => {
  test('lower is better: A from the clinical, B from the functional population, C between', () => {
    // Clinical 40 (SD 6), functional 20 (SD 4): A = 28, B = 28, C = (4 x 40 + 6 x 20) / 10 = 28.
    expect(clinicalCutoffs({ mean: 40, sd: 6 }, { mean: 20, sd: 4 }, 'lower')).toEqual({
      a: 28,
      b: 28,
      c: 28,
    });
  });

  test('B takes the functional SD, as the paper does, not the clinical SD of the R package', () => {
    expect(clinicalCutoffs({ mean: 35, sd: 8 }, { mean: 7, sd: 7 }, 'lower').b).toBe(21);
    expect(clinicalCutoffs({ mean: 1, sd: 1 }, { mean: 15, sd: 5 }, 'higher').b).toBe(5);
  });

  test('higher is better turns both directions', () => {
    expect(clinicalCutoffs({ mean: 20, sd: 4 }, { mean: 40, sd: 6 }, 'higher')).toEqual({
      a: 28,
      b: 28,
      c: 28,
    });
  });

  test('without norms there is only A', () => {
    expect(clinicalCutoffs({ mean: 40, sd: 6 }, null, 'lower')).toEqual({ a: 28, b: null, c: null });
  });
});

describe('categories', () => {
  const reliable = reliableOf(10, 0.5); // reliable beyond 19.6 points
  const cases = [
    { why: 'crosses reliably', first: 50, last: 20, category: 'recovered' },
    { why: 'reliable, still clinical', first: 60, last: 35, category: 'improved' },
    { why: 'reliable, was never clinical', first: 28, last: 5, category: 'improved' },
    { why: 'crosses without reliable change', first: 35, last: 25, category: 'unchanged' },
    { why: 'exactly 20 points is more than 19.6', first: 40, last: 20, category: 'recovered' },
    { why: '19 points is not', first: 40, last: 21, category: 'unchanged' },
    { why: 'on the cut-off at the end is not functional', first: 50, last: 30, category: 'improved' },
    { why: 'on the cut-off at the start is not clinical', first: 30, last: 10, category: 'improved' },
    { why: 'worse, was clinical already', first: 40, last: 60, category: 'deteriorated' },
    { why: 'worse, from functional to clinical', first: 20, last: 45, category: 'harmed' },
    { why: 'worse, still functional', first: 2, last: 25, category: 'deteriorated' },
    { why: 'no change at all', first: 40, last: 40, category: 'unchanged' },
  ] as const;

  test.for(cases)('$why: $category', ({ first, last, category }) => {
    expect(changeCategory(first, last, { reliable, cutoff: 30, betterIs: 'lower' })).toBe(category);
  });

  test.for(cases)(
    '$why: $category, the same when the instrument counts upwards',
    ({ first, last, category }) => {
      const betterIs: BetterIs = 'higher';
      expect(changeCategory(100 - first, 100 - last, { reliable, cutoff: 70, betterIs })).toBe(category);
    },
  );
});
