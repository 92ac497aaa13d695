/**
 * Hospice and palliative care between two dates: who receives it is not asked to reach remission.
 *
 * Rules in our words from CMS159 as FHIR (cqframework/ecqm-content-qicore-2024@9ebd48f). Dates are compared by
 * day, both ends inclusive; the original compares palliative care to the instant at its start.
 *
 * @module
 */
import { directReference } from './direct-reference-codes.ts';
import { overlapsDays } from './moment.ts';
import { isMarked } from './patient-facts.ts';
import { factsCoded, factsIn, type TimedFact, type Timeline } from './timeline.ts';
import { remissionSets as sets } from './value-set-names.ts';
import type { ValueSets } from './value-sets.ts';

/** First and last day, both inclusive. */
export interface Days {
  readonly from: number;
  readonly to: number;
}

/** Requests that somebody means to be carried out (FHIR request-intent, as CMS159 lists them). */
const orderIntents = ['order', 'original-order', 'reflex-order', 'filler-order', 'instance-order'];

export function hospiceCare(timeline: Timeline, valueSets: ValueSets, days: Days): readonly TimedFact[] {
  const during = (fact: TimedFact): boolean => overlapsDays(fact.span, days.from, days.to);
  const { dischargedHomeToHospice, dischargedToHospiceFacility, yes } = directReference;
  return [
    // A hospital stay that ends, between the dates, in a hospice.
    ...factsIn(timeline, ['contact'], valueSets, [sets.inpatient]).filter(
      (stay) =>
        isMarked(stay, 'disposition', [dischargedHomeToHospice, dischargedToHospiceFacility]) &&
        stay.span.end !== null &&
        stay.span.end.day >= days.from &&
        stay.span.end.day <= days.to,
    ),
    ...factsIn(timeline, ['contact', 'encounter'], valueSets, [sets.hospiceEncounter]).filter(during),
    ...factsCoded(timeline, ['finding'], directReference.hospiceAssessment).filter(
      (finding) => isMarked(finding, 'result', [yes]) && during(finding),
    ),
    ...factsIn(timeline, ['order'], valueSets, [sets.hospiceAmbulatory]).filter(
      (order) => isMarked(order, 'intent', orderIntents) && during(order),
    ),
    ...factsIn(timeline, ['procedure'], valueSets, [sets.hospiceAmbulatory]).filter(during),
    ...factsIn(timeline, ['diagnosis'], valueSets, [sets.hospiceDiagnosis]).filter(
      (diagnosis) => isConfirmedActive(diagnosis) && during(diagnosis),
    ),
    // What a roster says without codes.
    ...timeline.facts.filter((fact) => fact.kind === 'hospice' && during(fact)),
  ];
}

export function palliativeCare(timeline: Timeline, valueSets: ValueSets, days: Days): readonly TimedFact[] {
  const during = (fact: TimedFact): boolean => overlapsDays(fact.span, days.from, days.to);
  return [
    ...factsCoded(timeline, ['finding'], directReference.palliativeAssessment),
    ...factsIn(timeline, ['diagnosis'], valueSets, [sets.palliativeDiagnosis]).filter(isConfirmedActive),
    ...factsIn(timeline, ['contact'], valueSets, [sets.palliativeEncounter]),
    ...factsIn(timeline, ['procedure'], valueSets, [sets.palliativeIntervention]),
  ].filter(during);
}

/** Clinical status active, recurrence or relapse (QICoreCommon 2.1.000, `isActive`), and confirmed. */
export function isConfirmedActive(diagnosis: TimedFact): boolean {
  return (
    isMarked(diagnosis, 'clinical', ['active', 'recurrence', 'relapse']) &&
    isMarked(diagnosis, 'verification', ['confirmed'])
  );
}
