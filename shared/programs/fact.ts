/**
 * Resources -> facts: what outcomes need besides scores, as codes and dates only.
 *
 * | fact            | from                                                                              |
 * | --------------- | --------------------------------------------------------------------------------- |
 * | `contact`       | Encounter that is finished, with its class and its purposes                        |
 * | `hospice`       | Encounter with a code that the settings call hospice                               |
 * | `diagnosis`     | Condition                                                                          |
 * | `order`         | ServiceRequest or MedicationRequest that orders                                    |
 * | `screening-due` | Task or ServiceRequest with a code that the settings call a screening              |
 * | `exception`     | a request not to perform, or a Condition that the settings call an exception       |
 * | `death`         | Patient.deceased                                                                   |
 * | `coverage`      | Coverage, as the payer that its type means                                         |
 *
 * Which codes mean what is the operator's to say: value sets are not shipped. A resource that was cancelled
 * or entered in error gives the same facts as retracted: the row stays, and counts nowhere. So does a screening
 * that is only drafted or proposed, or paused: nobody waits for its answers. One that was declined is kept apart.
 *
 * @module
 */
import { ALWAYS, DECLINED, type FactKind } from '../metrics/packed-row.ts';
import { coverageCodes } from '../metrics/payer-at.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import type { FactCodes } from '../settings/settings.ts';
import {
  codesIn,
  dayIn,
  firstDate,
  isDate,
  isRefuted,
  type Json,
  keptCodes,
  meaningOf,
  patientIn,
  periodOf,
} from './element.ts';
import { payerOf } from './payer.ts';

export interface FactRecord {
  readonly kind: FactKind;
  /** Unique among the patient's facts of that kind. */
  readonly id: string;
  readonly patient: string;
  readonly codes: readonly string[];
  /** Program it belongs to; left out where it counts in every stay that holds it. */
  readonly program?: string;
  readonly start: string;
  readonly end: string | null;
  readonly retracted: boolean;
  readonly changedAt: string;
}

/** Facts of any resource but EpisodeOfCare; none when it says nothing that outcomes use. */
export function factsOf(resource: Json, codes: FactCodes, changedAt: string): readonly FactRecord[] {
  const { id, resourceType } = resource;
  if (typeof id !== 'string') return [];
  switch (resourceType) {
    case 'Encounter':
      return encounterFacts(resource, id, codes, changedAt);
    case 'Condition':
      return conditionFacts(resource, id, codes, changedAt);
    case 'ServiceRequest':
    case 'MedicationRequest':
      return requestFacts(resource, `${resourceType}-${id}`, codes, changedAt);
    case 'Task':
      return taskFacts(resource, `Task-${id}`, codes, changedAt);
    case 'Coverage':
      return coverageFacts(resource, id, codes, changedAt);
    case 'Patient':
      return deathOf(resource, id, changedAt);
    default:
      return [];
  }
}

/** Withdrawn by whoever wrote it; what it said must no longer count. */
const WITHDRAWN: ReadonlySet<unknown> = new Set(['entered-in-error', 'cancelled', 'revoked']);

function encounterFacts(
  { subject, period, status, class: of, type, serviceType, hospitalization }: Json,
  id: string,
  { contactPurposes = {}, hospice = [] }: FactCodes,
  changedAt: string,
): readonly FactRecord[] {
  const patient = patientIn(subject);
  const retracted = WITHDRAWN.has(status);
  const dates = periodOf(period);
  const start = dates.start ?? (retracted ? changedAt : undefined);
  if (patient === undefined || start === undefined) return [];
  const disposition = (hospitalization as { dischargeDisposition?: unknown } | undefined)
    ?.dischargeDisposition;
  const said = codesIn(type, serviceType, of, disposition);
  const purposes = new Set([...said].flatMap((code) => meaningOf(contactPurposes, code) ?? []));
  const common = { id, patient, start, retracted, changedAt };
  const facts: FactRecord[] = [];
  if (status === 'finished' || retracted) {
    const kept = [...codesOfClass(of), ...purposes];
    facts.push({ ...common, kind: 'contact', codes: kept, end: null });
  }
  if (hospice.some((code) => said.has(code))) {
    facts.push({ ...common, kind: 'hospice', codes: keptCodes(type), end: dates.end ?? null });
  }
  return facts;
}

/** `AMB`, `VR` ...: a Coding in R4. */
function codesOfClass(of: unknown): readonly string[] {
  const { code } = (of ?? {}) as { code?: unknown };
  return typeof code === 'string' ? [code] : [];
}

