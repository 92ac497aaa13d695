/**
 * Change as a share of the first score, and the response categories made from it.
 *
 * @module
 */
import { type BetterIs, type Estimated, none, towardsBetter } from './estimate.ts';

/** Rounding of the division must not move a change that sits on its threshold. */
const ROUNDING = 1e-12;

export type PercentCategory = 'improved' | 'unchanged' | 'deteriorated';

/** Shares of the first score, 0..1; both thresholds are included. */
export interface PercentThresholds {
  /** Response is usually a change of at least half: 0.5. */
  readonly improvement: number;
  readonly deterioration: number;
  readonly betterIs: BetterIs;
}

export interface PercentChange {
  /** (last - first) / first: -0.5 is half of the points gone. */
  readonly share: number;
  readonly category: PercentCategory;
}

/** `none` where the first score is 0 or less: a share of nothing is undefined, and such people are excluded. */
export function percentChange(
  first: number,
  last: number,
  { improvement, deterioration, betterIs }: PercentThresholds,
): Estimated<PercentChange> {
  if (!(first > 0)) return none('baseline-zero');
  const share = (last - first) / first;
  const better = towardsBetter(share, betterIs);
  let category: PercentCategory = 'unchanged';
  if (better >= improvement - ROUNDING) category = 'improved';
  else if (-better >= deterioration - ROUNDING) category = 'deteriorated';
  return { kind: 'estimated', share, category };
}
