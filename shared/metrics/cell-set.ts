/**
 * Groups of people as sets of cells: everybody who is alike in whatever any figure asks is one cell.
 *
 * @module
 */

/** A set of cells as 0 and 1, one number a cell. */
export type CellSet = Uint8Array;

export interface Cells {
  readonly cells: number;
  /** Episodes in each cell. */
  readonly episodes: Float64Array;
}

export function countOf({ episodes }: Cells, set: CellSet): number {
  let total = 0;
  for (let cell = 0; cell < set.length; cell++) if (set[cell] === 1) total += episodes[cell] ?? 0;
  return total;
}

const keys = new WeakMap<CellSet, string>();

/** Equal for equal sets and for no others. Sets are not changed once they have a key. */
export function keyOf(set: CellSet): string {
  const known = keys.get(set);
  if (known !== undefined) return known;
  let key = '';
  for (let from = 0; from < set.length; from += 16) {
    let sixteen = 0;
    for (let bit = 0; bit < 16; bit++) if (set[from + bit] === 1) sixteen |= 1 << bit;
    key += String.fromCharCode(sixteen);
  }
  keys.set(set, key);
  return key;
}

/** Compared on the keys, which hold sixteen cells a character: a release compares many thousands of long sets. */
export function liesIn(inner: CellSet, outer: CellSet): boolean {
  const [inside, around] = [keyOf(inner), keyOf(outer)];
  for (let i = 0; i < inside.length; i++) {
    if ((inside.charCodeAt(i) & ~around.charCodeAt(i)) !== 0) return false;
  }
  return true;
}

/** Each set once, where it comes first. */
export function distinct(sets: readonly CellSet[]): readonly CellSet[] {
  const first = new Map<string, CellSet>();
  for (const set of sets) if (!first.has(keyOf(set))) first.set(keyOf(set), set);
  return [...first.values()];
}
