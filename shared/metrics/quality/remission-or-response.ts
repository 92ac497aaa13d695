/**
 * Remission or response of depression, after HEDIS DRR-E in our own words (window and rates verified in the
 * research notes; intake period and age groups are not).
 *
 * Of people aged 12 or older with a depression and a PHQ-9 above 9 (the index: the first one in the intake period,
 * 1 May of the year before to 30 April), the share that 120 to 240 days later had any PHQ-9 (`follow-up`), whose
 * last one there is below 5 (`remission`), or at most half of the index (`response`). Unit: people; score 0..1.
 *
 * @module
 */
import { dayOfDate, isoDate } from '../calendar.ts';
import { LEAST_AGE, phq9Tools, stratumOf } from './depression-monitoring.ts';
import { isConfirmedActive } from './end-of-life-care.ts';
import { addMonths, ageOn, overlapsDays } from './moment.ts';
import { ageStep, populationsOf, type QualityCase } from './quality-case.ts';
import { factsIn, type TimedScore, type Timeline } from './timeline.ts';
import { hedisSets as sets } from './value-set-names.ts';
import type { ValueSets } from './value-sets.ts';

export const remissionRates = ['follow-up', 'remission', 'response'] as const;
export type RemissionRate = (typeof remissionRates)[number];

const INDEX_ABOVE = 9;
const REMISSION_BELOW = 5;
const WINDOW = { from: 120, to: 240 } as const;

/** @param year first day of the measurement period, `YYYY-MM-DD`. */
export function remissionOrResponse(
  rate: RemissionRate,
  timeline: Timeline,
  valueSets: ValueSets,
  year: string,
): QualityCase {
  const start = dayOfDate(year);
  const intake = { from: addMonths(start, -8), to: addMonths(start, 4) - 1 };
  const depression = factsIn(timeline, ['diagnosis'], valueSets, [sets.depression]).filter(isConfirmedActive);
  const scores = timeline.scores.filter(({ instrument }) => phq9Tools.includes(instrument));
  const index = scores.find(
    ({ value, when: { day } }) =>
      value > INDEX_ABOVE &&
      day >= intake.from &&
      day <= intake.to &&
      depression.some(({ span }) => overlapsDays(span, day, day)),
  );
  const age = index === undefined || timeline.birth === null ? null : ageOn(timeline.birth, index.when.day);
  const initial = index !== undefined && age !== null && age >= LEAST_AGE;
  const window =
    index === undefined ? undefined : { from: index.when.day + WINDOW.from, to: index.when.day + WINDOW.to };
  const last = window && scores.findLast(({ when }) => when.day >= window.from && when.day <= window.to);
  const met = index !== undefined && last !== undefined && isMet(rate, index, last);
  return {
    patient: timeline.patient,
    populations: populationsOf({ initial, excluded: false, met }),
    stratum: initial ? stratumOf(age) : null,
    measured: initial && last !== undefined,
    trail: [
      {
        rule: 'index',
        met: index !== undefined,
        because:
          index === undefined
            ? `No score above ${INDEX_ABOVE} with a depression from ${isoDate(intake.from)} to ${isoDate(intake.to)}`
            : `${index.value} on ${isoDate(index.when.day)}`,
        evidence: index === undefined ? [] : [index.id],
      },
      ageStep(age, LEAST_AGE, 'at the index', 'No index or no date of birth'),
      {
        rule: rate,
        met,
        because:
          last === undefined
            ? 'No score 120 to 240 days after it'
            : `${last.value} on ${isoDate(last.when.day)}`,
        evidence: last === undefined ? [] : [last.id],
      },
    ],
  };
}

function isMet(rate: RemissionRate, index: TimedScore, last: TimedScore): boolean {
  if (rate === 'follow-up') return true;
  return rate === 'remission' ? last.value < REMISSION_BELOW : last.value <= index.value / 2;
}
