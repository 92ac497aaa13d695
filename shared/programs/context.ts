/**
 * What outcomes need besides scores, read from the resources an EHR already has: stays in a program
 * (EpisodeOfCare, CareTeam), what a patient is compared by (Patient), and facts.
 *
 * @module
 */
import { type Ending, NO_START, NOT_BEGUN } from '../metrics/packed-row.ts';
import type { Problem } from '../metrics/problem-descriptor.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import type { FactCodes, ProgramSettings } from '../settings/settings.ts';
import { codesIn, firstDate, isDate, type Json, list, patientIn, periodOf } from './element.ts';
import { type FactRecord, factsOf } from './fact.ts';
import { programOfEncounter, referenceIn } from './named-program.ts';
import { problemsOfCareTeam, problemsOfEpisode } from './problem.ts';
import { stayId } from './stay.ts';
import { ageBandAt, type LastingStrata, lastingStrata } from './strata.ts';

/** A patient's stay in a program: the unit of all metrics. Dates are FHIR dateTimes as the EHR gave them; the start may be `NO_START`. */
export interface EpisodeRecord {
  readonly id: string;
  /** Patient id, without `Patient/`. */
  readonly patient: string;
  /** Null in an episode that was retracted by a resource which no longer says its program. */
  readonly program: string | null;
  readonly start: string;
  readonly end: string | null;
  readonly ending: Exclude<Ending, 'open'> | null;
  /** Since when it was planned or waited for, where the EHR says. */
  readonly referred?: string;
  /** The problem treated, the most important first. */
  readonly problems: readonly Problem[];
  /** Entered in error or cancelled: the row stays, and counts nowhere. */
  readonly retracted?: boolean;
  readonly changedAt: string;
}

/** A patient as they are kept, and how old they were: the date of birth stays inside `ageBandAt`. */
export interface PersonRecord {
  readonly patient: string;
  readonly strata: LastingStrata;
  /** Without a date, when the Patient was seen. */
  readonly ageBandAt: (date: string) => string | null;
  readonly changedAt: string;
}

export type ContextRecord =
  | { readonly kind: 'episode'; readonly episode: EpisodeRecord }
  | { readonly kind: 'fact'; readonly fact: FactRecord }
  | { readonly kind: 'person'; readonly person: PersonRecord };

export interface ContextRules {
  readonly programs: readonly ProgramSettings[];
  /** Which codes mean what; none by default. */
  readonly codes?: FactCodes | undefined;
}

/** Resource types that say something outcomes use. */
export const contextTypes = [
  'EpisodeOfCare',
  'CareTeam',
  'Encounter',
  'Patient',
  'Condition',
  'ServiceRequest',
  'MedicationRequest',
  'Task',
  'Coverage',
] as const;

export const CONTEXT_TYPES: ReadonlySet<unknown> = new Set(contextTypes);

/** None when the resource says nothing that outcomes use: another program, an appointment still to come. */
export function contextOf(
  resource: Json,
  { programs, codes = {} }: ContextRules,
  changedAt: string,
): readonly ContextRecord[] {
  const { id, resourceType } = resource;
  if (typeof id !== 'string' || !/^[A-Za-z0-9.-]{1,64}$/.test(id)) return [];
  if (resourceType === 'EpisodeOfCare') return episodeOf(resource, id, programs, changedAt);
  if (resourceType === 'CareTeam') return careTeamOf(resource, id, programs, changedAt);
  const program = resourceType === 'Encounter' ? programOfEncounter(resource, programs) : undefined;
  const facts = factsOf(resource, codes, changedAt).map((fact) => ({
    kind: 'fact' as const,
    fact: program === undefined ? fact : { ...fact, program },
  }));
  return resourceType === 'Patient' ? [...facts, personOf(resource, id, changedAt)] : facts;
}

function personOf(resource: Json, patient: string, changedAt: string): ContextRecord {
  const born = resource.birthDate;
  return {
    kind: 'person',
    person: {
      patient,
      strata: lastingStrata(resource),
      ageBandAt: (date) => ageBandAt(born, isDate(date) ? date : changedAt),
      changedAt,
    },
  };
}

/** Extension by which an engine may say how an episode ended; EpisodeOfCare has no element for it. */
const ENDING_EXTENSION = 'urn:outcomes-pipeline:ending';
const ENDINGS: ReadonlySet<unknown> = new Set(['completed', 'dropped-out', 'transferred', 'died', 'other']);

/** Referred and not begun: somebody on a waiting list is not in care. */
const WAITS: ReadonlySet<unknown> = new Set(['planned', 'waitlist']);

function episodeOf(
  resource: Json,
  id: string,
  programs: readonly ProgramSettings[],
  changedAt: string,
): readonly ContextRecord[] {
  const patient = patientIn(resource.patient);
  const { start, end } = periodOf(resource.period);
  const codes = codesIn(resource.type);
  const program = programs.find((one) => (one.episodeTypes ?? [one.id]).some((type) => codes.has(type)));
  const cancelled = resource.status === 'cancelled';
  const retracted = resource.status === 'entered-in-error' || (cancelled && program === undefined);
  const waits = WAITS.has(resource.status);
  const referred = firstDate(...waitingSince(resource), waits ? start : undefined);
  if (patient === undefined || (!retracted && program === undefined)) return [];
  const episode: EpisodeRecord = {
    id,
    patient,
    program: program?.id ?? null,
    // Cancelled: they went elsewhere before it began. A referral it stays.
    start: waits || (cancelled && !retracted) ? NOT_BEGUN : (start ?? (retracted ? changedAt : NO_START)),
    end: end ?? null,
    ending: end === undefined ? null : endingOf(resource.extension),
    ...(referred === undefined ? {} : { referred }),
    problems: problemsOfEpisode(resource),
    ...(retracted ? { retracted } : {}),
    changedAt,
  };
  return [{ kind: 'episode', episode }];
}

/** Starts of the statuses in which it was waited for, the earliest first. */
function waitingSince({ statusHistory }: Json): readonly string[] {
  return list(statusHistory)
    .filter(isObject)
    .flatMap(({ status, period }) => (WAITS.has(status) ? (periodOf(period).start ?? []) : []))
    .sort();
}

/** A care team of a program, while it stands: a stay, where the EHR keeps no episodes. */
function careTeamOf(
  resource: Json,
  id: string,
  programs: readonly ProgramSettings[],
  changedAt: string,
): readonly ContextRecord[] {
  const { subject, status, category, managingOrganization, period } = resource;
  const patient = patientIn(subject);
  const { start, end } = periodOf(period);
  const said = new Set([...codesIn(category), ...list(managingOrganization).flatMap(referenceIn)]);
  const program = programs.find(({ careTeams = [] }) => careTeams.some((one) => said.has(one)));
  const retracted = status === 'entered-in-error' || status === 'proposed';
  if (patient === undefined || (!retracted && (start === undefined || program === undefined))) return [];
  const episode: EpisodeRecord = {
    id: stayId('care-team', id),
    patient,
    program: program?.id ?? null,
    start: start ?? changedAt,
    end: end ?? null,
    ending: end === undefined ? null : 'other',
    problems: problemsOfCareTeam(resource),
    ...(retracted ? { retracted } : {}),
    changedAt,
  };
  return [{ kind: 'episode', episode }];
}

function endingOf(extension: unknown): EpisodeRecord['ending'] {
  for (const one of list(extension)) {
    if (isObject(one) && one.url === ENDING_EXTENSION && ENDINGS.has(one.valueCode)) {
      return one.valueCode as EpisodeRecord['ending'];
    }
  }
  return 'other';
}
