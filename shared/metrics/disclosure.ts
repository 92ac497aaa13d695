/**
 * Small-cell suppression: which counts may be shown together. No group of 1 to 10 people is shown (primary),
 * and none can be worked out from what is shown (complementary). Zero may be shown. A rate, interval, mean or
 * chart point goes with its counts; both kinds of withheld count look alike. Rule: CMS cell size suppression
 * policy (ResDAC, 2024-01-26). There is no second system: tables, filters, curves and releases all ask here.
 *
 * Counts come in the order of their importance. One is shown unless, with those already shown and with what
 * was released before, some linear combination of shown counts would equal a sensitive one; so the result is
 * safe by construction, across periods, filters and releases, and the same input always gives the same choice.
 * Linear algebra is done over the cells, in integers modulo a prime, so there is no rounding. Each family of
 * counts is then audited with the bounds a reader knows (counts are whole and not negative); where that exposes
 * a group, the least important count that saves it goes too.
 *
 * @module
 */
import { type CellSet, type Cells, countOf, distinct, keyOf } from './cell-set.ts';
import { exposedIn } from './family-audit.ts';
import { isSmall, smallGroups } from './nested-sets.ts';

/** The largest prime below 2^26: products of two residues stay exact. */
const PRIME = 67_108_859;

export interface DisclosureOptions {
  /** No count from 1 to one less than this is shown. */
  readonly minimumCell: number;
  /**
   * What left the building before, over the same cells: it cannot be taken back.
   *
   * @default nothing
   */
  readonly released?: readonly CellSet[];
}

export class Disclosure {
  readonly #cells: Cells;
  readonly #minimumCell: number;
  readonly #shown: { readonly row: Float64Array; readonly pivot: number }[] = [];
  /** Sensitive sets, less what of them the shown ones already tell. */
  readonly #secrets: Float64Array[];
  readonly #mayShow = new Set<string>();
  readonly #released: ReadonlySet<string>;
  /** Small groups that the releases before give away, whatever is withheld now. */
  readonly givenAway: readonly CellSet[];

  /** @param families all counts there are: sets of one period and one dating each, the important ones first. */
  constructor(
    cells: Cells,
    families: readonly (readonly CellSet[])[],
    { minimumCell, released = [] }: DisclosureOptions,
  ) {
    this.#cells = cells;
    this.#minimumCell = minimumCell;
    const small = new Map<string, CellSet>();
    const groups = [...families, [...families.flat(), ...released]].flatMap((family, i) =>
      // What a release and a new count differ by is asked only where there was a release.
      i < families.length || released.length > 0 ? smallGroups(cells, family, minimumCell) : [],
    );
    for (const set of groups) small.set(keyOf(set), set);
    const secrets = [...small.values()];
    this.#secrets = secrets.map((set) => Float64Array.from(set));
    this.#released = new Set(released.map(keyOf));
    for (const set of distinct(released)) this.#release(set);
    this.givenAway = secrets.filter((_, i) => this.#secrets[i]?.every((value) => value === 0));
    if (this.givenAway.length > 0)
      this.#secrets = this.#secrets.filter((secret) => secret.some((value) => value !== 0));
    for (const family of families) {
      // A set that comes twice is as important as its first mention.
      const once = distinct(family);
      for (const set of once) if (this.#isSafe(set)) this.#mayShow.add(keyOf(set));
      if (small.size > 0) this.#hideExposed(once);
    }
  }

  /** The count of a set of the families, or null when it is withheld. A count of 0 is always shown. */
  show(set: CellSet): number | null {
    return this.#mayShow.has(keyOf(set)) ? countOf(this.#cells, set) : null;
  }

  #isSmall(set: CellSet): boolean {
    return isSmall(countOf(this.#cells, set), this.#minimumCell);
  }

  #isSafe(set: CellSet): boolean {
    if (this.#isSmall(set)) return false;
    const row = this.#beyondShown(set);
    const pivot = row.findIndex((value) => value !== 0);
    if (pivot === -1) return true;
    scale(row, inverse(row[pivot] ?? 1));
    if (this.#secrets.some((secret) => tells(row, pivot, secret))) return false;
    this.#learn(row, pivot);
    return true;
  }

  #release(set: CellSet): void {
    this.#mayShow.add(keyOf(set));
    const row = this.#beyondShown(set);
    const pivot = row.findIndex((value) => value !== 0);
    if (pivot === -1) return;
    scale(row, inverse(row[pivot] ?? 1));
    this.#learn(row, pivot);
  }

  #learn(row: Float64Array, pivot: number): void {
    for (const secret of this.#secrets) subtract(secret, secret[pivot] ?? 0, row);
    this.#shown.push({ row, pivot });
  }

  #beyondShown(set: CellSet): Float64Array {
    const rest = Float64Array.from(set);
    for (const { row, pivot } of this.#shown) subtract(rest, rest[pivot] ?? 0, row);
    return rest;
  }

  /** Hides the least important count that saves an exposed group, until none is exposed. */
  #hideExposed(family: readonly CellSet[]): void {
    // A count of 0 protects nobody.
    const shown = (): readonly CellSet[] =>
      family.filter(
        (set) =>
          this.#mayShow.has(keyOf(set)) && !this.#released.has(keyOf(set)) && countOf(this.#cells, set) > 0,
      );
    const exposedWithout = (hidden: CellSet | null): readonly CellSet[] =>
      exposedIn(
        this.#cells,
        family,
        (set) => set !== hidden && this.#mayShow.has(keyOf(set)),
        this.#minimumCell,
      );
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
