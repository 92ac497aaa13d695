/**
 * The groups that two shown counts reveal by subtraction: where one set lies inside another, what is left.
 * `finished` and `measured` together tell how many were not measured, so that number has to be safe too.
 *
 * @module
 */
import { type CellSet, type Cells, countOf, distinct } from './cell-set.ts';

export function isSmall(count: number, minimumCell: number): boolean {
  return count > 0 && count < minimumCell;
}

/**
 * Of the sets, and of what is left of a set without another inside it, those of 1 to one less than
 * `minimumCell` people. Counts are compared first: most pairs are far apart, and with seven releases there are
 * millions of pairs.
 */
export function smallGroups(cells: Cells, sets: readonly CellSet[], minimumCell: number): readonly CellSet[] {
  const counted = distinct(sets).map((set) => ({ set, count: countOf(cells, set) }));
  const groups = counted.flatMap(({ set, count }) => (isSmall(count, minimumCell) ? set : []));
  for (const outer of counted) {
    for (const inner of counted) {
      if (isSmall(outer.count - inner.count, minimumCell) && liesIn(inner.set, outer.set))
        groups.push(outer.set.map((one, cell) => one - (inner.set[cell] ?? 0)));
    }
  }
  return groups;
}

function liesIn(inner: CellSet, outer: CellSet): boolean {
  for (let cell = 0; cell < inner.length; cell++) if ((inner[cell] ?? 0) > (outer[cell] ?? 0)) return false;
  return true;
}
