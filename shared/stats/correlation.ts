/**
 * Correlations and their comparison, for instance of the alliance seen by client and therapist with outcome.
 *
 * @module
 */
import { normalQuantile, tTwoSidedP } from './distributions.ts';
import { type Estimated, type Interval, none } from './estimate.ts';
import { covariance, variance } from './moments.ts';

export interface Correlation extends Interval {
  readonly n: number;
  readonly r: number;
  /** Two-sided, by t with n - 2 degrees of freedom (less one per variable held constant). */
  readonly p: number;
}

/**
 * Pearson's r with Fisher's (1921) z interval. `none` with fewer than four pairs, which have no interval,
 * or where a side does not vary.
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): Estimated<Correlation> {
  if (x.length === 0) return none('no-observations');
  if (x.length < 4) return none('too-few-observations');
  const scale = Math.sqrt(variance(x) * variance(y));
  if (!(scale > 0)) return none('no-variation');
  return inferred(covariance(x, y) / scale, x.length, 0, level);
}

/** Spearman's rho: Pearson's r of the ranks, ties at their mean rank (Spearman 1904). Same `none`. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): Estimated<Correlation> {
  return pearson(ranks(x), ranks(y), level);
}

/**
 * Correlation of x and y with z held constant, from their three correlations (Fisher 1924). `none` with
 * fewer than five people, or where z alone explains x or y.
 */
export function partialCorrelation(
  { xy, xz, yz, n }: { readonly xy: number; readonly xz: number; readonly yz: number; readonly n: number },
  level = 0.95,
): Estimated<Correlation> {
  if (n < 5) return none('too-few-observations');
  const scale = Math.sqrt((1 - xz * xz) * (1 - yz * yz));
  if (!(scale > 0)) return none('no-variation');
  return inferred((xy - xz * yz) / scale, n, 1, level);
}

/**
 * Williams' (1959) t that two correlations with one outcome differ, measured on the same people (Steiger
 * 1980, Psychol Bull 87:245). `between` is the correlation of the two predictors. df = n - 3. `none` with
 * fewer than four people, or where the predictors are one.
 */
export function williamsTest(correlations: {
  readonly first: number;
  readonly second: number;
  readonly between: number;
  readonly n: number;
}): Estimated<{ readonly t: number; readonly df: number; readonly p: number }> {
  const { first, second, between, n } = correlations;
  if (n < 4) return none('too-few-observations');
  const determinant = 1 - first ** 2 - second ** 2 - between ** 2 + 2 * first * second * between;
  const spread = (2 * (n - 1) * determinant) / (n - 3) + ((first + second) / 2) ** 2 * (1 - between) ** 3;
  if (!(spread > 0)) return none('no-variation');
  const t = (first - second) * Math.sqrt(((n - 1) * (1 + between)) / spread);
  return { kind: 'estimated', t, df: n - 3, p: tTwoSidedP(t, n - 3) };
}

function inferred(raw: number, n: number, held: number, level: number): Estimated<Correlation> {
  const r = Math.min(1, Math.max(-1, raw));
  const df = n - 2 - held;
  const half = normalQuantile((1 + level) / 2) / Math.sqrt(n - 3 - held);
  return {
    kind: 'estimated',
    n,
    r,
    lower: Math.tanh(Math.atanh(r) - half),
    upper: Math.tanh(Math.atanh(r) + half),
    level,
    p: Math.abs(r) === 1 ? 0 : tTwoSidedP(r * Math.sqrt(df / (1 - r * r)), df),
  };
}

/** 1 for the smallest; equal values share the mean of their ranks. */
function ranks(values: ArrayLike<number>): Float64Array {
  const at = (i: number): number => values[i] ?? 0;
  const order = Array.from(values, (_, i) => i).sort((a, b) => at(a) - at(b));
  const rank = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && at(order[to + 1] ?? 0) === at(order[from] ?? 0)) to += 1;
    for (let i = from; i <= to; i++) rank[order[i] ?? 0] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return rank;
}
