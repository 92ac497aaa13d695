import * as v from 'valibot';
import type { ProportionMetric } from '../../shared/metrics/metric.ts';
import { rateOfPopulations } from '../../shared/metrics/proportion-figure.ts';
import { recovery } from '../../shared/metrics/recovery.ts';
import { reliableDeterioration } from '../../shared/metrics/reliable-deterioration.ts';
import { reliableImprovement } from '../../shared/metrics/reliable-improvement.ts';
import { reliableRecovery } from '../../shared/metrics/reliable-recovery.ts';
import type { Comparison } from './compare.ts';
import { cell, numberIn, type Row } from './csv.ts';
import { documentOf } from './nhs-published-document.ts';
import type { Vector } from './vector.ts';

const document = v.looseObject({ tolerance_percentage_points: v.number(), rows_off: v.number() });

const published: readonly { readonly metric: ProportionMetric; readonly column: string }[] = [
  { metric: reliableImprovement, column: 'improvement' },
  { metric: reliableDeterioration, column: 'deterioration' },
  { metric: recovery, column: 'recovery' },
  { metric: reliableRecovery, column: 'reliable_recovery' },
];

/** Less than any published decimal, more than the error of a division. */
const ROUNDING = 1e-9;

/**
 * Published counts as populations, and the published percentage against the rate of them. Where counts are
 * rounded before publication, the vector says how many percentages cannot be met; not one more may differ.
 */
export function runPublishedRates(vector: Vector): Comparison {
  const { tolerance_percentage_points: tolerance, rows_off: allowed } = v.parse(document, documentOf(vector));
  let compared = 0;
  const differences: string[] = [];
  for (const row of vector.rows('input_and_expected.csv')) {
    for (const { metric, column } of published) {
      const wanted = numberIn(row, `pct_${column}`);
      if (wanted === null) continue;
      compared += 1;
      const computed = percentage(row, metric, column);
      if (computed === null || Math.abs(computed - wanted) > tolerance + ROUNDING) {
        differences.push(`${nameOf(row)} ${column}: published ${wanted}, computed ${computed}`);
      }
    }
  }
  return { compared, differences: differences.length > allowed ? differences : [] };
}

function percentage(row: Row, metric: ProportionMetric, column: string): number | null {
  const finished = numberIn(row, 'finished');
  const rate = rateOfPopulations({
    initialPopulation: finished,
    denominator: finished,
    denominatorExclusion: 'denominatorExclusion' in metric ? numberIn(row, 'not_at_caseness') : 0,
    numerator: numberIn(row, column),
  });
  return rate === null ? null : 100 * rate.rate;
}

function nameOf(row: Row): string {
  return ['org_code', 'variable_type', 'variable_a', 'variable_b']
    .map((column) => cell(row, column))
    .join(' ');
}
