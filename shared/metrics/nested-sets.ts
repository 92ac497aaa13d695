/**
 * The groups that two shown counts reveal by subtraction: where one set lies inside another, what is left.
 * `finished` and `measured` together tell how many were not measured, so that number has to be safe too.
 *
 * @module
 */
import { type CellSet, type Cells, countOf, distinct, liesIn } from './cell-set.ts';

export function isSmall(count: number, minimumCell: number): boolean {
  return count > 0 && count < minimumCell;
}

/**
 * Of the sets, and of what is left of a set without another inside it, those of 1 to one less than
 * `minimumCell` people. Counts are compared first: most pairs are far apart, and with seven releases there are
 * millions of pairs.
 */
export function smallGroups(cells: Cells, sets: readonly CellSet[], minimumCell: number): readonly CellSet[] {
  const different = distinct(sets);
  const counts = Float64Array.from(different, (set) => countOf(cells, set));
  const groups = different.filter((_, i) => isSmall(counts[i] ?? 0, minimumCell));
  for (const [i, outer] of different.entries()) {
    for (let k = 0; k < counts.length; k++) {
      if (!isSmall((counts[i] ?? 0) - (counts[k] ?? 0), minimumCell)) continue;
      const inner = different[k];
      if (inner !== undefined && liesIn(inner, outer)) groups.push(without(inner, outer));
    }
  }
  return groups;
}

function without(inner: CellSet, outer: CellSet): CellSet {
  const rest = outer.slice();
  for (let cell = 0; cell < inner.length; cell++) if (inner[cell] === 1) rest[cell] = 0;
  return rest;
}

/**
 * Of groups side by side in a whole, the small ones together, where together they are still small: none of them is
 * ever shown, so whoever knows the whole and the groups that are shown knows how many are left. Null where they are
 * nobody, one group alone, or enough.
 *
 * @param pieces without overlap.
 */
export function smallUnion(cells: Cells, pieces: readonly CellSet[], minimumCell: number): CellSet | null {
  const small = distinct(pieces).filter((set) => isSmall(countOf(cells, set), minimumCell));
  if (small.length < 2) return null;
  const union = new Uint8Array(cells.cells);
  for (const set of small)
    for (let cell = 0; cell < union.length; cell++) if (set[cell] === 1) union[cell] = 1;
  return isSmall(countOf(cells, union), minimumCell) ? union : null;
}
