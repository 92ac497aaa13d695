/**
 * Two ways to decide what a reader can work out that share nothing with the product's audit.
 *
 * @module
 */
import type { Publication } from '../../../shared/metrics/suppression-audit.ts';

/**
 * By trying: every table of whole counts up to `most` that agrees with what is shown. A hidden open count is
 * at least 1 (zeros are shown). Returns the unseen cells that have one value in all of them.
 */
export function fixedByEnumeration(
  { cells, relations }: Publication,
  hidden: ReadonlySet<string>,
  most: number,
): ReadonlySet<string> {
  const unseen = cells.filter(({ id, state }) => hidden.has(id) || state === 'implied');
  const values = new Map(cells.map(({ id, count }) => [id, count]));
  const seen = unseen.map(() => new Set<number>());
  // A relation is decided as soon as its last unseen cell has a value.
  const decidedAt = relations.map(({ terms }) =>
    Math.max(-1, ...terms.map(({ cell }) => unseen.findIndex(({ id }) => id === cell))),
  );

  const fill = (place: number): void => {
    const cell = unseen[place];
    if (cell === undefined) {
      unseen.forEach(({ id }, i) => void seen[i]?.add(values.get(id) ?? 0));
      return;
    }
    for (let value = hidden.has(cell.id) ? 1 : 0; value <= most; value++) {
      values.set(cell.id, value);
      const holds = relations.every(({ terms, equals = 0 }, r) => {
        if (decidedAt[r] !== place) return true;
        return terms.reduce((sum, term) => sum + term.times * (values.get(term.cell) ?? 0), 0) === equals;
      });
      if (holds) fill(place + 1);
    }
    values.set(cell.id, cell.count);
  };
  fill(0);
  return new Set(unseen.flatMap(({ id }, i) => (seen[i]?.size === 1 ? [id] : [])));
}

/**
 * By circles, for `twoWay` tables: every count is an arc between its row and its column, totals run
 * backwards. A count can differ exactly when it lies on a circle of arcs that can all grow or shrink by one.
 */
export function fixedByCircles({ cells }: Publication, hidden: ReadonlySet<string>): ReadonlySet<string> {
  const arcs = cells
    .filter(({ id }) => hidden.has(id))
    .map(({ id, count }) => {
      const [row = '', column = ''] = id.split('/');
      // Interior cells and the grand total run from row to column, single totals from column to row.
      const forward = (row === '*') === (column === '*');
      const [from, to] = forward ? [`r${row}`, `c${column}`] : [`c${column}`, `r${row}`];
      return { id, from, to, canFall: count > 1 };
    });
  const steps = new Map<string, { readonly to: string; readonly id: string }[]>();
  const addStep = (from: string, to: string, id: string): void => {
    const there = steps.get(from);
    if (there === undefined) steps.set(from, [{ to, id }]);
    else there.push({ to, id });
  };
  for (const { id, from, to, canFall } of arcs) {
    addStep(from, to, id);
    if (canFall) addStep(to, from, id);
  }
  const reaches = (start: string, end: string, without: string): boolean => {
    const visited = new Set([start]);
    const queue = [start];
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      if (node === end) return true;
      for (const { to, id } of steps.get(node) ?? []) {
        if (id === without || visited.has(to)) continue;
        visited.add(to);
        queue.push(to);
      }
    }
    return false;
  };
  return new Set(
    arcs.flatMap(({ id, from, to, canFall }) =>
      reaches(to, from, id) || (canFall && reaches(from, to, id)) ? [] : [id],
    ),
  );
}
