/**
 * Coded elements of unknown JSON as `system|code`.
 *
 * @module
 */
import { isObject } from '../../responses/questionnaire-response.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Two spellings of one code system stand in the official measure content; both mean HCPCS Level II. */
const aliases: Readonly<Record<string, string>> = {
  'http://www.nlm.nih.gov/research/umls/hcpcs': 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets':
    'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
};

/** The one spelling in which a coding is kept and looked up. */
export function codeKey(system: string, code: string): string {
  return `${aliases[system] ?? system}|${code}`;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** Codings of one CodeableConcept or Coding, or of a list of them. */
export function codesOf(concepts: unknown): readonly string[] {
  return listOf(concepts).flatMap((concept) => {
    if (!isObject(concept)) return [];
    const codings = concept.coding === undefined ? [concept] : listOf(concept.coding);
    return codings.flatMap((coding) =>
      isObject(coding) && typeof coding.system === 'string' && typeof coding.code === 'string'
        ? [codeKey(coding.system, coding.code)]
        : [],
    );
  });
}

/** Bare codes, for elements bound to one HL7 code system. */
export function bareCodesOf(concepts: unknown): readonly string[] {
  return codesOf(concepts).map((key) => key.slice(key.indexOf('|') + 1));
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
