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
 * Of groups side by side in a whole, those of the small ones that together are still small: whoever knows the whole
 * and the groups that are shown knows how many are left.
 *
 * @param pieces without overlap.
 */
export function smallUnions(
  cells: Cells,
  pieces: readonly CellSet[],
  minimumCell: number,
): readonly CellSet[] {
  const small = distinct(pieces)
    .map((set) => ({ set, count: countOf(cells, set) }))
    .filter(({ count }) => isSmall(count, minimumCell));
  const unions: CellSet[] = [];
  // At most nine people are shared out, so there are few ways.
  const join = (from: number, joined: CellSet | null, count: number): void => {
    for (let i = from; i < small.length; i++) {
      const piece = small[i];
      if (piece === undefined || count + piece.count >= minimumCell) continue;
      const union =
        joined === null ? piece.set : Uint8Array.from(piece.set, (bit, cell) => bit | (joined[cell] ?? 0));
      if (joined !== null) unions.push(union);
      join(i + 1, union, count + piece.count);
    }
  };
  join(0, null, 0);
  return unions;
}
