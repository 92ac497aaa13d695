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
import { type AlikeCells, mergeAlike } from './alike-cells.ts';
import { type CellSet, type Cells, countOf, distinct, keyOf } from './cell-set.ts';
import { exposedIn } from './family-audit.ts';
import { withDifferences } from './nested-sets.ts';

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
  /** Cells that no set tells apart are one; everything below is over these. */
  readonly #cells: Cells;
  /** By the key of a set as it was given. */
  readonly #merged = new Map<string, CellSet>();
  readonly #minimumCell: number;
  readonly #shown: SparseRow[] = [];
  /** Sensitive sets, less what of them the shown ones already tell. */
  #secrets: Float64Array[];
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
    const alike = mergeAlike(cells, [...families.flat(), ...released]);
    const merge = (set: CellSet): CellSet => this.#merge(alike, set);
    const asked = families.map((family) => family.map(merge));
    const out = released.map(merge);
    this.#cells = alike.cells;
    this.#minimumCell = minimumCell;
    const secrets = this.#sensitive(asked, out);
    this.#secrets = secrets.map((set) => Float64Array.from(set));
    this.#released = new Set(out.map(keyOf));
    for (const set of distinct(out)) this.#release(set);
    this.givenAway = secrets
      .filter((_, i) => this.#secrets[i]?.every((value) => value === 0))
      .map((set) => alike.spread(set));
    if (this.givenAway.length > 0)
      this.#secrets = this.#secrets.filter((secret) => secret.some((value) => value !== 0));
    for (const family of asked) {
      // A set that comes twice is as important as its first mention.
      const once = distinct(family);
      for (const set of once) if (this.#isSafe(set)) this.#mayShow.add(keyOf(set));
      if (secrets.length > 0) this.#hideExposed(once);
    }
  }

  /** The count of a set of the families, or null when it is withheld. A count of 0 is always shown. */
  show(set: CellSet): number | null {
    const merged = this.#merged.get(keyOf(set));
    return merged !== undefined && this.#mayShow.has(keyOf(merged)) ? countOf(this.#cells, merged) : null;
  }

  #merge({ merge }: AlikeCells, set: CellSet): CellSet {
    const known = this.#merged.get(keyOf(set));
    if (known !== undefined) return known;
    const merged = merge(set);
    this.#merged.set(keyOf(set), merged);
    return merged;
  }

  /** Groups of 1 to one less than the minimum: sets, and what is left of one without another inside it. */
  #sensitive(families: readonly (readonly CellSet[])[], released: readonly CellSet[]): readonly CellSet[] {
    const counts = new Map<CellSet, number>();
    const count = (set: CellSet): number => {
      const known = counts.get(set) ?? countOf(this.#cells, set);
      counts.set(set, known);
      return known;
    };
    const differBySmall = (outer: CellSet, inner: CellSet): boolean => {
      const difference = count(outer) - count(inner);
      return difference > 0 && difference < this.#minimumCell;
    };
    // What a release and a new count differ by is asked only where there was a release.
    const tables = released.length === 0 ? families : [...families, [...families.flat(), ...released]];
    const small = new Map<string, CellSet>();
    for (const set of tables.flatMap((table) => withDifferences(table, differBySmall)))
      if (this.#isSmall(set)) small.set(keyOf(set), set);
    return [...small.values()];
  }

  #isSmall(set: CellSet): boolean {
    const count = countOf(this.#cells, set);
    return count > 0 && count < this.#minimumCell;
  }

  #isSafe(set: CellSet): boolean {
    if (this.#isSmall(set)) return false;
    const row = this.#beyondShown(set);
    const pivot = row.findIndex((value) => value !== 0);
    if (pivot === -1) return true;
    const learnt = sparse(row, pivot);
    if (this.#secrets.some((secret) => tells(learnt, secret))) return false;
    this.#learn(learnt);
    return true;
  }

  #release(set: CellSet): void {
    this.#mayShow.add(keyOf(set));
    const row = this.#beyondShown(set);
    const pivot = row.findIndex((value) => value !== 0);
    if (pivot !== -1) this.#learn(sparse(row, pivot));
  }

  #learn(row: SparseRow): void {
    for (const secret of this.#secrets) subtract(secret, row);
    this.#shown.push(row);
  }

  #beyondShown(set: CellSet): Float64Array {
    const rest = Float64Array.from(set);
    for (const row of this.#shown) subtract(rest, row);
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

/** What a shown count adds to what is known, 1 at its pivot. Most cells are in none: only the others are kept. */
interface SparseRow {
  readonly pivot: number;
  readonly cells: Int32Array;
  readonly values: Float64Array;
}

function sparse(row: Float64Array, pivot: number): SparseRow {
  const factor = inverse(row[pivot] ?? 1);
  const filled: number[] = [];
  row.forEach((value, cell) => {
    if (value !== 0) filled.push(cell);
  });
  const cells = Int32Array.from(filled);
  const values = Float64Array.from(cells, (cell) => ((row[cell] ?? 0) * factor) % PRIME);
  return { pivot, cells, values };
}

/** Whether the secret is a multiple of the row: showing the row would give it away. */
function tells({ pivot, cells, values }: SparseRow, secret: Float64Array): boolean {
  const factor = secret[pivot] ?? 0;
  if (factor === 0) return false;
  for (const [at, cell] of cells.entries())
    if (secret[cell] !== (factor * (values[at] ?? 0)) % PRIME) return false;
  // The row is told from: nothing of the secret may lie beyond it.
  let beyond = 0;
  for (const value of secret) if (value !== 0) beyond += 1;
  return beyond === cells.length;
}

function subtract(from: Float64Array, { pivot, cells, values }: SparseRow): void {
  const factor = from[pivot] ?? 0;
  if (factor === 0) return;
  const negated = PRIME - factor;
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? 0;
    from[cell] = ((from[cell] ?? 0) + negated * (values[at] ?? 0)) % PRIME;
  }
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
