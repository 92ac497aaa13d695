/**
 * Change from the first to the last score of the same people, in points of the instrument.
 *
 * The sign is last minus first; `towardsBetter` turns it for display.
 *
 * @module
 */
import { tQuantile, tTwoSidedP } from './distributions.ts';
import { type Estimated, type Interval, none } from './estimate.ts';
import { covariance, mean, standardDeviation } from './moments.ts';

/** What all statistics of change are made of. Standard deviations have n - 1. */
export interface ChangeSummary {
  readonly n: number;
  readonly meanFirst: number;
  readonly sdFirst: number;
  readonly meanLast: number;
  readonly sdLast: number;
  readonly meanChange: number;
  readonly sdChange: number;
  /** Pearson correlation of first and last; null where either does not vary. */
  readonly correlation: number | null;
}

/** Pairs by position: `first[i]` and `last[i]` are one person. `none` with fewer than two pairs. */
export function summariseChange(first: ArrayLike<number>, last: ArrayLike<number>): Estimated<ChangeSummary> {
  const n = first.length;
  if (n === 0) return none('no-observations');
  if (n === 1) return none('too-few-observations');
  const sdFirst = standardDeviation(first);
  const sdLast = standardDeviation(last);
  const change = new Float64Array(n);
  for (let i = 0; i < n; i++) change[i] = (last[i] ?? 0) - (first[i] ?? 0);
  return {
    kind: 'estimated',
    n,
    meanFirst: mean(first),
    sdFirst,
    meanLast: mean(last),
    sdLast,
    meanChange: mean(change),
    sdChange: standardDeviation(change),
    correlation: sdFirst > 0 && sdLast > 0 ? covariance(first, last) / (sdFirst * sdLast) : null,
  };
}

export interface MeanChange extends Interval {
  readonly meanChange: number;
  readonly t: number;
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Mean change with the paired t interval, in points (Student 1908; df = n - 1). `none` where everybody
 * changed by the same amount.
 */
export function pairedTInterval(summary: ChangeSummary, level = 0.95): Estimated<MeanChange> {
  const { n, meanChange, sdChange } = summary;
  if (sdChange === 0) return none('no-variation');
  const df = n - 1;
  const standardError = sdChange / Math.sqrt(n);
  const t = meanChange / standardError;
  const half = tQuantile((1 + level) / 2, df) * standardError;
  return {
    kind: 'estimated',
    meanChange,
    lower: meanChange - half,
    upper: meanChange + half,
    level,
    t,
    df,
    p: tTwoSidedP(t, df),
  };
}
