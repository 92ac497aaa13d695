/**
 * The stay and the visits as an EHR tells them: what outcomes need besides scores.
 *
 * @module
 */
import type { Encounter, EpisodeOfCare } from 'fhir/r4.js';
import { clinicTime, dateText, withOffset } from './calendar.ts';
import type { EpisodePlan, Visit } from './episode-plan.ts';

/** System of program ids in `EpisodeOfCare.type`. */
const PROGRAM_SYSTEM = 'urn:outcomes-pipeline:program';
/** Extension of EpisodeOfCare that says how it ended; R4 has no element for it. */
const ENDING_EXTENSION = 'urn:outcomes-pipeline:ending';
const VISIT_MINUTES = 50;

const episodeId = ({ patient }: EpisodePlan) => `ep-${patient}`;
export const encounterId = ({ patient }: EpisodePlan, { number }: Visit) =>
  `enc-${patient}-${String(number).padStart(2, '0')}`;

/** `closed` gives the episode as it stands after its end. */
export function episodeOfCare(plan: EpisodePlan, closed: boolean, lastUpdated: string): EpisodeOfCare {
  const { program, patient, start, ended } = plan;
  const end = closed ? ended : undefined;
  return {
    resourceType: 'EpisodeOfCare',
    id: episodeId(plan),
    meta: { lastUpdated },
    ...(end === undefined ? {} : { extension: [{ url: ENDING_EXTENSION, valueCode: end.how }] }),
    status: end === undefined ? 'active' : 'finished',
    statusHistory: [
      { status: 'waitlist', period: { start: dateText(start - waited(start)), end: dateText(start) } },
    ],
    type: [{ coding: [{ system: PROGRAM_SYSTEM, code: program }] }],
    patient: { reference: `Patient/${patient}` },
    period: { start: dateText(start), ...(end === undefined ? {} : { end: dateText(end.day) }) },
  };
}

/** Days on the waiting list, from 3 to 28. Not drawn by chance, so that the other draws stay what they are. */
function waited(start: number): number {
  return 3 + ((start * 7) % 26);
}

/**
 * An attended contact is `finished`. R4 has no status for somebody who did not come (that is an
 * Appointment's): EHRs that make an Encounter of it cancel it and say why.
 */
export function encounter(plan: EpisodePlan, visit: Visit, timeZone: string, lastUpdated: string): Encounter {
  const start = clinicTime(visit.day, visit.minute, timeZone);
  return {
    resourceType: 'Encounter',
    id: encounterId(plan, visit),
    meta: { lastUpdated },
    status: visit.attended ? 'finished' : 'cancelled',
    class: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code: 'AMB',
      display: 'ambulatory',
    },
    ...(visit.attended
      ? {}
      : { reasonCode: [{ text: visit.minute % 2 === 0 ? 'no-show' : 'cancelled by the patient' }] }),
    subject: { reference: `Patient/${plan.patient}` },
    episodeOfCare: [{ reference: `EpisodeOfCare/${episodeId(plan)}` }],
    period: {
      start: withOffset(start, timeZone),
      end: withOffset(visitEnd(visit, timeZone), timeZone),
    },
  };
}

/** Milliseconds since 1970 at which the visit is over. */
export function visitEnd({ day, minute }: Visit, timeZone: string): number {
  return clinicTime(day, minute + VISIT_MINUTES, timeZone);
}
