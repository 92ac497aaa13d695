/**
 * The quality measures this product computes, each with the value sets its operator must bring.
 *
 * @module
 */
import { depressionRemission, remissionVariants } from './depression-remission.ts';
import type { QualityCase } from './quality-case.ts';
import { screeningFollowUp } from './screening-follow-up.ts';
import type { Timeline } from './timeline.ts';
import { remissionSets, screeningSets } from './value-set-names.ts';
import type { ValueSets } from './value-sets.ts';

export interface QualityMeasure {
  readonly id: string;
  readonly title: string;
  readonly citation: string;
  readonly confidence: 'verified' | 'unverified';
  /** Canonical URLs of the value sets without which nothing is said. */
  readonly valueSets: readonly string[];
  /**
   * @param year first day of the measurement period, `YYYY-MM-DD`.
   * @throws {RangeError} when a value set is not there: ask `valueSets.missing` first.
   */
  readonly judge: (timeline: Timeline, valueSets: ValueSets, year: string) => QualityCase;
}

export const qualityMeasures: readonly QualityMeasure[] = [
  ...remissionVariants.map(
    (variant): QualityMeasure => ({
      id: variant.id,
      title: `Depression ${variant.outcome} ${variant.monthsAfterIndex} months after an index score`,
      citation: variant.citation,
      confidence: variant.confidence,
      valueSets: Object.values(remissionSets),
      judge: (timeline, valueSets, year) => depressionRemission(variant, timeline, valueSets, year),
    }),
  ),
  {
    id: 'screening-follow-up',
    title: 'Screening for depression and follow-up plan',
    citation: 'CMS2 / CBE 0418, cqframework/ecqm-content-qicore-2024@9ebd48f',
    confidence: 'verified',
    valueSets: Object.values(screeningSets),
    judge: screeningFollowUp,
  },
];
