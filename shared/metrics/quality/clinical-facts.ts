/**
 * What was done and diagnosed: Patient, Encounter, Condition, Procedure.
 *
 * Each function gives no fact where the resource says that nothing happened.
 *
 * @module
 */
import { isObject } from '../../responses/questionnaire-response.ts';
import { bareCodesOf, codesOf, type Json, listOf, textOf } from './codings.ts';
import { type MarkName, mark, type QualityFact, SINCE_EVER } from './patient-facts.ts';

/** Birth, and death where its date is known: `deceasedBoolean` says nothing of when. */
export function patientFacts(id: string, { birthDate, deceasedDateTime }: Json): readonly QualityFact[] {
  const born = textOf(birthDate);
  const died = textOf(deceasedDateTime);
  return [
    ...(born === undefined ? [] : [{ id, kind: 'birth', codes: [], start: born, end: null } as const]),
    ...(died === undefined ? [] : [{ id, kind: 'death', codes: [], start: died, end: died } as const]),
  ];
}

/** `unknown` is neither finished nor not: the measures leave it out (CMS159, hospice encounters). */
const noEncounter: readonly unknown[] = ['cancelled', 'entered-in-error', 'unknown', undefined];

export function encounterFact(id: string, resource: Json): readonly QualityFact[] {
  const { start, end } = dates(resource.period);
  const { status, hospitalization } = resource;
  if (start === undefined || noEncounter.includes(status)) return [];
  const stay = isObject(hospitalization) ? hospitalization : {};
  return [
    {
      id,
      kind: status === 'finished' ? 'contact' : 'encounter',
      codes: [
        ...codesOf(resource.type),
        ...marks('class', codesOf(resource.class)),
        ...marks('disposition', codesOf(stay.dischargeDisposition)),
        mark('status', String(status)),
      ],
      start,
      end: end ?? null,
    },
  ];
}

/** Without an onset it counts as there since ever (QICoreCommon 2.1.000, `prevalenceInterval`). */
export function conditionFact(
  id: string,
  resource: Json,
  birthDate: string | undefined,
): readonly QualityFact[] {
  const verification = bareCodesOf(resource.verificationStatus);
  if (verification.includes('entered-in-error') || verification.includes('refuted')) return [];
  return [
    {
      id,
      kind: 'diagnosis',
      codes: [
        ...codesOf(resource.code),
        ...marks('clinical', bareCodesOf(resource.clinicalStatus)),
        ...marks('verification', verification),
        ...marks('category', bareCodesOf(resource.category)),
      ],
      start:
        textOf(resource.onsetDateTime) ??
        dates(resource.onsetPeriod).start ??
        atAge(resource.onsetAge, birthDate) ??
        SINCE_EVER,
      end:
        textOf(resource.abatementDateTime) ??
        dates(resource.abatementPeriod).end ??
        atAge(resource.abatementAge, birthDate) ??
        null,
    },
  ];
}

const notPerformed: readonly unknown[] = ['not-done', 'entered-in-error', 'unknown', undefined];

export function procedureFact(id: string, resource: Json): readonly QualityFact[] {
  const moment = textOf(resource.performedDateTime);
  const { start = moment, end = moment } = dates(resource.performedPeriod);
  if (start === undefined || notPerformed.includes(resource.status)) return [];
  const codes = [...codesOf(resource.code), mark('status', String(resource.status))];
  return [{ id, kind: 'procedure', codes, start, end: end ?? null }];
}

function marks(name: MarkName, values: readonly string[]): readonly string[] {
  return values.map((value) => mark(name, value));
}

function dates(period: unknown): { readonly start?: string; readonly end?: string } {
  if (!isObject(period)) return {};
  const [start, end] = [textOf(period.start), textOf(period.end)];
  return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}

/** The year in which the patient had that age, in whole years (UCUM `a`). */
function atAge(age: unknown, birthDate: string | undefined): string | undefined {
  const [quantity] = listOf(age);
  if (!isObject(quantity) || quantity.code !== 'a' || typeof quantity.value !== 'number') return undefined;
  if (birthDate === undefined) return undefined;
  const year = String(Number(birthDate.slice(0, 4)) + Math.floor(quantity.value)).padStart(4, '0');
  return `${year}${birthDate.slice(4, 7)}`;
}
