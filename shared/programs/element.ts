/**
 * Elements of FHIR resources that several readers need: references, periods, codes.
 *
 * @module
 */
import { isObject } from '../responses/questionnaire-response.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Id of the patient, without `Patient/`. */
export function patientIn(reference: unknown): string | undefined {
  const text = isObject(reference) && typeof reference.reference === 'string' ? reference.reference : '';
  return /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(text)?.[1];
}

export function periodOf(period: unknown): { readonly start?: string; readonly end?: string } {
  if (!isObject(period)) return {};
  const { start, end } = period;
  return { ...(isDate(start) ? { start } : {}), ...(isDate(end) ? { end } : {}) };
}

/** A FHIR date or dateTime that names at least the day. */
export function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value));
}

/** A FHIR date of any precision as the first or last day it names. */
export function dayIn(value: unknown, which: 'first' | 'last'): string | undefined {
  if (isDate(value)) return value;
  const [, year, month] =
    typeof value === 'string' ? (/^(\d{4})(?:-(0[1-9]|1[0-2]))?$/.exec(value) ?? []) : [];
  if (year === undefined) return undefined;
  if (which === 'first') return `${year}-${month ?? '01'}-01`;
  const last = new Date(Date.UTC(Number(year), Number(month ?? 12), 0));
  return last.toISOString().slice(0, 10);
}

export function firstDate(...values: readonly unknown[]): string | undefined {
  return values.find(isDate);
}

export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return value === undefined || value === null ? [] : [value];
}

interface Code {
  readonly system: string | undefined;
  readonly code: string;
}

/** Codings of one CodeableConcept, of a list of them, or of a bare Coding. */
export function codingsIn(concepts: unknown): readonly Code[] {
  return list(concepts).flatMap((concept) => {
    if (!isObject(concept)) return [];
    const codings = concept.coding === undefined ? [concept] : list(concept.coding);
    return codings.flatMap((coding) =>
      isObject(coding) && typeof coding.code === 'string'
        ? [{ system: typeof coding.system === 'string' ? coding.system : undefined, code: coding.code }]
        : [],
    );
  });
}

/** Every code, alone and as `system|code`: settings may name either. */
export function codesIn(...concepts: readonly unknown[]): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const { system, code } of concepts.flatMap(codingsIn)) {
    codes.add(code);
    if (system !== undefined) codes.add(`${system}|${code}`);
  }
  return codes;
}

/** Codes as they are kept: with their system where they have one. */
export function keptCodes(concepts: unknown): readonly string[] {
  return codingsIn(concepts).map(({ system, code }) => (system === undefined ? code : `${system}|${code}`));
}

/** Whether a Condition is said not to be so. */
export function isRefuted({ verificationStatus }: Json): boolean {
  const said = codesIn(verificationStatus);
  return said.has('entered-in-error') || said.has('refuted');
}

/** What a table says of a code; of `constructor` and the like, which every object has, nothing. */
export function meaningOf<T>(table: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}
