import type { Estimated } from '../../shared/stats/estimate.ts';

/** The number that a vector expects to exist; its absence fails the vector with our reason. */
export function estimated<T>(estimate: Estimated<T>): T {
  if (estimate.kind === 'none') throw new Error(`No estimate: ${estimate.reason}`);
  return estimate;
}
