/**
 * What a reader of one family of counts (one period, one dating) could work out who also knows that counts
 * are whole and not negative. Two hidden groups that together are two people are one each, though no
 * equation says so.
 *
 * @module
 */
import { type CellSet, type Cells, countOf, distinct } from './cell-set.ts';
import { auditSuppression, type Cell, type Relation } from './suppression-audit.ts';

/**
 * The groups of 1 to `minimumCell - 1` that give themselves away: sets of the family, or the smallest pieces
 * into which the sets cut the people.
 */
export function exposedIn(
  cells: Cells,
  family: readonly CellSet[],
  isShown: (set: CellSet) => boolean,
  minimumCell: number,
): readonly CellSet[] {
  const sets = distinct(family).filter((set) => countOf(cells, set) > 0);
  const groups = [...sets, ...piecesOf(cells, sets)];
  const counted = groups.map(
    (group, i): Cell => ({
      id: String(i),
      count: countOf(cells, group),
      state: i < sets.length ? 'open' : 'implied',
    }),
  );
  const hidden = new Set(sets.flatMap((set, i) => (isShown(set) ? [] : [String(i)])));
  const derivable = auditSuppression({ cells: counted, relations: relationsOf(sets, groups) }, hidden);
  return derivable
    .map(({ cell }) => groups[Number(cell)])
    .filter((group) => group !== undefined)
    .filter((group) => countOf(cells, group) < minimumCell);
}

/** The people in any of the sets, divided by which of them they are in. */
function piecesOf({ cells }: Cells, sets: readonly CellSet[]): readonly CellSet[] {
  // 0 is nobody's; each set divides the pieces there are into who is in it and who is not.
  const pieceOf = new Int32Array(cells);
  let pieces = 1;
  for (const set of sets) {
    const divided = new Map<number, number>();
    for (let cell = 0; cell < cells; cell++) {
      if (set[cell] !== 1) continue;
      const piece = pieceOf[cell] ?? 0;
      const into = divided.get(piece) ?? pieces++;
      divided.set(piece, into);
      pieceOf[cell] = into;
    }
  }
  const found = new Map<number, CellSet>();
  for (let cell = 0; cell < cells; cell++) {
    const piece = pieceOf[cell] ?? 0;
    if (piece === 0) continue;
    const set = found.get(piece) ?? new Uint8Array(cells);
    set[cell] = 1;
    found.set(piece, set);
  }
  return [...found.values()];
}

/** Each set is the sum of its pieces, which stand behind the sets in `groups`. */
function relationsOf(sets: readonly CellSet[], groups: readonly CellSet[]): readonly Relation[] {
  return sets.map((set, i) => {
    const terms = [{ cell: String(i), times: -1 }];
    for (let k = sets.length; k < groups.length; k++) {
      const first = groups[k]?.indexOf(1) ?? -1;
      if (set[first] === 1) terms.push({ cell: String(k), times: 1 });
    }
    return { terms };
  });
}
