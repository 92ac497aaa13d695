/**
 * Monitoring of depression with the PHQ-9, after HEDIS DMS-E in our own words (research notes; dates of the
 * periods and the least age are not verified).
 *
 * The year has three periods of four months. Of people aged 12 or older with a visit for depression in a period,
 * the share with a PHQ-9 in the same period. Unit: people and periods; score 0..1.
 *
 * @module
 */
import { dayOfDate, isoDate } from '../calendar.ts';
import { type Days, isConfirmedActive } from './end-of-life-care.ts';
import { addMonths, ageOn, overlaps } from './moment.ts';
import { ageStep, populationsOf, type QualityCase } from './quality-case.ts';
import { factsIn, type TimedFact, type Timeline } from './timeline.ts';
import { hedisSets as sets } from './value-set-names.ts';
import type { ValueSets } from './value-sets.ts';

export const monitoringPeriods = [1, 2, 3] as const;
export type MonitoringPeriod = (typeof monitoringPeriods)[number];

export const phq9Tools: readonly string[] = ['phq-9', 'phq-a'];
export const LEAST_AGE = 12;

/** @param year first day of the measurement period, `YYYY-MM-DD`. */
export function depressionMonitoring(
  period: MonitoringPeriod,
  timeline: Timeline,
  valueSets: ValueSets,
  year: string,
): QualityCase {
  const start = dayOfDate(year);
  const days: Days = { from: addMonths(start, 4 * (period - 1)), to: addMonths(start, 4 * period) - 1 };
  const age = timeline.birth === null ? null : ageOn(timeline.birth, start);
  const visits = visitsForDepression(timeline, valueSets, days);
  const initial = age !== null && age >= LEAST_AGE && visits.length > 0;
  const scores = timeline.scores.filter(
    ({ instrument, when }) => phq9Tools.includes(instrument) && when.day >= days.from && when.day <= days.to,
  );
  const met = scores.length > 0;
  const within = `from ${isoDate(days.from)} to ${isoDate(days.to)}`;
  return {
    patient: timeline.patient,
    populations: populationsOf({ initial, excluded: false, met }),
    stratum: initial ? stratumOf(age) : null,
    measured: initial && met,
    trail: [
      ageStep(age, LEAST_AGE, 'on the first day of the year', 'No date of birth'),
      {
        rule: 'visit',
        met: visits.length > 0,
        because: `${visits.length} visits for depression ${within}`,
        evidence: visits.map(({ id }) => id),
      },
      {
        rule: 'phq-9',
        met,
        because: `${scores.length} scores ${within}`,
        evidence: scores.map(({ id }) => id),
      },
    ],
  };
}

/** Finished visits that begin between these days, while a depression lasts. */
function visitsForDepression(timeline: Timeline, valueSets: ValueSets, days: Days): readonly TimedFact[] {
  const depression = factsIn(timeline, ['diagnosis'], valueSets, [sets.depression]).filter(isConfirmedActive);
  return factsIn(timeline, ['contact'], valueSets, [sets.visit]).filter(
    ({ span }) =>
      span.start.day >= days.from &&
      span.start.day <= days.to &&
      depression.some((diagnosis) => overlaps(span, diagnosis.span)),
  );
}

/** 12-17, 18-44, 45-64, 65+. */
export function stratumOf(age: number): string {
  if (age < 18) return '12-17';
  if (age < 45) return '18-44';
  return age < 65 ? '45-64' : '65+';
}
