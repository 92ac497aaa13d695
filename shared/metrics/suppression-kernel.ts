/**
 * How unknown counts can change together without changing anything that is shown: the kernel of the
 * relations, by Gauss-Jordan elimination in whole numbers (no rounding).
 *
 * @module
 */

export interface Kernel {
  /** Unknowns that can be chosen freely, by column; the others follow from them. */
  readonly free: readonly number[];
  /** Per unknown, its change for a change of 1 in each of `free`. All zero: the relations fix it. */
  readonly changes: readonly Float64Array[];
}

/** `rows` are whole-number relations over `width` unknowns that must keep their value. */
export function kernelOf(rows: readonly Float64Array[], width: number): Kernel {
  const reduced = rows.map((row) => Float64Array.from(row));
  const pivotRow = new Int32Array(width).fill(-1);
  let rank = 0;

  for (let column = 0; column < width && rank < reduced.length; column++) {
    const found = reduced.findIndex((row, r) => r >= rank && row[column] !== 0);
    const pivot = reduced[found];
    if (pivot === undefined) continue;
    reduced[found] = reduced[rank] ?? pivot;
    reduced[rank] = pivot;
    for (let r = 0; r < reduced.length; r++) {
      const row = reduced[r];
      if (r !== rank && row !== undefined && row[column] !== 0) eliminate(row, pivot, column);
    }
    pivotRow[column] = rank;
    rank += 1;
  }

  const free = Array.from(pivotRow.keys()).filter((column) => pivotRow[column] === -1);
  const changes = Array.from(pivotRow, (r, column) => {
    const row = reduced[r];
    return Float64Array.from(free, (freeColumn) => {
      if (row === undefined) return freeColumn === column ? 1 : 0;
      return 0 - (row[freeColumn] ?? 0) / (row[column] ?? 1);
    });
  });
  return { free, changes };
}

/** Takes a multiple of `pivot` off `row` so that `column` is 0, and divides by the common factor. */
function eliminate(row: Float64Array, pivot: Float64Array, column: number): void {
  const keep = pivot[column] ?? 0;
  const take = row[column] ?? 0;
  let common = 0;
  for (let k = 0; k < row.length; k++) {
    const value = keep * (row[k] ?? 0) - take * (pivot[k] ?? 0);
    if (!Number.isSafeInteger(value)) {
      throw new RangeError('The relations between counts have multiples too large to audit exactly');
    }
    row[k] = value;
    common = greatestCommonDivisor(common, Math.abs(value));
  }
  if (common > 1) for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) / common;
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
