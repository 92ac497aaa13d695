/**
 * Median and quartiles of numbers that people gave, where there are enough of them.
 *
 * @module
 */
import { quartiles } from '../stats/quantile.ts';
import type { Spread } from './program-figures.ts';

/** Null for fewer than a quartile should be taken of: it would be somebody's own number. */
export function spreadOf(values: readonly number[], fewest: number): Spread | null {
  const found = values.length < fewest ? null : quartiles(values);
  if (found === null || found.kind === 'none') return null;
  const { lower, median, upper } = found;
  return { lower, median, upper };
}
