import { xmrChart } from '../../shared/stats/control-chart.ts';
import type { SpecialCause } from '../../shared/stats/special-cause.ts';
import { type Comparison, compare } from './compare.ts';
import { requiredNumber } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

/** What NHSRplotthedots calls our causes. */
const labels: Readonly<Record<SpecialCause, string>> = {
  'above-limit': 'Above UCL',
  'below-limit': 'Below LCL',
  rising: '7 Point Trend (Increasing)',
  falling: '7 Point Trend (Decreasing)',
  'two-of-three-above': '2 in 3 Above CL',
  'two-of-three-below': '2 in 3 Below CL',
  'run-above': '7 Points Above CL',
  'run-below': '7 Points Below CL',
};

export function runControlChart(vector: Vector): Comparison {
  const rows = vector
    .rows('input.csv')
    .map((row) => ({ x: requiredNumber(row, 'x'), y: requiredNumber(row, 'y') }));
  const chart = (screenMovingRanges: boolean): object => {
    const { mean, meanMovingRange, lower, upper, points } = estimated(
      xmrChart(
        rows.map(({ y }) => y),
        { betterIs: null, screenMovingRanges },
      ),
    );
    return {
      mean,
      avg_moving_range: meanMovingRange,
      lpl: lower,
      upl: upper,
      points: points.map(({ value, outside, nearLimit, cause }, i) => ({
        x: rows[i]?.x,
        y: value,
        outside,
        close_to_limits: nearLimit,
        special_cause: cause === null ? 'Common Cause' : labels[cause],
      })),
    };
  };
  return compare(
    vector.expected,
    { unscreened: chart(false), 'moving_ranges_screened_at_3.267': chart(true) },
    vector,
  );
}
