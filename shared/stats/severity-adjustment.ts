/**
 * Severity-adjusted change: how much better people ended than people who started like them.
 *
 * Percentages of response and remission are kinder to mild starters (Psychiatric Services 2020,
 * doi:10.1176/appi.ps.201900295), so programs are compared by observed minus expected last score, expected
 * from a linear regression of last on first (and other predictors) over a fixed reference set.
 *
 * @module
 */
import { choleskySolve } from './cholesky.ts';
import { tQuantile } from './distributions.ts';
import { type BetterIs, type Estimated, type Interval, none, towardsBetter } from './estimate.ts';
import { covariance, mean, variance } from './moments.ts';

/** People by position: `last[i]` and `predictors[*][i]` are one person. The first score is a predictor. */
export interface Courses {
  readonly last: ArrayLike<number>;
  readonly predictors: readonly ArrayLike<number>[];
}

export interface Expectation {
  readonly n: number;
  readonly intercept: number;
  /** Points of last score per unit of each predictor, in the order given. */
  readonly coefficients: readonly number[];
  /** Standard deviation of last around expected, n - predictors - 1 degrees of freedom, in points. */
  readonly residualSd: number;
}

/**
 * Fits the expected last score on the reference set by least squares. `none` with too few people for the
 * predictors, or where a predictor is constant or repeats others (`not-identified`).
 */
export function fitExpectation({ last, predictors }: Courses): Estimated<Expectation> {
  const n = last.length;
  const df = n - predictors.length - 1;
  if (n === 0) return none('no-observations');
  if (df < 1) return none('too-few-observations');

  const scales = predictors.map((predictor) => Math.sqrt(variance(predictor)));
  if (scales.some((scale) => !(scale > 0))) return none('not-identified');
  const correlations = predictors.map((a, i) =>
    predictors.map((b, j) => covariance(a, b) / ((scales[i] ?? 1) * (scales[j] ?? 1))),
  );
  const withLast = predictors.map((predictor, i) => covariance(predictor, last) / (scales[i] ?? 1));
  const solved = choleskySolve(correlations, withLast);
  if (solved === null) return none('not-identified');

  const coefficients = Array.from(solved, (value, i) => value / (scales[i] ?? 1));
  const intercept =
    mean(last) - predictors.reduce((sum, predictor, i) => sum + (coefficients[i] ?? 0) * mean(predictor), 0);
  const model = { n, intercept, coefficients, residualSd: 0 };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((last[i] ?? 0) - expectedLast(model, predictors, i)) ** 2;
  return { kind: 'estimated', ...model, residualSd: Math.sqrt(squares / df) };
}

export interface SeverityAdjusted extends Interval {
  readonly n: number;
  readonly meanObserved: number;
  readonly meanExpected: number;
  /** How many points better than expected, positive is better whatever the instrument's direction. */
  readonly pointsBetter: number;
}

/**
 * Mean of observed minus expected over a program's people, sign turned so that positive is better, with the
 * t interval over people. The model is taken as fixed. `none` with fewer than two people or where all
 * differ alike.
 */
export function severityAdjusted(
  expectation: Expectation,
  { last, predictors }: Courses,
  betterIs: BetterIs,
  level = 0.95,
): Estimated<SeverityAdjusted> {
  const n = last.length;
  if (n === 0) return none('no-observations');
  if (n === 1) return none('too-few-observations');
  const expected = Float64Array.from(last, (_, i) => expectedLast(expectation, predictors, i));
  const better = Float64Array.from(last, (value, i) => towardsBetter(value - (expected[i] ?? 0), betterIs));
  const spread = variance(better);
  if (!(spread > 0)) return none('no-variation');
  const pointsBetter = mean(better);
  const half = tQuantile((1 + level) / 2, n - 1) * Math.sqrt(spread / n);
  return {
    kind: 'estimated',
    n,
    meanObserved: mean(last),
    meanExpected: mean(expected),
    pointsBetter,
    lower: pointsBetter - half,
    upper: pointsBetter + half,
    level,
  };
}

function expectedLast(
  { intercept, coefficients }: Expectation,
  predictors: readonly ArrayLike<number>[],
  person: number,
): number {
  let expected = intercept;
  for (let j = 0; j < coefficients.length; j++) {
    expected += (coefficients[j] ?? 0) * (predictors[j]?.[person] ?? 0);
  }
  return expected;
}
