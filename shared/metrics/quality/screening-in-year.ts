/**
 * Screening for depression and follow-up on positive screens, after HEDIS DSF-E in our own words (dates, the 30
 * days, the PHQ-2 rule and the age groups verified in the research notes; the cut-offs are those of the tools).
 *
 * `screening`: of people aged 12 or older, the share screened with a PHQ-2, PHQ-9 or PHQ-A from 1 January to
 * 1 December. `follow-up`: of those with a positive screen in that time, the share with follow-up care within 30
 * days of the first one, or a negative PHQ-9 on the day of a positive PHQ-2. Unit: people; score 0..1.
 *
 * @module
 */
import { dayOfDate, isoDate } from '../calendar.ts';
import { LEAST_AGE } from './depression-monitoring.ts';
import { addMonths, ageOn } from './moment.ts';
import { ageStep, populationsOf, type QualityCase } from './quality-case.ts';
import { factsIn, type TimedFact, type TimedScore, type Timeline } from './timeline.ts';
import { hedisSets as sets } from './value-set-names.ts';
import type { ValueSets } from './value-sets.ts';

export const screeningRates = ['screening', 'follow-up'] as const;
export type ScreeningRate = (typeof screeningRates)[number];

/**
 * A screen is positive from this score on: PHQ-9 and PHQ-A 10 (Kroenke, J Gen Intern Med 2001;16:606; Johnson, J
 * Adolesc Health 2002;30:196), PHQ-2 3 (Kroenke, Med Care 2003;41:1284).
 */
const positiveFrom: ReadonlyMap<string, number> = new Map([
  ['phq-9', 10],
  ['phq-a', 10],
  ['phq-2', 3],
]);
const FOLLOW_UP_DAYS = 30;

/** @param year first day of the measurement period, `YYYY-MM-DD`. */
export function screeningInYear(
  rate: ScreeningRate,
  timeline: Timeline,
  valueSets: ValueSets,
  year: string,
): QualityCase {
  const start = dayOfDate(year);
  const last = addMonths(start, 11); // 1 December
  const age = timeline.birth === null ? null : ageOn(timeline.birth, start);
  const screens = timeline.scores.filter(
    ({ instrument, when }) => positiveFrom.has(instrument) && when.day >= start && when.day <= last,
  );
  const positive = screens.find(isPositive);
  const followedBy = positive === undefined ? [] : followUps(timeline, valueSets, positive);
  const cleared = positive !== undefined && isCleared(positive, screens);
  const old = age !== null && age >= LEAST_AGE;
  const initial = rate === 'screening' ? old : old && positive !== undefined;
  const met = rate === 'screening' ? screens.length > 0 : followedBy.length > 0 || cleared;
  return {
    patient: timeline.patient,
    populations: populationsOf({ initial, excluded: false, met }),
    stratum: initial && age !== null ? stratumOf(age) : null,
    measured: initial && screens.length > 0,
    trail: [
      ageStep(age, LEAST_AGE, 'on the first day of the year', 'No date of birth'),
      {
        rule: 'screening',
        met: screens.length > 0,
        because: `${screens.length} screens up to ${isoDate(last)}`,
        evidence: screens.map(({ id }) => id),
      },
      {
        rule: 'positive',
        met: positive !== undefined,
        because:
          positive === undefined
            ? 'None is positive'
            : `${positive.instrument} ${positive.value} on ${isoDate(positive.when.day)}`,
        evidence: positive === undefined ? [] : [positive.id],
      },
      {
        rule: 'follow-up',
        met: followedBy.length > 0 || cleared,
        because: cleared
          ? 'A negative PHQ-9 on the same day'
          : `${followedBy.length} within ${FOLLOW_UP_DAYS} days`,
        evidence: followedBy.map(({ id }) => id),
      },
    ],
  };
}

function isPositive({ instrument, value }: TimedScore): boolean {
  return value >= (positiveFrom.get(instrument) ?? Number.POSITIVE_INFINITY);
}

/** A short screen that the long one of the same day did not bear out. */
function isCleared({ instrument, when }: TimedScore, screens: readonly TimedScore[]): boolean {
  return (
    instrument === 'phq-2' &&
    screens.some((one) => one.instrument !== 'phq-2' && one.when.day === when.day && !isPositive(one))
  );
}

function followUps(timeline: Timeline, valueSets: ValueSets, { when }: TimedScore): readonly TimedFact[] {
  return factsIn(timeline, ['contact', 'order', 'procedure'], valueSets, [sets.followUp]).filter(
    ({ span }) => span.start.day >= when.day && span.start.day <= when.day + FOLLOW_UP_DAYS,
  );
}

/** 12-17, 18-64, 65+. */
function stratumOf(age: number): string {
  if (age < 18) return '12-17';
  return age < 65 ? '18-64' : '65+';
}
