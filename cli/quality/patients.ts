/**
 * Exported FHIR resources -> the timeline of each patient: facts, totals somebody else computed, and the
 * scores we give the QuestionnaireResponses among them. Dates of birth stay in here.
 *
 * @module
 */
import { hash } from 'node:crypto';
import { instruments } from '../../shared/instruments/catalog.ts';
import { calendarOf } from '../../shared/metrics/calendar.ts';
import { factsFromResources } from '../../shared/metrics/quality/facts-from-resources.ts';
import type { DatedScore } from '../../shared/metrics/quality/patient-facts.ts';
import { type Timeline, timelineOf } from '../../shared/metrics/quality/timeline.ts';
import { identityOf } from '../../shared/responses/identity.ts';
import { isObject, readQuestionnaireResponse } from '../../shared/responses/questionnaire-response.ts';
import { compileCatalog } from '../../shared/scoring/compile.ts';
import { scoreResponse } from '../../shared/scoring/score-response.ts';

type Resource = Readonly<Record<string, unknown>>;

export interface ReadPatients {
  /** By patient, in order of id. */
  readonly timelines: readonly Timeline[];
  /** Resources that name no patient, and are not of one. */
  readonly unassigned: number;
}

const catalog = compileCatalog(instruments);
const sha256 = (text: string): string => hash('sha256', text);

/** @param documents resources, Bundles or lists of them. @param timeZone IANA zone of the organisation. */
export function patientsOf(documents: readonly unknown[], timeZone: string): ReadPatients {
  const owned = documents.flatMap(ownedIn);
  const shared = owned.flatMap(({ resource }) => (resource.resourceType === 'Medication' ? [resource] : []));
  const byPatient = Map.groupBy(owned, ({ patient }) => patient);
  const calendar = calendarOf(timeZone);
  const timelines = [...byPatient]
    .flatMap(([patient, of]) => {
      if (patient === undefined) return [];
      const own = of.map(({ resource }) => resource);
      const facts = factsFromResources(patient, [...own, ...shared]);
      return [timelineOf({ ...facts, scores: [...facts.scores, ...own.flatMap(scoresOf)] }, calendar)];
    })
    .sort((a, b) => (a.patient < b.patient ? -1 : 1));
  const unassigned = (byPatient.get(undefined) ?? []).filter(({ resource }) =>
    OF_PATIENTS.has(resource.resourceType),
  );
  return { timelines, unassigned: unassigned.length };
}

const OF_PATIENTS: ReadonlySet<unknown> = new Set([
  'Encounter',
  'Condition',
  'Procedure',
  'ServiceRequest',
  'MedicationRequest',
  'Observation',
  'QuestionnaireResponse',
]);

interface Owned {
  readonly resource: Resource;
  readonly patient: string | undefined;
}

/**
 * A Bundle with one Patient is that person's record (`$everything`): what in it names nobody, or somebody on
 * another server, is theirs. Another patient of this server is another patient.
 */
function ownedIn(document: unknown): readonly Owned[] {
  if (Array.isArray(document)) return document.flatMap(ownedIn);
  if (!isObject(document)) return [];
  if (document.resourceType !== 'Bundle') return [{ resource: document, patient: patientOf(document) }];
  const entries = Array.isArray(document.entry) ? (document.entry as readonly unknown[]) : [];
  const inside = entries.flatMap((entry) => (isObject(entry) ? ownedIn(entry.resource) : []));
  const people = inside.filter(({ resource }) => resource.resourceType === 'Patient');
  const only = people.length === 1 ? people[0]?.patient : undefined;
  return inside.map((one) => ({ ...one, patient: one.patient ?? only }));
}

/** Undefined where it names nobody of this server. */
function patientOf(resource: Resource): string | undefined {
  if (resource.resourceType === 'Patient') return typeof resource.id === 'string' ? resource.id : undefined;
  const of = resource.subject ?? resource.patient;
  const reference = isObject(of) && typeof of.reference === 'string' ? of.reference : '';
  return /^Patient\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(reference)?.[1];
}

/** Totals of the instruments that a QuestionnaireResponse answers; only complete ones have any. */
function scoresOf(resource: Resource): readonly DatedScore[] {
  if (resource.resourceType !== 'QuestionnaireResponse') return [];
  const response = readQuestionnaireResponse(resource);
  const { authored } = response;
  if (authored === undefined) return [];
  const id = `QuestionnaireResponse/${identityOf({ resource, urlId: undefined, fullUrl: undefined }, { mode: 'id', baseUrl: '', sha256 })}`;
  return scoreResponse(response, catalog).flatMap(({ instrument, total }) =>
    total === null ? [] : [{ id, instrument: instrument.instrument.id, authored, value: total }],
  );
}
