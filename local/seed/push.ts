/**
 * Stories as requests: what the integration engine of the EHR sends to us, in the order it sends it.
 *
 * A visit is one batch Bundle with its Encounter and the forms of the visit; the first brings the Patient
 * and the EpisodeOfCare along, the end of the episode brings the EpisodeOfCare again. Some forms come alone.
 *
 * @module
 */
import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4.js';
import { clinicTime } from './calendar.ts';
import { encounter, episodeOfCare, visitEnd } from './care.ts';
import type { Chance } from './chance.ts';
import type { EpisodePlan, Visit } from './episode-plan.ts';
import { patientResource } from './patients.ts';
import { type Sending, type Sheet, sendingsOf } from './sheet.ts';

/** One request of the EHR. */
export interface Push {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** `/fhir` for a Bundle, else `/fhir/QuestionnaireResponse` with or without an id. */
  readonly path: string;
  /** FHIR JSON; absent for a delete. */
  readonly body?: object;
  /** What it is, in words, without anything about the patient. */
  readonly label: string;
  /** Instant at which the EHR would have sent it. */
  readonly at: string;
}

/** A push, and the sheets whose versions it carries. */
export interface Delivery {
  readonly push: Push;
  readonly sheets: readonly Sheet[];
}

const MINUTE_MS = 60_000;

export function deliveriesOf(
  episodes: readonly EpisodePlan[],
  sheets: readonly Sheet[],
  timeZone: string,
  year: number,
): readonly Delivery[] {
  const byVisit = Map.groupBy(sheets, ({ visit }) => visit);
  return episodes.flatMap((episode) => [
    ...episode.visits.flatMap((visit) =>
      visitDeliveries(episode, visit, byVisit.get(visit) ?? [], timeZone, year),
    ),
    ...closing(episode, timeZone),
  ]);
}

/** Sends some deliveries a second time, unchanged, a while later: networks do. */
export function repeated(deliveries: readonly Delivery[], count: number, lots: Chance): readonly Delivery[] {
  return lots
    .shuffled(deliveries)
    .slice(0, count)
    .map(({ push, sheets }) => {
      const at = Date.parse(push.at) + lots.between(1, 20 * 60) * MINUTE_MS;
      return { sheets, push: { ...push, label: `${push.label} (again)`, at: instant(at) } };
    });
}

function visitDeliveries(
  episode: EpisodePlan,
  visit: Visit,
  sheets: readonly Sheet[],
  timeZone: string,
  year: number,
): readonly Delivery[] {
  const sent = sheets.flatMap((sheet) => sendingsOf(sheet, timeZone).map((sending) => ({ sheet, sending })));
  const together = sent.filter(({ sending }) => sending.by === 'visit');
  const saved = instant(visitEnd(visit, timeZone) + 5 * MINUTE_MS);
  const first = visit === episode.visits[0];
  const closes = visit === episode.visits.at(-1) && episode.ended?.day === visit.day;
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'batch',
    entry: [
      ...(first ? [entry(patientResource(episode.patient, year))] : []),
      ...(first || closes ? [entry(episodeOfCare(episode, closes, saved))] : []),
      entry(encounter(episode, visit, timeZone, saved)),
      ...together.map(({ sending }) => entry(sending.resource as FhirResource)),
    ],
  };
  const push: Push = {
    method: 'POST',
    path: '/fhir',
    body: bundle,
    label: `${episode.program}: ${visitLabel(visit, first, closes)}${formsLabel(together.map(({ sheet }) => sheet))}`,
    at: instant(visitEnd(visit, timeZone) + 6 * MINUTE_MS),
  };
  const alone = sent.filter(({ sending }) => sending.by !== 'visit');
  return [
    { push, sheets: together.map(({ sheet }) => sheet) },
    ...alone.map(({ sheet, sending }) => ({ push: single(sheet, sending), sheets: [sheet] })),
  ];
}

/** The file of somebody who stayed away is closed on a day without a visit. */
function closing(episode: EpisodePlan, timeZone: string): readonly Delivery[] {
  const { ended, visits, program } = episode;
  if (ended === undefined || ended.day === visits.at(-1)?.day) return [];
  const at = instant(clinicTime(ended.day, 17 * 60, timeZone));
  const body: Bundle = {
    resourceType: 'Bundle',
    type: 'batch',
    entry: [entry(episodeOfCare(episode, true, at))],
  };
  return [
    { push: { method: 'POST', path: '/fhir', body, label: `${program}: file closed`, at }, sheets: [] },
  ];
}

function single({ id, episode, filled, mishap }: Sheet, { by, resource, at }: Sending): Push {
  const label = `${episode.program}: ${filled.form.toUpperCase()}${mishap === undefined ? '' : `, ${mishap}`}`;
  const path = '/fhir/QuestionnaireResponse';
  const sent = { label, at: instant(at) };
  if (by === 'delete' || resource === undefined) return { method: 'DELETE', path: `${path}/${id}`, ...sent };
  if (by === 'post') return { method: 'POST', path, body: resource, ...sent };
  return { method: 'PUT', path: `${path}/${id}`, body: resource, ...sent };
}

function entry(resource: FhirResource): BundleEntry {
  return { resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } };
}

function visitLabel({ attended }: Visit, first: boolean, closes: boolean): string {
  if (!attended) return 'missed visit';
  return first ? 'first visit' : closes ? 'last visit' : 'visit';
}

function formsLabel(sheets: readonly Sheet[]): string {
  const forms = sheets.map(({ filled }) => filled.form.toUpperCase());
  return forms.length === 0 ? '' : `, ${forms.join(' and ')}`;
}

const instant = (at: number) => new Date(at).toISOString();
