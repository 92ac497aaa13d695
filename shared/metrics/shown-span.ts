/**
 * What a reader of some counts can work out by adding, subtracting and multiplying them: the span of their sets
 * over the cells, by Gaussian elimination in integers modulo a prime, so there is no rounding.
 *
 * @module
 */
import type { CellSet } from './cell-set.ts';

/** The largest prime below 2^26: products of two residues stay exact. */
const PRIME = 67_108_859;

/** What the counts so far do not tell of a set, over all cells; its value at the pivot is 1. It holds until the next. */
export interface News {
  readonly values: Float64Array;
  readonly pivot: number;
}

/** A row of the elimination. Nine in ten of its cells are 0, so only the others are kept. */
interface Row {
  readonly pivot: number;
  readonly cells: Int32Array;
  readonly values: Float64Array;
}

export class ShownSpan {
  readonly #rows: Row[] = [];
  /** Sensitive sets, less what of them is told already; all 0 once it is told. */
  readonly #secrets: readonly Float64Array[];
  /** How many of the sets hold each cell. */
  readonly #holders: Float64Array;
  /** Of the last news. One for all, because arrays of this length make the collector of garbage run. */
  readonly #values: Float64Array;
  /** Other sizes of the cells that no shown count would betray; see `#otherSizes`. */
  readonly #sizes: Float64Array;
  /** 1 for each cell that nobody may be told of. */
  readonly #isSecretCell: Uint8Array;

  /**
   * @param sets all that will be asked of. @param secretCells 1 for each cell whose own count nobody may work out.
   */
  constructor(secrets: readonly CellSet[], sets: readonly CellSet[], secretCells: CellSet) {
    const cells = secretCells.length;
    this.#isSecretCell = secretCells.slice();
    this.#sizes = new Float64Array(cells);
    this.#secrets = secrets.map((set) => new Float64Array(set));
    this.#holders = new Float64Array(cells);
    this.#values = new Float64Array(cells);
    for (const set of sets) {
      for (let cell = 0; cell < cells; cell++)
        this.#holders[cell] = (this.#holders[cell] ?? 0) + (set[cell] ?? 0);
    }
  }

  /** Whether the counts so far give the secret away. @param secret its place among the secrets. */
  isTold(secret: number): boolean {
    return this.#secrets[secret]?.every((value) => value === 0) === true;
  }

  /** Null when the count of the set is told already. */
  newsOf(set: CellSet): News | null {
    const values = this.#values;
    values.set(set);
    for (const row of this.#rows) subtract(values, values[row.pivot] ?? 0, row);
    const pivot = this.#rarestOf(values);
    if (pivot === -1) return null;
    const factor = inverse(values[pivot] ?? 1);
    for (let cell = 0; cell < values.length; cell++) values[cell] = residue((values[cell] ?? 0) * factor);
    return { values, pivot };
  }

  /**
   * The cell in which a row is taken off later sets: of those that are not 0 the one that the fewest sets hold,
   * so that few rows have to be taken off. With seven releases that is a third of the work of the first cell.
   */
  #rarestOf(values: Float64Array): number {
    let rarest = -1;
    for (let cell = 0; cell < values.length; cell++) {
      if (values[cell] !== 0 && (rarest === -1 || (this.#holders[cell] ?? 0) < (this.#holders[rarest] ?? 0)))
        rarest = cell;
    }
    return rarest;
  }

  /** Whether a secret that is not told yet is a multiple of the news, and so would be. */
  tellsSecret({ values, pivot }: News): boolean {
    return this.#secrets.some((secret) => {
      const factor = secret[pivot] ?? 0;
      return factor !== 0 && secret.every((value, cell) => value === residue(factor * (values[cell] ?? 0)));
    });
  }

  /**
   * Whether the count of a single secret cell follows from the counts so far and the news, by any combination of
   * them. Those that were told before do not count.
   */
  tellsCell(news: News): boolean {
    const sizes = this.#otherSizes(news);
    if (this.#isSecretCell[news.pivot] === 1 && sizes[news.pivot] === 0) return true;
    return this.#rows.some(({ pivot }) => this.#isSecretCell[pivot] === 1 && sizes[pivot] === 0);
  }

  /** The secret cells that the counts so far tell. From now on they are no secret any more. */
  giveUpToldCells(): readonly number[] {
    const sizes = this.#otherSizes(null);
    const told = this.#rows.flatMap(({ pivot }) =>
      this.#isSecretCell[pivot] === 1 && sizes[pivot] === 0 ? [pivot] : [],
    );
    for (const cell of told) this.#isSecretCell[cell] = 0;
    return told;
  }

  /**
   * A change of all cells at once that changes no shown count, drawn without a preference: a cell that it leaves
   * alone is one whose count is fixed by the others. Cells that are no pivot are free; the pivots follow from the
   * last to the first, because a row is 0 at the pivots before it. Always the same draw, so that the same input
   * gives the same choice; that one of 67 million draws leaves a free count alone hides a count too many.
   */
  #otherSizes(news: News | null): Float64Array {
    const sizes = this.#sizes;
    for (let cell = 0; cell < sizes.length; cell++) sizes[cell] = drawn(cell);
    if (news !== null) {
      let sum = 0;
      for (let cell = 0; cell < sizes.length; cell++) {
        const value = news.values[cell] ?? 0;
        // The news is 0 at the pivots so far.
        if (value !== 0 && cell !== news.pivot) sum = residue(sum + value * (sizes[cell] ?? 0));
      }
      sizes[news.pivot] = residue(PRIME - sum);
    }
    for (let at = this.#rows.length - 1; at >= 0; at--) {
      const row = this.#rows[at];
      if (row === undefined) continue;
      let sum = 0;
      for (let i = 0; i < row.cells.length; i++) {
        const cell = row.cells[i] ?? 0;
        if (cell !== row.pivot) sum = residue(sum + (row.values[i] ?? 0) * (sizes[cell] ?? 0));
      }
      sizes[row.pivot] = residue(PRIME - sum);
    }
    return sizes;
  }

  learn({ values, pivot }: News): void {
    const filled: number[] = [];
    for (let cell = 0; cell < values.length; cell++) if (values[cell] !== 0) filled.push(cell);
    const row = {
      pivot,
      cells: Int32Array.from(filled),
      values: Float64Array.from(filled, (cell) => values[cell] ?? 0),
    };
    for (const secret of this.#secrets) subtract(secret, secret[pivot] ?? 0, row);
    this.#rows.push(row);
  }
}

/** Some number from 1 to the prime less one, always the same for a cell and like no other's (splitmix32). */
function drawn(cell: number): number {
  let mixed = (cell + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return 1 + (((mixed ^ (mixed >>> 15)) >>> 0) % (PRIME - 1));
}

function subtract(from: Float64Array, factor: number, { cells, values }: Row): void {
  if (factor === 0) return;
  const negated = PRIME - factor;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? 0;
    from[cell] = residue((from[cell] ?? 0) + negated * (values[i] ?? 0));
  }
}

/**
 * A whole number below 2^53 modulo the prime. The operator `%` on such numbers is a call of C's `fmod`, and was
 * most of the time of a release; the quotient by multiplication is at most one off, and the product exact.
 */
function residue(value: number): number {
  const rest = value - Math.floor(value * (1 / PRIME)) * PRIME;
  if (rest < 0) return rest + PRIME;
  return rest < PRIME ? rest : rest - PRIME;
}

/** a^(p-2) by Fermat. */
function inverse(a: number): number {
  let [result, base] = [1, a];
  for (let exponent = PRIME - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = residue(result * base);
    base = residue(base * base);
  }
  return result;
}
