/**
 * Who may see a program: operators all of them, others those named in their groups.
 *
 * @module
 */

/** A claim that is a list arrives as a list, or, through API Gateway, as the text `[a b]`. */
export function groupsIn(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.filter((group) => typeof group === 'string');
  return typeof claim === 'string'
    ? claim
        .replace(/^\[|\]$/g, '')
        .split(/[\s,]+/)
        .filter((group) => group !== '')
    : [];
}

export function maySee(groups: readonly string[], program: string): boolean {
  return groups.includes('operators') || groups.includes(`program:${program}`);
}
