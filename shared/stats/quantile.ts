/**
 * Quantiles of a sample by linear interpolation between order statistics: type 7 of Hyndman & Fan (1996, Am
 * Stat 50:361), the default of R and NumPy. `none` for nothing.
 *
 * @module
 */
import { type Estimated, none } from './estimate.ts';

export interface Quartiles {
  readonly n: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export function quartiles(values: readonly number[]): Estimated<Quartiles> {
  if (values.length === 0) return none('no-observations');
  const sorted = values.toSorted((a, b) => a - b);
  return {
    kind: 'estimated',
    n: values.length,
    lower: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upper: quantile(sorted, 0.75),
  };
}

/** @param sorted ascending and not empty. @param share 0..1. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (at - Math.floor(at)) * (above - below);
}
