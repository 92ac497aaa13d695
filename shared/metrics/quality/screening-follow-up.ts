/**
 * Screening for depression and follow-up plan.
 *
 * Of people aged 12 or older with a qualifying visit in the year and no bipolar disorder before it, the share
 * whose latest screening, on the day of a visit or in the 14 days before, is negative, or positive and
 * followed by an order, a referral or an intervention during that visit or within two days of its end.
 * Whoever was not screened is not met, unless it was declined or a medical reason is documented.
 *
 * Unit: people, once a year; score 0..1. Source: CMS2 as FHIR (cqframework/ecqm-content-qicore-2024@9ebd48f);
 * a rule without another citation is from there.
 *
 * @module
 */
import { dayOfDate, isoDate } from '../calendar.ts';
import { directReference } from './direct-reference-codes.ts';
import { addMonths, ageOn, isBefore } from './moment.ts';
import { isMarked, marked } from './patient-facts.ts';
import { ageStep, populationsOf, type QualityCase, type TrailStep } from './quality-case.ts';
import { factsCoded, factsIn, type TimedFact, type Timeline } from './timeline.ts';
import { screeningSets as sets } from './value-set-names.ts';
import type { ValueSets } from './value-sets.ts';

const MINIMUM_AGE = 12;
const DAYS_BEFORE_VISIT = 14;
const FOLLOW_UP_DAYS = 2;

interface AgeGroup {
  /** Codes of the screenings meant for this age. */
  readonly screenings: readonly string[];
}

/** By age on the first day of the year: adolescent screening up to 16, either at 17, adult from 18. */
function groupOf(age: number): AgeGroup {
  const { adolescentScreening, adultScreening } = directReference;
  if (age < 17) return { screenings: [adolescentScreening] };
  return { screenings: age === 17 ? [adolescentScreening, adultScreening] : [adultScreening] };
}

/** @param year first day of the measurement period, `YYYY-MM-DD`. */
export function screeningFollowUp(timeline: Timeline, valueSets: ValueSets, year: string): QualityCase {
  const start = dayOfDate(year);
  const end = addMonths(start, 12) - 1;
  const age = timeline.birth === null ? null : ageOn(timeline.birth, start);
  const visits = qualifyingVisits(timeline, valueSets, start, end);
  const trail = [
    ageStep(age, MINIMUM_AGE, 'on the first day of the year', 'No date of birth'),
    visitStep(visits),
  ];
  if (age === null || age < MINIMUM_AGE || visits.length === 0)
    return {
      patient: timeline.patient,
      populations: populationsOf({ initial: false, excluded: false, met: false }),
      stratum: null,
      measured: false,
      trail,
    };

  const bipolar = factsIn(timeline, ['diagnosis'], valueSets, [sets.bipolar]).filter((diagnosis) =>
    visits.some((visit) => isBefore(diagnosis.span.start, visit.span.start)),
  );
  const latest = groupOf(age).screenings.flatMap((code) => latestScreening(timeline, code, visits));
  const met = latest.some((screening) => isMet(screening, timeline, valueSets));
  const reasons = notScreened(timeline, valueSets, groupOf(age), visits);
  return {
    patient: timeline.patient,
    populations: populationsOf({
      initial: true,
      excluded: bipolar.length > 0,
      met,
      excepted: latest.length === 0 && reasons.length > 0,
    }),
    stratum: age < 18 ? '12-17' : '18+',
    measured: latest.length > 0,
    trail: [
      ...trail,
      step('bipolar-before-visit', bipolar, 'A bipolar disorder before a visit', 'None before a visit'),
      step(
        'latest-screening',
        latest.map(({ screening }) => screening),
        'Screened',
        'No screening',
      ),
      { rule: 'negative-or-followed-up', met, because: met ? 'Met' : 'Not met', evidence: [] },
      step('reason-not-screened', reasons, 'A reason is documented', 'No reason is documented'),
    ],
  };
}

