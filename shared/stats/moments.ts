/**
 * Mean, variance and covariance of a sample: two passes, n - 1 in the denominator.
 *
 * The callers decide what too few values mean to them, so an undefined moment is a bug here and throws.
 *
 * @module
 */

/** Mean of at least one value, in the unit of the values. */
export function mean(values: ArrayLike<number>): number {
  requireValues(values, 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}

/** Sample variance of at least two values, in squared units. */
export function variance(values: ArrayLike<number>): number {
  return covariance(values, values);
}

/** Sample standard deviation of at least two values, in the unit of the values. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values));
}

/** Sample covariance of at least two pairs; `y` is as long as `x`. */
export function covariance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requireValues(x, 2);
  if (x.length !== y.length)
    throw new RangeError(`Pairs expected, received ${x.length} and ${y.length} values`);
  const meanX = mean(x);
  const meanY = mean(y);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] ?? 0) - meanX) * ((y[i] ?? 0) - meanY);
  return sum / (x.length - 1);
}

function requireValues(values: ArrayLike<number>, atLeast: number): void {
  if (values.length < atLeast) {
    throw new RangeError(`At least ${atLeast} values expected, received ${values.length}`);
  }
}
