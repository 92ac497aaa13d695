/**
 * The problem descriptor of an episode: the ICD-10 code of what is treated, which decides the anxiety measure.
 *
 * An EHR keeps it in a Condition that the episode refers to, and sends the two in any order, so the row of an
 * episode names where to look and the pass looks there. A Condition that is corrected, refuted or entered in error
 * then moves the episode with it.
 *
 * @module
 */

/** What an episode says of its problem: an ICD-10 code, or the Condition whose codes say it. */
export type Problem =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'condition'; readonly id: string };

const CONDITION = 'Condition/';
const SEPARATOR = ' ';
/** More are told by no page and no rule; the most important come first. */
const MOST = 8;

/** As one field of a packed row; null for none. */
export function packedProblems(problems: readonly Problem[]): string | null {
  const words = problems.slice(0, MOST).map((one) => (one.kind === 'code' ? one.code : CONDITION + one.id));
  return words.length === 0 ? null : words.join(SEPARATOR);
}

/** The first that is known. @param codeOf ICD-10 code of a Condition of the patient. */
export function descriptorOf(
  packed: string | null,
  codeOf: (condition: string) => string | undefined,
): string | null {
  if (packed === null) return null;
  for (const word of packed.split(SEPARATOR)) {
    const code = word.startsWith(CONDITION) ? codeOf(word.slice(CONDITION.length)) : word;
    if (code !== undefined) return code;
  }
  return null;
}

/** ICD-10, its modifications (CM, GM, AM, UK), and the OIDs of ICD-10 and ICD-10-CM; not the procedures (PCS). */
const SYSTEM = /(?:icd-?10(?!-?pcs)[a-z-]*|2\.16\.840\.1\.113883\.6\.(?:3|90))$/i;
const CODE = /^[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?$/;

export function isIcd10(code: string): boolean {
  return CODE.test(code);
}

/** The first ICD-10 code of codes as facts keep them, `system|code`. */
export function icd10In(codes: readonly string[]): string | undefined {
  for (const one of codes) {
    const at = one.lastIndexOf('|');
    const code = one.slice(at + 1).toUpperCase();
    if (SYSTEM.test(one.slice(0, Math.max(0, at))) && isIcd10(code)) return code;
  }
  return undefined;
}
