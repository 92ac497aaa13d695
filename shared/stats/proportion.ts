/**
 * A proportion with its interval.
 *
 * Wilson's score interval is the one every rate is shown with; the others are there for those who ask.
 * `count` of `of`, both counts; proportions and limits are 0..1. `none` where `of` is 0: 0 of 0 is no rate.
 *
 * @module
 */
import { betaQuantile, normalQuantile } from './distributions.ts';
import { type Estimated, type Interval, none } from './estimate.ts';

export interface Proportion extends Interval {
  readonly proportion: number;
}

/**
 * Score interval without continuity correction (Wilson 1927; method 3 of Newcombe 1998, Stat Med 17:857).
 * 0 of n has lower limit exactly 0 and n of n upper limit exactly 1.
 */
export function wilsonInterval(count: number, of: number, level = 0.95): Estimated<Proportion> {
  requireCounts(count, of);
  if (of === 0) return none('no-observations');
  const proportion = count / of;
  const z = normalQuantile((1 + level) / 2);
  const zz = z * z;
  const middle = 2 * count + zz;
  const spread = z * Math.sqrt(zz + 4 * count * (1 - proportion));
  return {
    kind: 'estimated',
    proportion,
    lower: count === 0 ? 0 : (middle - spread) / (2 * (of + zz)),
    upper: count === of ? 1 : (middle + spread) / (2 * (of + zz)),
    level,
  };
}

/** Score interval with continuity correction (method 4 of Newcombe 1998, Stat Med 17:857): wider. */
export function wilsonContinuityCorrected(count: number, of: number, level = 0.95): Estimated<Proportion> {
  requireCounts(count, of);
  if (of === 0) return none('no-observations');
  const proportion = count / of;
  const z = normalQuantile((1 + level) / 2);
  const zz = z * z;
  const middle = 2 * count + zz;
  const spread = (sign: 1 | -1): number =>
    1 + z * Math.sqrt(zz - sign * 2 - 1 / of + 4 * proportion * (of * (1 - proportion) + sign));
  return {
    kind: 'estimated',
    proportion,
    lower: count === 0 ? 0 : Math.max(0, (middle - spread(1)) / (2 * (of + zz))),
    upper: count === of ? 1 : Math.min(1, (middle + spread(-1)) / (2 * (of + zz))),
    level,
  };
}

/** Exact interval: covers at least `level`, often more (Clopper & Pearson 1934). */
export function clopperPearsonInterval(count: number, of: number, level = 0.95): Estimated<Proportion> {
  requireCounts(count, of);
  if (of === 0) return none('no-observations');
  const tail = (1 - level) / 2;
  return {
    kind: 'estimated',
    proportion: count / of,
    lower: count === 0 ? 0 : betaQuantile(tail, count, of - count + 1),
    upper: count === of ? 1 : betaQuantile(1 - tail, count + 1, of - count),
    level,
  };
}

function requireCounts(count: number, of: number): void {
  if (!(count >= 0 && count <= of))
    throw new RangeError(`A count within 0..${of} expected, received ${count}`);
}
