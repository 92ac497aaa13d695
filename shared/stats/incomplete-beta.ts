/**
 * The regularised incomplete beta function, which is the beta, t and F distributions.
 *
 * Hand-written because the alternatives were weighed and lost: the four @stdlib kernels that would replace
 * this folder's special functions bring 222 packages, 27 MB and 185 KiB of bundle (measured), and jStat is
 * good to about 1e-8 only.
 *
 * @module
 */
import { betaTerm } from './gamma.ts';

const TINY = 1e-300;

/**
 * I_x(a, b) for a, b > 0; 0..1. `y` is 1 - x, given apart because a caller who knows it exactly keeps the
 * tail exact.
 */
export function incompleteBeta(a: number, b: number, x: number, y: number = 1 - x): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const front = betaTerm(a, b, x, y);
  // The continued fraction converges fast only below the mean, so above it the other tail is taken.
  return x <= (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, y)) / b;
}

/** DLMF 8.17.22, evaluated by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; ; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < Number.EPSILON || m > 100_000) return fraction;
  }
}

/** Lentz's method divides by these: keep them off zero. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
