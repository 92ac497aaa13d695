/**
 * Can a count that is not shown be worked out from what is shown?
 *
 * Everything that leaves the building is one system: counts (unknowns that are whole and not negative) and
 * linear relations between them (rows, columns, totals, "all minus A", months and year to date, numerator
 * plus remainder = denominator). A hidden count is safe when a second table, different in that count, agrees
 * with everything shown. Such a witness is searched for and checked exactly in whole numbers, so "safe" is
 * proven; where none is found the count is called derivable, which errs towards hiding more.
 *
 * The reader is taken to know that zeros are shown: a hidden count is then at least 1. Rule: CMS cell size
 * suppression policy (ResDAC, 2024-01-26): no count of 1-10 may be shown or be derivable.
 *
 * @module
 */
import { kernelOf } from './suppression-kernel.ts';
import { findMove, type Moves, simpleMoves } from './suppression-move.ts';

/**
 * One count. `open`: may be shown or hidden. `implied`: is never shown, but must not be worked out either (the
 * remainder N - count of a rate).
 */
export interface Cell {
  readonly id: string;
  readonly count: number;
  readonly state: 'open' | 'implied';
}

/** Whole-number multiples of cells that sum to `equals` (0 unless given): parts minus their total is 0. */
export interface Relation {
  readonly terms: readonly { readonly cell: string; readonly times: number }[];
  readonly equals?: number;
}

export interface Publication {
  readonly cells: readonly Cell[];
  readonly relations: readonly Relation[];
}

/** `equations`: the relations alone give it away. `bounds`: they do, together with "whole and not negative". */
export interface Derivable {
  readonly cell: string;
  readonly how: 'equations' | 'bounds';
}

/** Every unshown count (`hidden` and implied ones) that a reader can work out. */
export function auditSuppression(
  publication: Publication,
  hidden: ReadonlySet<string>,
): readonly Derivable[] {
  const system = compilePublication(publication);
  const isHidden = Uint8Array.from(publication.cells, ({ id }) => (hidden.has(id) ? 1 : 0));
  const found = auditUnknowns(system, isHidden, unknownsOf(system, isHidden));
  return publication.cells.flatMap(({ id }, i) => {
    const how = found.get(i);
    return how === undefined ? [] : [{ cell: id, how }];
  });
}

/** A publication by index, its relations checked against the counts. */
interface System {
  readonly counts: Float64Array;
  readonly states: readonly Cell['state'][];
  readonly relations: readonly (readonly { readonly cell: number; readonly times: number }[])[];
  /** Indexes of the relations that each cell is in. */
  readonly relationsOf: readonly (readonly number[])[];
}

function compilePublication({ cells, relations }: Publication): System {
  const indexes = new Map(cells.map(({ id }, i) => [id, i]));
  const counts = Float64Array.from(cells, ({ count }) => count);
  const relationsOf: number[][] = cells.map(() => []);
  const compiled = relations.map(({ terms, equals = 0 }, r) => {
    let sum = 0;
    const byIndex = terms.map(({ cell, times }) => {
      const index = indexes.get(cell);
      if (index === undefined)
        throw new RangeError(`Relation ${r} names the cell ${cell}, which is not there`);
      sum += times * (counts[index] ?? 0);
      relationsOf[index]?.push(r);
      return { cell: index, times };
    });
    if (sum !== equals)
      throw new RangeError(`Relation ${r} sums to ${sum}, not ${equals}: the counts contradict it`);
    return byIndex;
  });
  return { counts, states: cells.map(({ state }) => state), relations: compiled, relationsOf };
}

/** The cells whose count a reader does not see. */
function unknownsOf({ states }: System, isHidden: Uint8Array): readonly number[] {
  return states.flatMap((state, i) => (isHidden[i] === 1 || state === 'implied' ? [i] : []));
}

/** Which of `unknowns` are derivable; all other cells are taken as seen. */
function auditUnknowns(
  system: System,
  isHidden: Uint8Array,
  unknowns: readonly number[],
): ReadonlyMap<number, Derivable['how']> {
  const zerosAreShown = unknowns.every((i) => isHidden[i] !== 1 || system.counts[i] !== 0);
  const found = new Map<number, Derivable['how']>();
  for (const component of componentsOf(system, unknowns)) {
    auditComponent(system, component, (i) => (zerosAreShown && isHidden[i] === 1 ? 1 : 0), found);
  }
  return found;
}

/** Unknowns that no chain of relations links are separate problems. */
function componentsOf(system: System, unknowns: readonly number[]): readonly (readonly number[])[] {
  const open = new Set(unknowns);
  const seenRelations = new Set<number>();
  const components: number[][] = [];
  for (const start of unknowns) {
    if (!open.delete(start)) continue;
    const component = [start];
    for (let next = 0; next < component.length; next++) {
      for (const r of system.relationsOf[component[next] ?? 0] ?? []) {
        if (seenRelations.has(r)) continue;
        seenRelations.add(r);
        for (const { cell } of system.relations[r] ?? []) if (open.delete(cell)) component.push(cell);
      }
    }
    components.push(component);
  }
  return components;
}

function auditComponent(
  system: System,
  component: readonly number[],
  leastOf: (cell: number) => number,
  found: Map<number, Derivable['how']>,
): void {
  const rows = rowsOf(system, component);
  const kernel = kernelOf(rows, component.length);
  const slack = Float64Array.from(component, (cell) => (system.counts[cell] ?? 0) - leastOf(cell));
  const moves: Moves = { rows, slack, kernel };
  const safe = new Uint8Array(component.length);
  const accept = (move: Float64Array): void => {
    for (let j = 0; j < safe.length; j++) if (move[j] !== 0) safe[j] = 1;
  };
  for (const move of simpleMoves(moves)) accept(move);
  component.forEach((cell, i) => {
    if (safe[i] === 1) return;
    if (kernel.changes[i]?.every((change) => change === 0) === true) {
      found.set(cell, 'equations');
      return;
    }
    const move = findMove(moves, i);
    if (move === null) found.set(cell, 'bounds');
    else accept(move);
  });
}

/** The relations of a component as rows over its cells, each once. */
function rowsOf(system: System, component: readonly number[]): readonly Float64Array[] {
  const place = new Map(component.map((cell, i) => [cell, i]));
  const relations = new Set(component.flatMap((cell) => system.relationsOf[cell] ?? []));
  return Array.from(relations, (r) => {
    const row = new Float64Array(component.length);
    for (const { cell, times } of system.relations[r] ?? []) {
      const i = place.get(cell);
      if (i !== undefined) row[i] = (row[i] ?? 0) + times;
    }
    return row;
  });
}
