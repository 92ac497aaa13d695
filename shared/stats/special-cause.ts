/**
 * Rules that tell a signal from noise on a control chart, as NHS England's Making Data Count reads them:
 * a point outside the limits; seven in a row rising or falling; two of three in the outer third on one
 * side; seven in a row on one side of the centre. Where several hold, the first of this list is named.
 *
 * @module
 */
import type { BetterIs } from './estimate.ts';

/** Length of a run or trend that chance rarely makes (Making Data Count). */
const RUN = 7;

export interface ChartPoint {
  readonly value: number;
  readonly centre: number;
  readonly lower: number;
  readonly upper: number;
}

export type SpecialCause =
  | 'above-limit'
  | 'below-limit'
  | 'rising'
  | 'falling'
  | 'two-of-three-above'
  | 'two-of-three-below'
  | 'run-above'
  | 'run-below';

export interface Signal {
  readonly outside: boolean;
  /** Inside the limits, but in the outer third. */
  readonly nearLimit: boolean;
  /** Null is common cause: noise. */
  readonly cause: SpecialCause | null;
  /** What the cause means; `neutral` without a direction. */
  readonly reading: 'improvement' | 'concern' | 'neutral' | 'common-cause';
}

/** One signal per point, in order. `betterIs` null leaves special causes neutral. */
export function signals(points: readonly ChartPoint[], betterIs: BetterIs | null): readonly Signal[] {
  const side = points.map(({ value, centre }) => Math.sign(value - centre));
  const outside = points.map(({ value, lower, upper }) => value < lower || value > upper);
  const nearLimit = points.map(
    (point, i) =>
      outside[i] !== true &&
      (point.value <= point.centre - (2 / 3) * (point.centre - point.lower) ||
        point.value >= point.centre + (2 / 3) * (point.upper - point.centre)),
  );
  const steps = points.map(({ value }, i) => Math.sign(value - (points[i - 1]?.value ?? value)));
  const trend = trends(steps);
  const run = runs(side, RUN);

  return points.map((_, i) => {
    const above = (side[i] ?? 0) > 0;
    let cause: SpecialCause | null = null;
    if (outside[i] === true) cause = above ? 'above-limit' : 'below-limit';
    else if (trend[i] !== 0) cause = (trend[i] ?? 0) > 0 ? 'rising' : 'falling';
    else if (isTwoOfThree(i, side, nearLimit)) cause = above ? 'two-of-three-above' : 'two-of-three-below';
    else if (run[i] === true) cause = above ? 'run-above' : 'run-below';
    return {
      outside: outside[i] === true,
      nearLimit: nearLimit[i] === true,
      cause,
      reading: readingOf(cause, betterIs),
    };
  });
}

/** True where a point is part of at least `length` equal, non-zero values in a row. */
function runs(values: readonly number[], length: number): readonly boolean[] {
  const part = values.map(() => false);
  for (let from = 0; from < values.length; ) {
    let to = from + 1;
    while (to < values.length && values[to] === values[from]) to += 1;
    if (values[from] !== 0 && to - from >= length) part.fill(true, from, to);
    from = to;
  }
  return part;
}

/** Per point: 1 or -1 where it is part of seven points in a row that rise or fall, else 0. */
function trends(steps: readonly number[]): readonly number[] {
  const within = runs(steps.slice(1), RUN - 1);
  // A point that ends one trend and starts another belongs to the later one.
  return steps.map((step, i) => {
    if (within[i] === true) return steps[i + 1] ?? 0;
    return i > 0 && within[i - 1] === true ? step : 0;
  });
}

/** A point near its limit, with another near it among three in a row on one side of the centre. */
function isTwoOfThree(i: number, side: readonly number[], near: readonly boolean[]): boolean {
  if (near[i] !== true) return false;
  for (let from = Math.max(0, i - 2); from <= i && from + 2 < side.length; from++) {
    const three = [from, from + 1, from + 2];
    const oneSide = three.every((j) => side[j] !== 0 && side[j] === side[from]);
    if (oneSide && three.filter((j) => near[j] === true).length >= 2) return true;
  }
  return false;
}

function readingOf(cause: SpecialCause | null, betterIs: BetterIs | null): Signal['reading'] {
  if (cause === null) return 'common-cause';
  if (betterIs === null) return 'neutral';
  const upwards = cause === 'rising' || cause.includes('above');
  return upwards === (betterIs === 'higher') ? 'improvement' : 'concern';
}
