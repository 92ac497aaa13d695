/**
 * Cells that no set tells apart, made one: the audit is linear algebra over cells, and with the releases of half
 * a year every episode is a cell of its own, most of them alike in everything that is ever shown.
 *
 * @module
 */
import { type CellSet, type Cells, distinct } from './cell-set.ts';

export interface AlikeCells {
  /** In the order of their first cell; cells of no set are left out. */
  readonly cells: Cells;
  /** One of the sets, over the merged cells. */
  merge(set: CellSet): CellSet;
  /** The inverse. */
  spread(merged: CellSet): CellSet;
}

/** @param sets every set that will be asked for. */
export function mergeAlike({ cells, episodes }: Cells, sets: readonly CellSet[]): AlikeCells {
  // 0 is nobody's; each set divides the classes there are into who is in it and who is not.
  const classOf = new Int32Array(cells);
  let classes = 1;
  for (const set of distinct(sets)) {
    const divided = new Map<number, number>();
    for (let cell = 0; cell < cells; cell++) {
      if (set[cell] !== 1) continue;
      const before = classOf[cell] ?? 0;
      let into = divided.get(before);
      if (into === undefined) {
        into = classes++;
        divided.set(before, into);
      }
      classOf[cell] = into;
    }
  }
  const placeOf = new Map<number, number>();
  const firsts: number[] = [];
  const place = Int32Array.from(classOf, (one, cell) => {
    if (one === 0) return -1;
    const known = placeOf.get(one);
    if (known !== undefined) return known;
    placeOf.set(one, firsts.length);
    return firsts.push(cell) - 1;
  });
  const together = new Float64Array(firsts.length);
  for (let cell = 0; cell < cells; cell++) {
    const at = place[cell] ?? -1;
    if (at >= 0) together[at] = (together[at] ?? 0) + (episodes[cell] ?? 0);
  }
  return {
    cells: { cells: firsts.length, episodes: together },
    merge(set) {
      const merged = new Uint8Array(firsts.length);
      for (const [at, cell] of firsts.entries()) merged[at] = set[cell] ?? 0;
      return merged;
    },
    spread: (merged) => Uint8Array.from(place, (at) => (at < 0 ? 0 : (merged[at] ?? 0))),
  };
}
