/**
 * Standardised change of one group. The standardiser is always named: on the same data the variants differ
 * by a third, and a number without its name cannot be compared.
 *
 * The sign is last minus first. The headline is `smcr`: raw change over the baseline standard deviation.
 *
 * @module
 */
import { normalQuantile } from './distributions.ts';
import { type Estimated, type Interval, none } from './estimate.ts';
import { hedgesCorrection } from './hedges-correction.ts';
import type { ChangeSummary } from './mean-change.ts';
import { noncentralityInterval } from './noncentral-t.ts';

/**
 * `change` d_z, SD of the differences; `average` d_av, mean of both SDs; `repeated-measures` d_rm, d_z
 * corrected for the correlation; `baseline` d_pre, SD of the first scores (all: Lakens 2013; d_pre also
 * Becker 1988). `referenceSd` is an SD fixed from outside, as NHS Talking Therapies uses England's, so that
 * programs compare.
 */
export type Standardiser =
  | 'change'
  | 'average'
  | 'repeated-measures'
  | 'baseline'
  | { readonly referenceSd: number };

/** Mean change in standard deviations, without correction. `none` where that standard deviation is 0. */
export function standardisedChange(
  summary: ChangeSummary,
  by: Standardiser,
): Estimated<{ readonly d: number }> {
  const sd = standardDeviationOf(summary, by);
  if (sd === null || !(sd > 0)) return none('no-variation');
  return { kind: 'estimated', d: summary.meanChange / sd };
}

function standardDeviationOf(summary: ChangeSummary, by: Standardiser): number | null {
  const { sdFirst, sdLast, sdChange, correlation } = summary;
  switch (by) {
    case 'change':
      return sdChange;
    case 'average':
      return (sdFirst + sdLast) / 2;
    case 'baseline':
      return sdFirst;
    case 'repeated-measures':
      return correlation === null ? null : sdChange / Math.sqrt(2 * (1 - correlation));
    default:
      return by.referenceSd;
  }
}

export interface StandardisedInterval extends Interval {
  readonly d: number;
}

/**
 * d_z with its exact interval by the noncentral t (Cumming & Finch 2001). `corrected` multiplies estimate
 * and limits by Hedges' J(n - 1) and gives g_z. `none` where everybody changed alike; corrected, also with
 * two pairs.
 */
export function changeInterval(
  summary: ChangeSummary,
  { corrected = false, level = 0.95 }: { readonly corrected?: boolean; readonly level?: number } = {},
): Estimated<StandardisedInterval> {
  const { n, meanChange, sdChange } = summary;
  if (!(sdChange > 0)) return none('no-variation');
  const factor = corrected ? hedgesCorrection(n - 1) : 1;
  if (factor === null) return none('too-few-observations');
  const d = meanChange / sdChange;
  const { lower, upper } = noncentralityInterval(d * Math.sqrt(n), n - 1, level);
  const scale = factor / Math.sqrt(n);
  return { kind: 'estimated', d: factor * d, lower: scale * lower, upper: scale * upper, level };
}

export interface HedgesChange extends Interval {
  readonly g: number;
  /** Sampling variance of g. */
  readonly variance: number;
}

/**
 * The three corrected change effects of meta-analysis with large-sample variances, as metafor computes them.
 * `smcr`: change over the baseline SD, equal variances assumed (Becker 1988; Morris 2008). `smcrh`: the
 * same without that assumption (Bonett 2008). `smcc`: change over the SD of the differences (Gibbons,
 * Hedeker & Davis 1993). `none` with two pairs or without variation.
 */
export function hedgesChange(
  summary: ChangeSummary,
  by: 'smcr' | 'smcrh' | 'smcc',
  level = 0.95,
): Estimated<HedgesChange> {
  const { n, meanChange, sdFirst, sdChange, correlation } = summary;
  const sd = by === 'smcc' ? sdChange : sdFirst;
  const j = hedgesCorrection(n - 1);
  if (j === null) return none('too-few-observations');
  if (!(sd > 0)) return none('no-variation');
  const g = (j * meanChange) / sd;
  const variance = changeVariance({ by, n, g, j, ratio: sdChange / sdFirst, correlation });
  if (variance === null) return none('no-variation');
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { kind: 'estimated', g, variance, lower: g - half, upper: g + half, level };
}

interface VarianceFacts {
  readonly by: 'smcr' | 'smcrh' | 'smcc';
  readonly n: number;
  readonly g: number;
  readonly j: number;
  /** SD of the differences over SD of the first scores. */
  readonly ratio: number;
  readonly correlation: number | null;
}

function changeVariance({ by, n, g, j, ratio, correlation }: VarianceFacts): number | null {
  switch (by) {
    case 'smcc':
      return 1 / n + g ** 2 / (2 * n);
    case 'smcr':
      return correlation === null ? null : (2 * (1 - correlation)) / n + g ** 2 / (2 * n);
    case 'smcrh':
      return j ** 2 * (ratio ** 2 / (n - 1) + g ** 2 / (2 * (n - 1)));
  }
}
