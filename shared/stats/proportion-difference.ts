/**
 * The difference of two independent proportions, for instance an equity gap.
 *
 * @module
 */
import { chiSquareUpperTail } from './distributions.ts';
import { type Estimated, type Interval, none } from './estimate.ts';
import { wilsonInterval } from './proportion.ts';

/** How many of a group, both counts. */
export interface GroupCount {
  readonly count: number;
  readonly of: number;
}

export interface ProportionDifference extends Interval {
  /** First minus second, -1..1. */
  readonly difference: number;
}

/**
 * First minus second with the hybrid score interval (method 10 of Newcombe 1998, Stat Med 17:873): each
 * side takes the Wilson limits that work against it. `none` where either group is empty.
 */
export function newcombeDifference(
  first: GroupCount,
  second: GroupCount,
  level = 0.95,
): Estimated<ProportionDifference> {
  const a = wilsonInterval(first.count, first.of, level);
  const b = wilsonInterval(second.count, second.of, level);
  if (a.kind === 'none') return a;
  if (b.kind === 'none') return b;
  const difference = a.proportion - b.proportion;
  return {
    kind: 'estimated',
    difference,
    lower: difference - Math.hypot(a.proportion - a.lower, b.upper - b.proportion),
    upper: difference + Math.hypot(a.upper - a.proportion, b.proportion - b.lower),
    level,
  };
}

/**
 * Pearson's chi-square test of equal proportions, 1 degree of freedom, no continuity correction (Pearson
 * 1900). `none` where a group is empty, or where all or nobody counts in both.
 */
export function proportionChiSquare(
  first: GroupCount,
  second: GroupCount,
): Estimated<{ readonly chiSquare: number; readonly p: number }> {
  if (first.of === 0 || second.of === 0) return none('no-observations');
  const count = first.count + second.count;
  const of = first.of + second.of;
  if (count === 0 || count === of) return none('no-variation');
  const determinant = first.count * (second.of - second.count) - second.count * (first.of - first.count);
  const chiSquare = (of * determinant ** 2) / (first.of * second.of * count * (of - count));
  return { kind: 'estimated', chiSquare, p: chiSquareUpperTail(chiSquare, 1) };
}
