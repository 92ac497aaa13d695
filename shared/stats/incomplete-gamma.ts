/**
 * The regularised incomplete gamma functions, which are the chi-square and normal distributions.
 *
 * @module
 */
import { poissonTerm } from './gamma.ts';

const TINY = 1e-300;

/** Upper tail Q(a, x) = Γ(a, x) / Γ(a), for a > 0 and x >= 0; 0..1. */
export function gammaUpperTail(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - lowerBySeries(a, x) : upperByContinuedFraction(a, x);
}

/** Lower tail P(a, x) = 1 - Q(a, x), for a > 0 and x >= 0; 0..1. */
export function gammaLowerTail(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? lowerBySeries(a, x) : 1 - upperByContinuedFraction(a, x);
}

/** DLMF 8.11.4. */
function lowerBySeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = a + 1; term > sum * Number.EPSILON; k++) {
    term *= x / k;
    sum += term;
  }
  return poissonTerm(a, x) * sum;
}

/** DLMF 8.9.2, evaluated by Lentz's method. */
function upperByContinuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1; ; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / away(numerator * d + b);
    c = away(b + numerator / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < Number.EPSILON || i > 100_000) break;
  }
  return poissonTerm(a, x) * a * fraction;
}

/** Lentz's method divides by these: keep them off zero. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
