/**
 * Reference values: mpmath 1.3.0 with 25 digits (cumulative probabilities, normal quantiles), SciPy 1.17.1
 * (t, F and beta quantiles), and the tables printed in every textbook.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import {
  betaQuantile,
  chiSquareUpperTail,
  fQuantile,
  normalCdf,
  normalQuantile,
  tQuantile,
  tTwoSidedP,
} from '../../../shared/stats/distributions.ts';

/** Within 1e-9 of the reference, relatively, so that small tails count too. */
function expectClose(actual: number, reference: number): void {
  expect(Math.abs(actual - reference)).toBeLessThanOrEqual(1e-9 * Math.abs(reference));
}

describe('the normal distribution', () => {
  test.for([
    [-8, 6.220960574271784e-16],
    [-3, 0.0013498980316300946],
    [-1.96, 0.024997895148220435],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.3, 0.6179114221889527],
    [0.99, 0.8389129404891691],
    [1.01, 0.8437523549787453],
    [2.5, 0.9937903346742238],
  ] as const)('stays below %d with probability %d', ([z, p]) => expectClose(normalCdf(z), p));

  test.for([
    [1e-12, -7.034483825301131],
    [0.001, -3.0902323061678136],
    [0.025, -1.9599639845400543],
    [0.2, -0.8416212335729142],
    [0.6, 0.2533471031357997],
    [0.975, 1.9599639845400538],
    [0.9999999, 5.199337582290661],
  ] as const)('has quantile of %d at %d', ([p, z]) => expectClose(normalQuantile(p), z));
});

describe("Student's t", () => {
  test.for([
    { p: 0.975, df: 1, t: 12.706204736174694 },
    { p: 0.975, df: 9, t: 2.262157162798205 },
    { p: 0.975, df: 39, t: 2.022690920036761 },
    { p: 0.995, df: 5.5, t: 3.8499114660010356 },
    { p: 0.6, df: 55.3, t: 0.2545693850419057 },
    { p: 1e-6, df: 12, t: -8.504302718054584 },
    { p: 0.975, df: 100_000, t: 1.9599877075346095 },
  ])('has quantile of $p on $df degrees of freedom at $t', ({ p, df, t }) => {
    expectClose(tQuantile(p, df), t);
    expectClose(tTwoSidedP(t, df), 2 * Math.min(p, 1 - p));
  });

  test('agrees with the printed table to its three decimals', () => {
    // Fisher & Yates, Statistical Tables: two-sided 5 % points.
    expect(tQuantile(0.975, 10)).toBeCloseTo(2.228, 3);
    expect(tQuantile(0.975, 30)).toBeCloseTo(2.042, 3);
    expect(tQuantile(0.5, 10)).toBe(0);
  });

  test('keeps the digits of small p-values', () => {
    // R 4.2.2, t.test of the BDI in claus_2020 and cor.test of attitude: p-values as printed.
    expectClose(tTwoSidedP(-5.59539969387198, 39), 0.00000188819770765327);
    expectClose(tTwoSidedP(4.06212768338204, 9), 0.00283289019738427);
  });
});

describe('F, beta and chi-square', () => {
  test.for([
    { p: 0.975, df1: 29, df2: 174, f: 1.6615384170288148 },
    { p: 0.025, df1: 29, df2: 174, f: 0.5369655425274906 },
    { p: 0.975, df1: 2708, df2: 10_832, f: 1.0607987095208742 },
    { p: 0.95, df1: 1, df2: 1, f: 161.4476387975882 },
  ])('F($df1, $df2) has quantile of $p at $f', ({ p, df1, df2, f }) =>
    expectClose(fQuantile(p, df1, df2), f),
  );

  test.for([
    { p: 0.025, a: 81, b: 183, x: 0.25273674558527126 },
    { p: 0.975, a: 1, b: 20, x: 0.1684334709830853 },
    { p: 0.025, a: 1, b: 29, x: 0.000872646883579922 },
    { p: 0.3, a: 0.5, b: 0.5, x: 0.2061073738537634 },
  ])('beta($a, $b) has quantile of $p at $x', ({ p, a, b, x }) => expectClose(betaQuantile(p, a, b), x));

  test.for([
    { x: 3.841458820694124, df: 1, p: 0.05 },
    { x: 10, df: 5, p: 0.07523524614651217 },
    { x: 16, df: 1, p: 0.00006334248366623984 },
    { x: 60, df: 20, p: 0.00000712175086281557 },
    { x: 1040, df: 1000, p: 0.1846911490987436 },
    { x: 0, df: 3, p: 1 },
  ])('chi-square($df) exceeds $x with probability $p', ({ x, df, p }) =>
    expectClose(chiSquareUpperTail(x, df), p),
  );
});

test('a quantile of an impossible probability is a bug, not a NaN', () => {
  for (const p of [0, 1, -0.1, Number.NaN]) {
    expect(() => normalQuantile(p)).toThrow(RangeError);
    expect(() => tQuantile(p, 5)).toThrow(RangeError);
  }
});
