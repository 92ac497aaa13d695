/**
 * A number, or the reason why there is none.
 *
 * A statistic over too few or constant observations does not exist. It is then `{ kind: 'none', reason }`,
 * never NaN and never 0: "no data" and "no effect" are different news.
 *
 * @module
 */

/** Why there is no number. Stored with snapshots: never rename a code. */
export type NoEstimateReason =
  /** Nothing was observed, so a rate would be 0 of 0. */
  | 'no-observations'
  /** Something was observed, but not enough for this statistic to be defined. */
  | 'too-few-observations'
  /** All values are equal, so nothing can be standardised or correlated. */
  | 'no-variation'
  /** A percentage of a baseline of zero. */
  | 'baseline-zero'
  /** A reference model or reliability that does not determine the quantity (collinear, or out of its range). */
  | 'not-identified';

export interface NoEstimate {
  readonly kind: 'none';
  readonly reason: NoEstimateReason;
}

export type Estimated<T> = ({ readonly kind: 'estimated' } & T) | NoEstimate;

/** A two-sided interval in the unit of its estimate. `level` is its coverage, 0..1. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

export function none(reason: NoEstimateReason): NoEstimate {
  return { kind: 'none', reason };
}

/** Which way a score gets better. */
export type BetterIs = 'lower' | 'higher';

/** A change with its sign turned so that positive is better, in the unit of `change`. */
export function towardsBetter(change: number, betterIs: BetterIs): number {
  return betterIs === 'higher' ? change : 0 - change;
}