/** Finished visits that lie in the year. */
function qualifyingVisits(
  timeline: Timeline,
  valueSets: ValueSets,
  from: number,
  to: number,
): readonly TimedFact[] {
  return factsIn(timeline, ['contact'], valueSets, [
    sets.screeningEncounter,
    sets.physicalTherapy,
    sets.telephone,
  ]).filter(({ span }) => span.start.day >= from && span.end !== null && span.end.day <= to);
}

interface Screening {
  readonly screening: TimedFact;
  /** The visits it was made for. */
  readonly visits: readonly TimedFact[];
}

/** The last with a result, at most one. */
function latestScreening(
  timeline: Timeline,
  code: string,
  visits: readonly TimedFact[],
): readonly Screening[] {
  const found = factsCoded(timeline, ['finding'], code)
    .filter((screening) => marked(screening, 'result').length > 0)
    .flatMap((screening): Screening[] => {
      const { day } = screening.span.start;
      const own = visits.filter(
        ({ span }) => day <= span.start.day && day >= span.start.day - DAYS_BEFORE_VISIT,
      );
      return own.length === 0 ? [] : [{ screening, visits: own }];
    })
    .sort((a, b) => compareStart(a.screening, b.screening));
  return found.slice(-1);
}

function compareStart(a: TimedFact, b: TimedFact): number {
  if (isBefore(a.span.start, b.span.start)) return -1;
  if (isBefore(b.span.start, a.span.start)) return 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function isMet({ screening, visits }: Screening, timeline: Timeline, valueSets: ValueSets): boolean {
  const { screeningNegative, screeningPositive, adolescentScreening } = directReference;
  if (isMarked(screening, 'result', [screeningNegative])) return true;
  if (!isMarked(screening, 'result', [screeningPositive])) return false;
  const adolescent = screening.codes.includes(adolescentScreening);
  const plans = [
    ...factsIn(timeline, ['order'], valueSets, [
      ...(adolescent
        ? [sets.adolescentMedication, sets.adolescentReferral, sets.adolescentFollowUp]
        : [sets.adultMedication, sets.adultReferral, sets.adultFollowUp]),
    ]),
    ...factsIn(timeline, ['procedure'], valueSets, [
      adolescent ? sets.adolescentFollowUp : sets.adultFollowUp,
    ]),
  ];
  return plans.some(({ span }) =>
    visits.some(
      (visit) =>
        span.start.day >= visit.span.start.day &&
        span.start.day <= (visit.span.end ?? visit.span.start).day + FOLLOW_UP_DAYS,
    ),
  );
}

/** Declined, or a medical reason, documented during a visit. */
function notScreened(
  timeline: Timeline,
  valueSets: ValueSets,
  { screenings }: AgeGroup,
  visits: readonly TimedFact[],
): readonly TimedFact[] {
  return screenings
    .flatMap((code) => factsCoded(timeline, ['exception'], code))
    .filter((fact) => {
      const reasons = marked(fact, 'reason');
      const accepted =
        reasons.includes(directReference.screeningDeclined) || valueSets.holds([sets.medicalReason], reasons);
      const { day } = fact.span.start;
      return (
        accepted && visits.some(({ span }) => day >= span.start.day && day <= (span.end ?? span.start).day)
      );
    });
}

function visitStep(visits: readonly TimedFact[]): TrailStep {
  const [first] = visits;
  const because =
    first === undefined
      ? 'No qualifying visit in the year'
      : `${visits.length} from ${isoDate(first.span.start.day)}`;
  return { rule: 'visit', met: first !== undefined, because, evidence: visits.map(({ id }) => id) };
}

function step(rule: string, found: readonly TimedFact[], yes: string, no: string): TrailStep {
  const met = found.length > 0;
  return { rule, met, because: met ? yes : no, evidence: found.map(({ id }) => id) };
}
