/**
 * Small-cell suppression: which counts may be shown together. No group of 1 to 10 people is shown (primary),
 * and none can be worked out from what is shown (complementary). Zero may be shown. A rate, interval, mean or
 * chart point goes with its counts; both kinds of withheld count look alike. Rule: CMS cell size suppression
 * policy (ResDAC, 2024-01-26). There is no second system: tables, filters, curves and releases all ask here.
 *
 * Counts come in the order of their importance. One is shown unless, with those already shown and with what
 * was released before, some linear combination of shown counts would equal a sensitive one: a small set, what two
 * nested sets leave, small groups of a whole that are small together, or the people who are alike in everything that
 * is asked. So the result is safe by construction, across periods, filters and releases, and the same input always
 * gives the same choice; the algebra is in `shown-span.ts`. Each family of counts is then audited with the bounds a reader knows (counts
 * are whole and not negative); where that exposes a group, the least important count that saves it goes too.
 *
 * @module
 */
import { type CellSet, type Cells, countOf, distinct, keyOf } from './cell-set.ts';
import { exposedIn } from './family-audit.ts';
import { isSmall, smallGroups, smallUnion } from './nested-sets.ts';
import { ShownSpan } from './shown-span.ts';

export interface DisclosureOptions {
  /** No count from 1 to one less than this is shown. */
  readonly minimumCell: number;
  /**
   * What left the building before, over the same cells: it cannot be taken back.
   *
   * @default nothing
   */
  readonly released?: readonly CellSet[];
  /**
   * Groups side by side in a whole that is shown: rows of a table, months of a year, pieces of a bar.
   *
   * @default none
   */
  readonly partitions?: readonly (readonly CellSet[])[];
}

export class Disclosure {
  readonly #cells: Cells;
  readonly #minimumCell: number;
  readonly #span: ShownSpan;
  /** Counts of the sets that may be shown, by key. */
  readonly #mayShow = new Map<string, number>();
  readonly #verdicts = new Map<string, boolean>();
  /** Hidden by the audit of a family: whatever family asks for them later, they stay so. */
  readonly #hidden = new Set<string>();
  readonly #released: ReadonlySet<string>;
  /** Small groups that the releases before give away, whatever is withheld now. */
  readonly givenAway: readonly CellSet[];

  /** @param families all counts there are: sets of one period and one dating each, the important ones first. */
  constructor(
    cells: Cells,
    families: readonly (readonly CellSet[])[],
    { minimumCell, released = [], partitions = [] }: DisclosureOptions,
  ) {
    this.#cells = cells;
    this.#minimumCell = minimumCell;
    const small = new Map<string, CellSet>();
    // Of all counts together: those in remission and those who only responded stand in different families.
    for (const set of smallGroups(cells, [...families.flat(), ...released], minimumCell))
      small.set(keyOf(set), set);
    for (const pieces of partitions) {
      const rest = smallUnion(cells, pieces, minimumCell);
      if (rest !== null) small.set(keyOf(rest), rest);
    }
    this.#released = new Set(released.map(keyOf));
    const secrets = [...small.values()];
    const smallCells = Uint8Array.from(cells.episodes, (count) => Number(isSmall(count, minimumCell)));
    this.#span = new ShownSpan(secrets, distinct([...families.flat(), ...released]), smallCells);
    for (const set of distinct(released)) {
      this.#mayShow.set(keyOf(set), countOf(cells, set));
      const news = this.#span.newsOf(set);
      if (news !== null) this.#span.learn(news);
    }
    const toldCells = this.#span.giveUpToldCells().map((cell) => {
      const alone = new Uint8Array(cells.cells);
      alone[cell] = 1;
      return alone;
    });
    this.givenAway = distinct([...secrets.filter((_, i) => this.#span.isTold(i)), ...toldCells]);
    for (const family of families) {
      // A set that comes twice is as important as its first mention.
      const once = distinct(family);
      for (const set of once)
        if (!this.#hidden.has(keyOf(set)) && this.#isSafe(set))
          this.#mayShow.set(keyOf(set), countOf(cells, set));
      // Also where no set and no difference of two is small: a piece that several cut out can be.
      this.#hideExposed(once);
    }
  }

  /** The count of a set of the families, or null when it is withheld. A count of 0 is always shown. */
  show(set: CellSet): number | null {
    return this.#mayShow.get(keyOf(set)) ?? null;
  }

  #isSmall(set: CellSet): boolean {
    return isSmall(countOf(this.#cells, set), this.#minimumCell);
  }

  /** Shown counts only grow, so what was told or not to be told once stays so, and is asked once a set. */
  #isSafe(set: CellSet): boolean {
    const key = keyOf(set);
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = !this.#isSmall(set) && this.#takeIn(set);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  /** False where the count of the set would tell a secret: then nothing is taken in. */
  #takeIn(set: CellSet): boolean {
    const news = this.#span.newsOf(set);
    if (news === null) return true;
    if (this.#span.tellsSecret(news) || this.#span.tellsCell(news)) return false;
    this.#span.learn(news);
    return true;
  }

  /** Hides the least important count that saves an exposed group, until none is exposed. */
  #hideExposed(family: readonly CellSet[]): void {
    // A count of 0 protects nobody.
    const shown = (): readonly CellSet[] =>
      family.filter((set) => (this.#mayShow.get(keyOf(set)) ?? 0) > 0 && !this.#released.has(keyOf(set)));
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
      this.#hidden.add(keyOf(saving ?? least));
    }
  }
}