function conditionFacts(
  resource: Json,
  id: string,
  { exceptions = [] }: FactCodes,
  changedAt: string,
): readonly FactRecord[] {
  const { subject, code, onsetDateTime, onsetPeriod, recordedDate, abatementDateTime, abatementPeriod } =
    resource;
  const retracted = isRefuted(resource);
  const dated = firstDate(onsetDateTime, periodOf(onsetPeriod).start, recordedDate);
  const start = dated ?? (retracted ? changedAt : ALWAYS);
  const patient = patientIn(subject);
  if (patient === undefined) return [];
  const end = firstDate(abatementDateTime, periodOf(abatementPeriod).end) ?? null;
  const fact = { id, patient, codes: keptCodes(code), start, end, retracted, changedAt };
  const said = codesIn(code);
  // An exception counts from a day on.
  return exceptions.some((one) => said.has(one)) && (dated !== undefined || retracted)
    ? [
        { ...fact, kind: 'diagnosis' },
        { ...fact, kind: 'exception' },
      ]
    : [{ ...fact, kind: 'diagnosis' }];
}

/** Nobody waits for the answers: not asked yet, or paused. One that failed was asked, and is missed. */
const NOT_ASKED: ReadonlySet<unknown> = new Set([...WITHDRAWN, 'draft', 'on-hold']);
/** Somebody may ask, or has to choose first. A plan asks: it is how a schedule is kept. */
const SUGGESTED: ReadonlySet<unknown> = new Set(['proposal', 'option']);

/** A proposal or a plan orders nothing. */
const ORDERS: ReadonlySet<unknown> = new Set(['order', 'original-order', 'filler-order', 'instance-order']);

function requestFacts(
  resource: Json,
  id: string,
  { screenings = [] }: FactCodes,
  changedAt: string,
): readonly FactRecord[] {
  const { status, intent, doNotPerform, authoredOn, occurrenceDateTime, occurrencePeriod } = resource;
  const concept = resource.code ?? resource.medicationCodeableConcept;
  const said = codesIn(concept);
  const isScreening = doNotPerform !== true && screenings.some((one) => said.has(one));
  const retracted = isScreening ? NOT_ASKED.has(status) || SUGGESTED.has(intent) : WITHDRAWN.has(status);
  const patient = patientIn(resource.subject);
  const authored = firstDate(authoredOn, retracted ? changedAt : undefined);
  const due = firstDate(occurrenceDateTime, periodOf(occurrencePeriod).start, authored);
  if (patient === undefined || due === undefined) return [];
  const common = { id, patient, codes: keptCodes(concept), end: null, retracted, changedAt };
  if (doNotPerform === true) return [{ ...common, kind: 'exception', start: authored ?? due }];
  if (isScreening) return [{ ...common, kind: 'screening-due', start: due }];
  return ORDERS.has(intent) || retracted ? [{ ...common, kind: 'order', start: authored ?? due }] : [];
}

function taskFacts(
  resource: Json,
  id: string,
  { screenings = [] }: FactCodes,
  changedAt: string,
): readonly FactRecord[] {
  const said = codesIn(resource.code);
  if (!screenings.some((one) => said.has(one))) return [];
  const retracted = NOT_ASKED.has(resource.status) || SUGGESTED.has(resource.intent);
  const { period: until } = (resource.restriction ?? {}) as { period?: unknown };
  const start = firstDate(
    periodOf(until).end,
    periodOf(resource.executionPeriod).start,
    resource.authoredOn,
    retracted ? changedAt : undefined,
  );
  const patient = patientIn(resource.for);
  if (patient === undefined || start === undefined) return [];
  const codes = [...keptCodes(resource.code), ...(resource.status === 'rejected' ? [DECLINED] : [])];
  return [{ kind: 'screening-due', id, patient, codes, start, end: null, retracted, changedAt }];
}

/** One that is only drafted has never been in force, and one without a type names nobody who pays. */
function coverageFacts(
  resource: Json,
  id: string,
  { payers }: FactCodes,
  changedAt: string,
): readonly FactRecord[] {
  const { beneficiary, status, period, order } = resource;
  const patient = patientIn(beneficiary);
  const payer = payerOf(resource, payers);
  const retracted = WITHDRAWN.has(status) || status === 'draft';
  if (patient === undefined) return [];
  const { start, end } = isObject(period) ? period : {};
  const codes = payer === undefined ? [] : coverageCodes(payer, typeof order === 'number' ? order : 1);
  const dates = { start: dayIn(start, 'first') ?? ALWAYS, end: dayIn(end, 'last') ?? null };
  return [{ kind: 'coverage', id, patient, codes, ...dates, retracted, changedAt }];
}

/** A Patient who is said to live retracts a death; one of whom nothing is said does not. */
function deathOf(
  { deceasedDateTime, deceasedBoolean }: Json,
  id: string,
  changedAt: string,
): readonly FactRecord[] {
  if (!isDate(deceasedDateTime) && typeof deceasedBoolean !== 'boolean') return [];
  const start = isDate(deceasedDateTime) ? deceasedDateTime : changedAt.slice(0, 10);
  const retracted = deceasedBoolean === false;
  return [{ kind: 'death', id: 'patient', patient: id, codes: [], start, end: null, retracted, changedAt }];
}
