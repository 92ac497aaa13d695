/**
 * One delivery -> what is kept of it. The pipeline's main sentence: read the response, judge its safety
 * items, score it, and say in one status where it ended.
 *
 * Pure and total: bad input ends in a status with a reason, never in an exception.
 *
 * @module
 */
import { type Concern, isConcern, type Judgement, judgeSafety } from '../alerts/judgement.ts';
import { registryVersion } from '../instruments/catalog.ts';
import type { Assessment, Outcome } from '../scoring/assessment.ts';
import type { Catalog } from '../scoring/compile.ts';
import { type Issue, issue } from '../scoring/issue.ts';
import type { CompiledForm } from '../scoring/match.ts';
import { scoreResponse } from '../scoring/score-response.ts';
import type { SourceSettings } from '../settings/settings.ts';
import { contentHash, type Sha256 } from './content-hash.ts';
import type { CurrentResponse, KeptAssessment } from './current.ts';
import type { ResponseDelivery } from './delivery.ts';
import { ordOf, ordOfDelete, utcInstant } from './order.ts';
import { isObject, type ReadResponse, readQuestionnaireResponse } from './questionnaire-response.ts';

export interface ScoringContext {
  readonly source: Pick<SourceSettings, 'id' | 'ehr' | 'alertWithinDays'>;
  readonly catalog: Catalog;
  readonly forms: readonly CompiledForm[];
  readonly sha256: Sha256;
  /**
   * Version of the scoring rules as a whole, the operator's included.
   *
   * @default registryVersion
   */
  readonly registry?: number;
}

export interface Recorded {
  readonly current: CurrentResponse;
  /** What this version says about its safety items. Empty for a retracted response. */
  readonly safety: readonly Judgement[];
  /** Those of them that a person must look at. */
  readonly alerts: readonly Concern[];
}

export interface RecordOptions {
  /** When a stored response is scored again; it then still counts as received at `receivedAt`. */
  readonly rescoredAt?: string | undefined;
  /** For a delete, what it withdraws. */
  readonly standing?: CurrentResponse | undefined;
}

