/**
 * Who may see a program: operators all of them, others those named in their groups.
 *
 * @module
 */

export function maySee(groups: readonly string[], program: string): boolean {
  return groups.includes('operators') || groups.includes(`program:${program}`);
}
