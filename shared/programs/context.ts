/**
 * What outcomes need besides scores, read from the resources an EHR already has: stays in a program
 * (EpisodeOfCare) and attended appointments (Encounter).
 *
 * @module
 */
import { isObject } from '../responses/questionnaire-response.ts';
import type { ProgramSettings } from '../settings/settings.ts';

type Json = Readonly<Record<string, unknown>>;

/** A patient's stay in a program: the unit of all metrics. Dates are FHIR dateTimes as the EHR gave them. */
export interface EpisodeRecord {
  readonly id: string;
  /** Patient id, without `Patient/`. */
  readonly patient: string;
  readonly program: string;
  readonly start: string;
  readonly end: string | null;
  readonly ending: 'completed' | 'dropped-out' | 'transferred' | 'died' | 'other' | null;
  /** ICD-10 code of the problem descriptor. */
  readonly descriptor: string | null;
  readonly changedAt: string;
}

/** An appointment that took place. */
export interface ContactRecord {
  readonly id: string;
  readonly patient: string;
  readonly date: string;
  /** `AMB`, `VR` ... of Encounter.class. */
  readonly code: string | null;
  readonly changedAt: string;
}

export type ContextRecord =
  | { readonly kind: 'episode'; readonly episode: EpisodeRecord }
  | { readonly kind: 'contact'; readonly contact: ContactRecord };

/** Extension by which an engine may say how an episode ended; EpisodeOfCare has no element for it. */
const ENDING_EXTENSION = 'urn:outcomes-pipeline:ending';
const ENDINGS: ReadonlySet<unknown> = new Set(['completed', 'dropped-out', 'transferred', 'died', 'other']);

/** Null when the resource says nothing that outcomes use: another program, an appointment that did not take place. */
export function contextOf(
  resource: Json,
  programs: readonly ProgramSettings[],
  changedAt: string,
): ContextRecord | null {
  if (typeof resource.id !== 'string') return null;
  return resource.resourceType === 'EpisodeOfCare'
    ? episodeOf(resource, resource.id, programs, changedAt)
    : contactOf(resource, resource.id, changedAt);
}

function episodeOf(
  resource: Json,
  id: string,
  programs: readonly ProgramSettings[],
  changedAt: string,
): ContextRecord | null {
  const patient = patientIn(resource.patient);
  const { start, end } = periodOf(resource.period);
  const codes = codesIn(resource.type);
  const program = programs.find((one) => (one.episodeTypes ?? [one.id]).some((type) => codes.has(type)));
  if (patient === undefined || start === undefined || program === undefined) return null;
  if (resource.status === 'entered-in-error' || resource.status === 'cancelled') return null;
  return {
    kind: 'episode',
    episode: {
      id,
      patient,
      program: program.id,
      start,
      end: end ?? null,
      ending: end === undefined ? null : endingOf(resource.extension),
      descriptor: null,
      changedAt,
    },
  };
}

function contactOf(resource: Json, id: string, changedAt: string): ContextRecord | null {
  const patient = patientIn(resource.subject);
  const { start } = periodOf(resource.period);
  if (patient === undefined || start === undefined || resource.status !== 'finished') return null;
  const code =
    isObject(resource.class) && typeof resource.class.code === 'string' ? resource.class.code : null;
  return { kind: 'contact', contact: { id, patient, date: start, code, changedAt } };
}

function patientIn(reference: unknown): string | undefined {
  const text = isObject(reference) && typeof reference.reference === 'string' ? reference.reference : '';
  return /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(text)?.[1];
}

function periodOf(period: unknown): { readonly start?: string; readonly end?: string } {
  if (!isObject(period)) return {};
  const { start, end } = period;
  return { ...(isDate(start) ? { start } : {}), ...(isDate(end) ? { end } : {}) };
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value));
}

/** Codes of a list of CodeableConcepts, each alone and as `system|code`. */
function codesIn(concepts: unknown): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const concept of Array.isArray(concepts) ? (concepts as readonly unknown[]) : []) {
    const codings =
      isObject(concept) && Array.isArray(concept.coding) ? (concept.coding as readonly unknown[]) : [];
    for (const coding of codings) {
      if (!isObject(coding) || typeof coding.code !== 'string') continue;
      codes.add(coding.code);
      if (typeof coding.system === 'string') codes.add(`${coding.system}|${coding.code}`);
    }
  }
  return codes;
}

function endingOf(extension: unknown): EpisodeRecord['ending'] {
  for (const one of Array.isArray(extension) ? (extension as readonly unknown[]) : []) {
    if (isObject(one) && one.url === ENDING_EXTENSION && ENDINGS.has(one.valueCode)) {
      return one.valueCode as EpisodeRecord['ending'];
    }
  }
  return 'other';
}
