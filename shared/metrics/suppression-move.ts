/**
 * A second table that a reader could hold true: a change of the unknown counts that keeps every relation,
 * stays whole and not below the least each count can be, and changes one given count.
 *
 * @module
 */
import type { Kernel } from './suppression-kernel.ts';

export interface Moves {
  /** Relations over the unknowns. */
  readonly rows: readonly Float64Array[];
  /** How far each unknown can fall. */
  readonly slack: Float64Array;
  readonly kernel: Kernel;
}

const ROUNDING = 1e-7;
/** More pivots than this and the search gives up: the count is then called derivable. */
const MOST_PIVOTS = 2_000;

/** The moves of one free unknown up or down by its least whole step: they settle most tables at once. */
export function simpleMoves(moves: Moves): readonly Float64Array[] {
  const { free, changes } = moves.kernel;
  return free.flatMap((column, f) =>
    [1, -1].flatMap((step) => wholeMove(moves, column, (i) => step * (changes[i]?.[f] ?? 0)) ?? []),
  );
}

/** The changes per unknown of a move in which unknown `target` changes, or null where none was found. */
export function findMove(moves: Moves, target: number): Float64Array | null {
  return moveBySimplex(moves, target, 1) ?? moveBySimplex(moves, target, -1);
}

/** The move, if it or a small multiple of it is whole and allowed; checked in whole numbers. */
function wholeMove(
  { rows, slack }: Moves,
  target: number,
  changeOf: (unknown: number) => number,
): Float64Array | null {
  for (let multiple = 1; multiple <= 6; multiple++) {
    const move = Float64Array.from(slack, (_, i) => Math.round(multiple * changeOf(i)));
    const isWhole = move.every((change, i) => Math.abs(change - multiple * changeOf(i)) < ROUNDING);
    if (!isWhole) continue;
    const isAllowed = move[target] !== 0 && move.every((change, i) => change + (slack[i] ?? 0) >= 0);
    return isAllowed && rows.every((row) => keeps(row, move)) ? move : null;
  }
  return null;
}

function keeps(row: Float64Array, move: Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += (row[i] ?? 0) * (move[i] ?? 0);
  return sum === 0;
}

/**
 * Pushes `target` up (1) or down (-1) by the simplex method in dictionary form, from the true table, and
 * stops at the first corner that is a move. Variables are how far each unknown is above its least value;
 * columns start as the free changes, which may take either sign. Bland's rule, so it cannot cycle.
 */
function moveBySimplex(moves: Moves, target: number, direction: 1 | -1): Float64Array | null {
  const dictionary = dictionaryOf(moves, target);
  const { slack } = dictionary;

  for (let pivots = 0; pivots < MOST_PIVOTS; pivots++) {
    const entering = enteringColumn(dictionary, direction);
    if (entering === null) return null;
    const leaving = leavingRow(dictionary, entering);
    if (leaving === -1) {
      const ray = directionOf(dictionary, entering);
      return wholeMove(moves, target, (i) => (ray[i] ?? 0) + at(dictionary, i) - (slack[i] ?? 0));
    }
    pivot(dictionary, leaving, entering.column);
    const move = wholeMove(moves, target, (i) => at(dictionary, i) - (slack[i] ?? 0));
    if (move !== null) return move;
  }
  return null;
}

interface Dictionary {
  readonly slack: Float64Array;
  /** The last row is the objective. */
  readonly rows: readonly Float64Array[];
  readonly constants: Float64Array;
  /** Which unknown a row or column stands for; -1 is a free change, which has no bound. */
  readonly rowVariable: Int32Array;
  readonly columnVariable: Int32Array;
}

interface Entering {
  readonly column: number;
  readonly sign: 1 | -1;
}

function dictionaryOf({ slack, kernel }: Moves, target: number): Dictionary {
  const rows = [...kernel.changes, kernel.changes[target] ?? new Float64Array()].map((row) => row.slice());
  return {
    slack,
    rows,
    constants: Float64Array.from(rows, (_, i) => slack[i] ?? slack[target] ?? 0),
    rowVariable: Int32Array.from(rows, (_, i) => (i < slack.length ? i : -1)),
    columnVariable: new Int32Array(kernel.free.length).fill(-1),
  };
}

/** How far an unknown is above its least value at the present corner. */
function at({ constants, rowVariable }: Dictionary, unknown: number): number {
  const row = rowVariable.indexOf(unknown);
  return row === -1 ? 0 : (constants[row] ?? 0);
}

function enteringColumn({ rows, columnVariable }: Dictionary, direction: 1 | -1): Entering | null {
  const objective = rows.at(-1) ?? new Float64Array();
  let best: Entering | null = null;
  let bestVariable = Number.POSITIVE_INFINITY;
  for (let column = 0; column < objective.length; column++) {
    const gain = direction * (objective[column] ?? 0);
    const variable = columnVariable[column] ?? -1;
    const helps = variable === -1 ? Math.abs(gain) > ROUNDING : gain > ROUNDING;
    if (!helps || variable >= bestVariable) continue;
    best = { column, sign: gain > 0 ? 1 : -1 };
    bestVariable = variable;
  }
  return best;
}

function leavingRow({ rows, constants, rowVariable }: Dictionary, { column, sign }: Entering): number {
  let leaving = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let r = 0; r < rows.length - 1; r++) {
    const fall = -sign * (rows[r]?.[column] ?? 0);
    const variable = rowVariable[r] ?? -1;
    if (variable === -1 || fall <= ROUNDING) continue;
    const ratio = (constants[r] ?? 0) / fall;
    const isTie = Math.abs(ratio - least) <= ROUNDING;
    if (isTie ? variable > (rowVariable[leaving] ?? -1) : ratio > least) continue;
    leaving = r;
    least = ratio;
  }
  return leaving;
}

/** The change of each unknown per unit of the entering column. */
function directionOf(dictionary: Dictionary, { column, sign }: Entering): Float64Array {
  const { rows, rowVariable, columnVariable, slack } = dictionary;
  const change = new Float64Array(slack.length);
  rowVariable.forEach((unknown, r) => {
    if (unknown !== -1) change[unknown] = sign * (rows[r]?.[column] ?? 0);
  });
  const own = columnVariable[column] ?? -1;
  if (own !== -1) change[own] = sign;
  return change;
}

function pivot(
  { rows, constants, rowVariable, columnVariable }: Dictionary,
  leaving: number,
  column: number,
): void {
  const row = rows[leaving];
  if (row === undefined) return;
  const scale = row[column] ?? 1;
  for (let k = 0; k < row.length; k++) row[k] = k === column ? 1 / scale : 0 - (row[k] ?? 0) / scale;
  constants[leaving] = 0 - (constants[leaving] ?? 0) / scale;
  for (let r = 0; r < rows.length; r++) {
    const other = rows[r];
    const factor = other?.[column] ?? 0;
    if (r === leaving || other === undefined || factor === 0) continue;
    for (let k = 0; k < other.length; k++) {
      other[k] = (k === column ? 0 : (other[k] ?? 0)) + factor * (row[k] ?? 0);
    }
    constants[r] = (constants[r] ?? 0) + factor * (constants[leaving] ?? 0);
  }
  const out = rowVariable[leaving] ?? -1;
  rowVariable[leaving] = columnVariable[column] ?? -1;
  columnVariable[column] = out;
}
