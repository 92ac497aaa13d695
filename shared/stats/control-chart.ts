/**
 * Statistical process control: XmR chart for single values, p-chart for proportions with changing n.
 *
 * @module
 */
import { type BetterIs, type Estimated, none } from './estimate.ts';
import { mean } from './moments.ts';
import type { GroupCount } from './proportion-difference.ts';
import { type ChartPoint, type Signal, signals } from './special-cause.ts';

/** 3 / d2 for ranges of two, d2 = 1.128 (Shewhart 1931; Wheeler 2000): three sigma from the mean moving range. */
const MOVING_RANGE_TO_LIMIT = 2.66;
/** D4 for ranges of two: a moving range beyond this many means is itself a signal (Wheeler 2000). */
const MOVING_RANGE_LIMIT = 3.267;

export type PlottedPoint = ChartPoint & Signal;

export interface XmrChart {
  readonly mean: number;
  readonly meanMovingRange: number;
  readonly lower: number;
  readonly upper: number;
  readonly points: readonly PlottedPoint[];
}

export interface XmrOptions {
  readonly betterIs: BetterIs | null;
  /** Leave moving ranges that are themselves signals out of their mean, so that one jump cannot hide others. */
  readonly screenMovingRanges?: boolean;
}

/**
 * Individual values in time order: limits at the mean +- 2.66 mean moving ranges, in the unit of the
 * values. `none` with fewer than two values or where they never change. Below twelve points show a run
 * chart instead.
 */
export function xmrChart(
  values: readonly number[],
  { betterIs, screenMovingRanges = false }: XmrOptions,
): Estimated<XmrChart> {
  if (values.length === 0) return none('no-observations');
  if (values.length === 1) return none('too-few-observations');
  const ranges = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? 0)));
  const all = mean(ranges);
  const kept = screenMovingRanges ? ranges.filter((range) => range <= MOVING_RANGE_LIMIT * all) : ranges;
  const meanMovingRange = mean(kept);
  if (meanMovingRange === 0) return none('no-variation');

  const centre = mean(values);
  const half = MOVING_RANGE_TO_LIMIT * meanMovingRange;
  const points = values.map((value) => ({ value, centre, lower: centre - half, upper: centre + half }));
  return {
    kind: 'estimated',
    mean: centre,
    meanMovingRange,
    lower: centre - half,
    upper: centre + half,
    points: withSignals(points, betterIs),
  };
}

export interface PChart {
  /** All periods pooled, 0..1. */
  readonly mean: number;
  /** Periods with anybody, in order; limits are 0..1 and differ with n. */
  readonly points: readonly PlottedPoint[];
}

/**
 * Proportions in time order, limits at three binomial standard errors of each period's n, clipped to 0..1
 * (Shewhart 1931). Periods of nobody are left out. `none` where nobody, or all or none, counted.
 */
export function pChart(periods: readonly GroupCount[], betterIs: BetterIs | null): Estimated<PChart> {
  const filled = periods.filter(({ of }) => of > 0);
  const of = filled.reduce((sum, period) => sum + period.of, 0);
  const count = filled.reduce((sum, period) => sum + period.count, 0);
  if (of === 0) return none('no-observations');
  if (count === 0 || count === of) return none('no-variation');
  const centre = count / of;
  const points = filled.map((period) => {
    const half = 3 * Math.sqrt((centre * (1 - centre)) / period.of);
    return { value: period.count / period.of, centre, lower: centre - half, upper: centre + half };
  });
  // Clipped only after the rules were read: the outer third is a third of the true limits.
  const clipped = withSignals(points, betterIs).map((point) => ({
    ...point,
    lower: Math.max(0, point.lower),
    upper: Math.min(1, point.upper),
  }));
  return { kind: 'estimated', mean: centre, points: clipped };
}

function withSignals(points: readonly ChartPoint[], betterIs: BetterIs | null): readonly PlottedPoint[] {
  const found = signals(points, betterIs);
  return points.flatMap((point, i) => {
    const signal = found[i];
    return signal === undefined ? [] : [{ ...point, ...signal }];
  });
}
