import { type FunnelPosition, funnel, funnelLimits } from '../../shared/stats/funnel.ts';
import { type Comparison, compare, together } from './compare.ts';
import { cell, requiredNumber } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

/** What UKHSA calls our positions. */
const labels: Readonly<Record<FunnelPosition, string>> = {
  'above-action': 'High (0.001)',
  'above-warning': 'High (0.025)',
  within: 'Not significant',
  'below-warning': 'Low (0.025)',
  'below-action': 'Low (0.001)',
};

/** Percentages: limits by population in `expected_limits.csv`, significance of each area in the input. */
export function runFunnel(vector: Vector): Comparison {
  const areas = vector.rows('input.csv');
  const { target, programs } = estimated(
    funnel(
      areas.map((row) => ({
        count: requiredNumber(row, 'numerator'),
        of: requiredNumber(row, 'denominator'),
      })),
      { overdispersion: 'ignore' },
    ),
  );
  const positions = compare(
    areas.map((row) => cell(row, 'significance')),
    programs.map((program) => (program === null ? null : labels[program.position])),
    vector,
  );

  const axis = vector.rows('expected_limits.csv');
  const columns = [
    'Lower2s0025limit',
    'Upper2s0025limit',
    'Lower3s0001limit',
    'Upper3s0001limit',
    'Baseline',
  ];
  const limits = compare(
    axis.map((row) => Object.fromEntries(columns.map((column) => [column, requiredNumber(row, column)]))),
    axis.map((row) => {
      const { warning, action } = funnelLimits(target, requiredNumber(row, 'Population'));
      return {
        Lower2s0025limit: 100 * warning.lower,
        Upper2s0025limit: 100 * warning.upper,
        Lower3s0001limit: 100 * action.lower,
        Upper3s0001limit: 100 * action.upper,
        Baseline: 100 * target,
      };
    }),
    vector,
  );
  return together(positions, limits);
}
