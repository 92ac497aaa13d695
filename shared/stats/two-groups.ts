/**
 * Two independent groups, for instance two programs: first minus second.
 *
 * @module
 */
import { normalQuantile, tQuantile, tTwoSidedP } from './distributions.ts';
import { type Estimated, type Interval, type NoEstimate, none } from './estimate.ts';
import { hedgesCorrection } from './hedges-correction.ts';
import { mean, variance } from './moments.ts';
import { noncentralityInterval } from './noncentral-t.ts';

export interface GroupSummary {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation with n - 1. */
  readonly sd: number;
}

/** `none` with fewer than two values. */
export function summariseGroup(values: ArrayLike<number>): Estimated<GroupSummary> {
  if (values.length === 0) return none('no-observations');
  if (values.length === 1) return none('too-few-observations');
  return {
    kind: 'estimated',
    n: values.length,
    mean: mean(values),
    sd: Math.sqrt(variance(values)),
  };
}

export interface MeanDifference extends Interval {
  /** First minus second, in the unit of the values. */
  readonly difference: number;
  readonly t: number;
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
}

/** Difference of means without assuming equal variances (Welch 1947). `none` where neither group varies. */
export function welchDifference(
  first: GroupSummary,
  second: GroupSummary,
  level = 0.95,
): Estimated<MeanDifference> {
  const a = first.sd ** 2 / first.n;
  const b = second.sd ** 2 / second.n;
  if (a + b === 0) return none('no-variation');
  const df = (a + b) ** 2 / (a ** 2 / (first.n - 1) + b ** 2 / (second.n - 1));
  const difference = first.mean - second.mean;
  const standardError = Math.sqrt(a + b);
  const half = tQuantile((1 + level) / 2, df) * standardError;
  const t = difference / standardError;
  return {
    kind: 'estimated',
    difference,
    lower: difference - half,
    upper: difference + half,
    level,
    t,
    df,
    p: tTwoSidedP(t, df),
  };
}

export interface StandardisedDifference extends Interval {
  readonly d: number;
}

/**
 * Difference in pooled standard deviations with its exact interval by the noncentral t (Cohen 1988; Cumming
 * & Finch 2001). `corrected` multiplies estimate and limits by J(n1 + n2 - 2) and gives Hedges' g.
 */
export function standardisedDifference(
  first: GroupSummary,
  second: GroupSummary,
  { corrected = false, level = 0.95 }: { readonly corrected?: boolean; readonly level?: number } = {},
): Estimated<StandardisedDifference> {
  const pooled = pooledDifference(first, second);
  if (pooled.kind === 'none') return pooled;
  const { d, df, j } = pooled;
  const factor = corrected ? j : 1;
  const perD = Math.sqrt((first.n * second.n) / (first.n + second.n));
  const { lower, upper } = noncentralityInterval(d * perD, df, level);
  return {
    kind: 'estimated',
    d: factor * d,
    lower: (factor * lower) / perD,
    upper: (factor * upper) / perD,
    level,
  };
}

export interface HedgesDifference extends Interval {
  readonly g: number;
  /** Sampling variance of g. */
  readonly variance: number;
}

/** Hedges' g with the large-sample variance and normal interval of meta-analysis (Hedges & Olkin 1985). */
export function hedgesDifference(
  first: GroupSummary,
  second: GroupSummary,
  level = 0.95,
): Estimated<HedgesDifference> {
  const pooled = pooledDifference(first, second);
  if (pooled.kind === 'none') return pooled;
  const g = pooled.j * pooled.d;
  const variance = 1 / first.n + 1 / second.n + g ** 2 / (2 * (first.n + second.n));
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { kind: 'estimated', g, variance, lower: g - half, upper: g + half, level };
}

function pooledDifference(
  first: GroupSummary,
  second: GroupSummary,
): { readonly kind: 'pooled'; readonly d: number; readonly df: number; readonly j: number } | NoEstimate {
  const df = first.n + second.n - 2;
  const sd = Math.sqrt(((first.n - 1) * first.sd ** 2 + (second.n - 1) * second.sd ** 2) / df);
  const j = hedgesCorrection(df);
  if (!(sd > 0)) return none('no-variation');
  if (j === null) return none('too-few-observations');
  return { kind: 'pooled', d: (first.mean - second.mean) / sd, df, j };
}
