/**
 * Decides which counts may be shown together: no group of 1 to 10 people is shown, and none can be worked
 * out from what is shown (CMS cell size policy, ResDAC 2024-01-26).
 *
 * Counts come in the order of their importance. One is shown unless, with those already shown, some linear
 * combination of shown counts would equal a sensitive one; so the result is safe by construction, across
 * periods and datings, and the same input always gives the same choice. Linear algebra is done over the
 * cells of the tally, in integers modulo a prime, so there is no rounding. Each family of counts is then
 * audited with the bounds a reader knows; where that exposes a group, the least important count that saves it
 * goes too.
 *
 * It speaks of one snapshot. What two snapshots of different nights tell together is the release's business.
 *
 * @module
 */
import { exposedIn } from './family-audit.ts';
import { withDifferences } from './nested-sets.ts';
import type { CellSet, Tally } from './tally.ts';

/** The largest prime below 2^26: products of two residues stay exact. */
const PRIME = 67_108_859;

export class Disclosure {
  readonly #tally: Tally;
  readonly #shown: { readonly row: Float64Array; readonly pivot: number }[] = [];
  /** Sensitive sets, less what of them the shown ones already tell. */
  readonly #secrets: Float64Array[];
  readonly #mayShow = new Set<string>();

  /** @param families all counts there are: sets of one period and one dating each, the important ones first. */
  constructor(tally: Tally, minimumCell: number, families: readonly (readonly CellSet[])[]) {
    this.#tally = tally;
    const small = new Map<string, Float64Array>();
    for (const set of families.flatMap(withDifferences)) {
      const count = tally.count(set);
      if (count > 0 && count < minimumCell) small.set(keyOf(set), Float64Array.from(set));
    }
    this.#secrets = [...small.values()];
    for (const family of families) {
      // A set that comes twice is as important as its first mention.
      const distinct = [...new Map(family.map((set) => [keyOf(set), set])).values()];
      for (const set of distinct) if (this.#isSafe(set)) this.#mayShow.add(keyOf(set));
      if (small.size > 0) this.#hideExposed(distinct, minimumCell);
    }
  }

  /** The count of a set of the families, or null when it is withheld. A count of 0 is always shown. */
  show(set: CellSet): number | null {
    return this.#mayShow.has(keyOf(set)) ? this.#tally.count(set) : null;
  }

  #isSafe(set: CellSet): boolean {
    const row = this.#beyondShown(set);
    const pivot = row.findIndex((value) => value !== 0);
    if (pivot === -1) return true;
    scale(row, inverse(row[pivot] ?? 1));
    if (this.#secrets.some((secret) => tells(row, pivot, secret))) return false;
    for (const secret of this.#secrets) subtract(secret, secret[pivot] ?? 0, row);
    this.#shown.push({ row, pivot });
    return true;
  }

  #beyondShown(set: CellSet): Float64Array {
    const rest = Float64Array.from(set);
    for (const { row, pivot } of this.#shown) subtract(rest, rest[pivot] ?? 0, row);
    return rest;
  }

  /** Hides the least important count that saves an exposed group, until none is exposed. */
  #hideExposed(family: readonly CellSet[], minimumCell: number): void {
    const shown = (): readonly CellSet[] => family.filter((set) => this.#mayShow.has(keyOf(set)));
    const exposedWithout = (hidden: CellSet | null): readonly CellSet[] =>
      exposedIn(this.#tally, family, (set) => set !== hidden && this.#mayShow.has(keyOf(set)), minimumCell);
    for (;;) {
      const exposed = exposedWithout(null);
      const candidates = shown().toReversed();
      const [least] = candidates;
      if (exposed.length === 0 || least === undefined) return;
      const saving = candidates.find((set) => exposedWithout(set).length < exposed.length);
      this.#mayShow.delete(keyOf(saving ?? least));
    }
  }
}

function keyOf(set: CellSet): string {
  return set.join('');
}

/** Whether the secret is a multiple of the row: showing the row would give it away. */
function tells(row: Float64Array, pivot: number, secret: Float64Array): boolean {
  const factor = secret[pivot] ?? 0;
  if (factor === 0) return false;
  return secret.every((value, cell) => value === (factor * (row[cell] ?? 0)) % PRIME);
}

function subtract(from: Float64Array, factor: number, row: Float64Array): void {
  if (factor === 0) return;
  const negated = PRIME - factor;
  for (let cell = 0; cell < from.length; cell++) {
    const value = row[cell] ?? 0;
    if (value !== 0) from[cell] = ((from[cell] ?? 0) + negated * value) % PRIME;
  }
}

function scale(row: Float64Array, factor: number): void {
  for (let cell = 0; cell < row.length; cell++) row[cell] = ((row[cell] ?? 0) * factor) % PRIME;
}

/** a^(p-2) by Fermat. */
function inverse(a: number): number {
  let [result, base] = [1, a];
  for (let exponent = PRIME - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}
