/** A pivot this small against its diagonal is rounding: the matrix has no inverse. */
const SINGULAR = 1e-10;

/**
 * Solves A x = b for a symmetric positive definite A, by Cholesky's decomposition. Null where A is singular
 * to rounding, for instance where one predictor repeats another.
 */
export function choleskySolve(a: readonly ArrayLike<number>[], b: ArrayLike<number>): Float64Array | null {
  const n = b.length;
  const l = Array.from({ length: n }, () => new Float64Array(n));
  const at = (i: number, j: number): number => l[i]?.[j] ?? 0;

  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i]?.[j] ?? 0;
      for (let k = 0; k < j; k++) rest -= at(i, k) * at(j, k);
      if (i === j && !(rest > SINGULAR * (a[i]?.[i] ?? 0))) return null;
      const row = l[i];
      if (row !== undefined) row[j] = i === j ? Math.sqrt(rest) : rest / at(j, j);
    }
  }

  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - at(i, k) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] ?? 0) - at(k, i) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  return x;
}
