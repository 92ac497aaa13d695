/**
 * The quality measures this product computes, each with the value sets its operator must bring.
 *
 * @module
 */
import { depressionMonitoring, monitoringPeriods } from './depression-monitoring.ts';
import { depressionRemission, remissionVariants } from './depression-remission.ts';
import type { QualityCase } from './quality-case.ts';
import { remissionOrResponse, remissionRates } from './remission-or-response.ts';
import { screeningFollowUp } from './screening-follow-up.ts';
import { screeningInYear, screeningRates } from './screening-in-year.ts';
import type { Timeline } from './timeline.ts';
import { hedisSets, remissionSets, screeningSets } from './value-set-names.ts';
import type { ValueSets } from './value-sets.ts';

/** A measure that has several rates, and one report. */
export interface RatedMeasure {
  readonly id: string;
  readonly title: string;
}

export interface QualityMeasure {
  readonly id: string;
  readonly title: string;
  readonly citation: string;
  readonly confidence: 'verified' | 'unverified';
  /** The measure of which this is one rate of several; without it, it is a measure of its own. */
  readonly rateOf?: RatedMeasure;
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
  ...remissionRates.map(
    (rate): QualityMeasure => ({
      rateOf: { id: 'drr-e', title: 'Depression: follow-up, remission and response after an index score' },
      id: `drr-e-${rate}`,
      title: `Depression: ${rate} 120 to 240 days after an index score`,
      citation: 'after HEDIS DRR-E, in our own words; intake period and age groups not verified',
      confidence: 'unverified',
      valueSets: [hedisSets.depression],
      judge: (timeline, valueSets, year) => remissionOrResponse(rate, timeline, valueSets, year),
    }),
  ),
  ...monitoringPeriods.map(
    (period): QualityMeasure => ({
      rateOf: { id: 'dms-e', title: 'PHQ-9 used in each third of the year with a visit for depression' },
      id: `dms-e-period-${period}`,
      title: `PHQ-9 used in period ${period} of three of the year`,
      citation: 'after HEDIS DMS-E, in our own words; dates of the periods not verified',
      confidence: 'unverified',
      valueSets: [hedisSets.depression, hedisSets.visit],
      judge: (timeline, valueSets, year) => depressionMonitoring(period, timeline, valueSets, year),
    }),
  ),
  ...screeningRates.map(
    (rate): QualityMeasure => ({
      rateOf: { id: 'dsf-e', title: 'Depression: screening in the year and follow-up' },
      id: `dsf-e-${rate}`,
      title: rate === 'screening' ? 'Screened for depression in the year' : 'Follow-up on a positive screen',
      citation: 'after HEDIS DSF-E, in our own words',
      confidence: 'unverified',
      valueSets: rate === 'screening' ? [] : [hedisSets.followUp],
      judge: (timeline, valueSets, year) => screeningInYear(rate, timeline, valueSets, year),
    }),
  ),
];