export function recordResponse(
  delivery: ResponseDelivery,
  receivedAt: string,
  context: ScoringContext,
  { rescoredAt, standing }: RecordOptions = {},
): Recorded {
  if (delivery.kind === 'delete' || delivery.resource === undefined)
    return { current: deleted(delivery, receivedAt, context, standing), safety: [], alerts: [] };
  const { resource, identity, program } = delivery;
  const programBy = delivery.programBy ?? (program === undefined ? undefined : { rule: 'push' as const });
  const { source, catalog, forms, sha256, registry = registryVersion } = context;
  const response = readQuestionnaireResponse(resource);
  const assessments = scoreResponse(response, catalog, forms);
  const hash = contentHash(resource, sha256);
  const lastUpdated = isObject(resource.meta) ? resource.meta.lastUpdated : undefined;
  const ord = ordOf({
    lastUpdated: typeof lastUpdated === 'string' ? lastUpdated : undefined,
    receivedAt,
    status: response.status,
    hash,
  });
  const patient = patientOf(response.subject, source.ehr.baseUrl);
  const authored = authoredOf(response.authored);
  const { status, reason, reasonAt } = whereItEnds(response, assessments, patient);

  const current: CurrentResponse = {
    source: source.id,
    identity,
    status,
    reason,
    ...(reasonAt === undefined ? {} : { reasonAt }),
    ord,
    registry,
    hash,
    receivedAt,
    ...(rescoredAt === undefined ? {} : { rescoredAt }),
    patient,
    authored: authored ?? receivedAt,
    authoredGiven: authored !== undefined,
    encounter: referenceTo(resource.encounter, /^Encounter\//),
    performer: performerOf(response.author),
    ehrResponseId:
      /^[A-Za-z0-9.-]{1,64}$/.test(identity) && !identity.startsWith('content-') ? identity : undefined,
    program,
    ...(programBy === undefined ? {} : { programBy }),
    questionnaire: bounded(response.questionnaire),
    assessments: assessments.map(kept),
  };
  const safety = judgeSafety(assessments, current, source);
  return { current, safety, alerts: safety.filter(isConcern) };
}

/**
 * A delete is the strongest statement at its instant: nothing of the response may stay in force. It names no
 * patient and takes that of what it withdraws, so that the row of the index stays, flagged, and the restatement
 * can say what is gone.
 */
function deleted(
  { identity }: ResponseDelivery,
  receivedAt: string,
  { source, sha256, registry = registryVersion }: ScoringContext,
  standing: CurrentResponse | undefined,
): CurrentResponse {
  const hash = sha256('deleted');
  return {
    source: source.id,
    identity,
    status: 'retracted',
    reason: 'retracted',
    ord: ordOfDelete(receivedAt, hash, standing),
    registry,
    hash,
    receivedAt,
    deleted: true,
    patient: standing?.patient,
    authored: standing?.authored ?? receivedAt,
    authoredGiven: standing?.authoredGiven ?? false,
    encounter: undefined,
    performer: undefined,
    ehrResponseId: undefined,
    program: undefined,
    questionnaire: undefined,
    assessments: [],
  };
}

interface WhereItEnds {
  readonly status: Outcome;
  readonly reason: Issue['code'] | undefined;
  /** Link id of the item or path of the element. */
  readonly reasonAt?: string | undefined;
}

/** Rejected, ignored or retracted first; else the worst primary instrument. Derived scores do not count. */
function whereItEnds(
  response: ReadResponse,
  assessments: readonly Assessment[],
  patient: string | undefined,
): WhereItEnds {
  const [first] = response.faults;
  if (response.status === 'entered-in-error') return { status: 'retracted', reason: 'retracted' };
  if (first !== undefined) return { status: 'rejected', ...reasonOf(first) };
  if (response.status === 'in-progress' || response.status === 'stopped') {
    return { status: 'ignored', reason: 'not-completed' };
  }
  const primary = assessments.filter(({ derivedFrom }) => derivedFrom === undefined);
  if (primary.length === 0) return { status: 'ignored', reason: issue('instrument-unknown').code };
  for (const outcome of ['rejected', 'review', 'incomplete'] as const) {
    const worst = primary.find((one) => one.outcome === outcome);
    if (worst !== undefined) return { status: outcome, ...reasonOf(worst.issues[0]) };
  }
  // Scores that nobody can be found for are held, not dropped.
  return patient === undefined
    ? { status: 'review', reason: 'subject-unresolved' }
    : { status: 'scored', reason: undefined };
}

function reasonOf(first: Issue | undefined): Omit<WhereItEnds, 'status'> {
  return { reason: first?.code, reasonAt: bounded(first?.linkId ?? undefined) };
}

function kept({ instrument: { instrument }, ...assessment }: Assessment): KeptAssessment {
  const { outcome, scores, total, prorated, derivedFrom, points } = assessment;
  return {
    instrument: instrument.id,
    version: instrument.version,
    outcome,
    scores: scores.map(({ id, value, band }) => ({ id, value, band })),
    total,
    prorated,
    derived: derivedFrom !== undefined,
    points: derivedFrom === undefined ? points : [],
  };
}

/** `Patient/<id>`, relative or under the EHR's base; undefined where it cannot be resolved without asking. */
function patientOf(reference: string | undefined, baseUrl: string): string | undefined {
  const relative = reference?.startsWith(`${baseUrl}/`) ? reference.slice(baseUrl.length + 1) : reference;
  return relative !== undefined && /^Patient\/[A-Za-z0-9.-]{1,64}$/.test(relative) ? relative : undefined;
}

/** Resource types that may perform an Observation (R4). A Device or unresolvable author is left out. */
function performerOf(author: string | undefined): string | undefined {
  return author !== undefined &&
    /^(?:Practitioner|PractitionerRole|Organization|CareTeam|Patient|RelatedPerson)\/[A-Za-z0-9.-]{1,64}$/.test(
      author,
    )
    ? author
    : undefined;
}

function referenceTo(value: unknown, type: RegExp): string | undefined {
  const reference = isObject(value) ? value.reference : undefined;
  return typeof reference === 'string' && type.test(reference) ? bounded(reference) : undefined;
}

/** What is kept beside the scores must fit beside them. */
function bounded(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= 1_000 ? text : undefined;
}

/** FHIR dateTime, at least to the day; anything coarser or unreadable counts as not given. */
function authoredOf(authored: string | undefined): string | undefined {
  if (authored === undefined || !/^\d{4}-\d\d-\d\d(?:T|$)/.test(authored) || authored.length > 40)
    return undefined;
  if (authored.length === 10) return Number.isNaN(Date.parse(authored)) ? undefined : authored;
  return utcInstant(authored) === undefined ? undefined : authored;
}
