/**
 * The groups that two shown counts reveal by subtraction: where one set lies inside another, what is left.
 * `finished` and `measured` together tell how many were not measured, so that number has to be safe too.
 *
 * @module
 */
import { type CellSet, distinct } from './cell-set.ts';

/**
 * The sets themselves, without repetitions, and every difference of a set and another inside it.
 *
 * @param mayMatter of an outer and an inner set, before it is known that they are: whether their difference is
 * wanted. There are as many pairs as the square of the sets.
 */
export function withDifferences(
  sets: readonly CellSet[],
  mayMatter: (outer: CellSet, inner: CellSet) => boolean = () => true,
): readonly CellSet[] {
  const different = distinct(sets);
  const differences: CellSet[] = [];
  for (const outer of different) {
    for (const inner of different) {
      if (inner !== outer && mayMatter(outer, inner) && liesIn(inner, outer))
        differences.push(outer.map((one, cell) => one - (inner[cell] ?? 0)));
    }
  }
  return [...different, ...differences];
}

function liesIn(inner: CellSet, outer: CellSet): boolean {
  for (let cell = 0; cell < inner.length; cell++) if ((inner[cell] ?? 0) > (outer[cell] ?? 0)) return false;
  return true;
}
