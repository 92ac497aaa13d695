import { baselineCoverage } from './baseline-coverage.ts';
import { caseness } from './caseness.ts';
import { followUps } from './follow-up.ts';
import type { ProportionMetric } from './metric.ts';
import { noReliableChange } from './no-reliable-change.ts';
import { paired } from './paired.ts';
import { recovery } from './recovery.ts';
import { reliableDeterioration } from './reliable-deterioration.ts';
import { reliableImprovement } from './reliable-improvement.ts';
import { reliableRecovery } from './reliable-recovery.ts';
import { specificMeasure } from './specific-measure.ts';

/**
 * The proportions a program reports. Where not all figures may be shown, the earlier one here is shown and
 * the later one withheld.
 */
export const proportions: readonly ProportionMetric[] = [
  reliableImprovement,
  reliableRecovery,
  reliableDeterioration,
  paired,
  recovery,
  caseness,
  noReliableChange,
  baselineCoverage,
  specificMeasure,
  ...followUps,
];
