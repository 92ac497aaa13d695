/**
 * The noncentral t distribution, which gives exact intervals for standardised mean differences.
 *
 * @module
 */
import { normalCdf } from './distributions.ts';
import type { Interval } from './estimate.ts';
import { betaTerm, logGamma, poissonTerm } from './gamma.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { rootBetween } from './root.ts';

/** Terms this far below the sum no longer change it. */
const NEGLIGIBLE = 1e-18;

/**
 * P(T <= t) for noncentral t with `df` degrees of freedom and noncentrality `delta`; 0..1, to about 1e-13.
 *
 * Mixture of Lenth (1989, algorithm AS 243), summed outwards from its largest term as in Benton &
 * Krishnamoorthy (2003, Comput Stat Data Anal 43:249), so that a large noncentrality neither underflows nor
 * loses digits.
 */
export function noncentralTCdf(t: number, df: number, delta: number): number {
  if (t < 0) return 1 - noncentralTCdf(-t, df, -delta);
  const square = t * t;
  const mixture = t === 0 ? 0 : mixtureSum(square / (df + square), df / (df + square), df / 2, delta);
  return Math.min(1, Math.max(0, normalCdf(-delta) + mixture / 2));
}

/** Sum over j of p_j I_x(j + 1/2, b) + q_j I_x(j + 1, b). `y` is 1 - x. */
function mixtureSum(x: number, y: number, b: number, delta: number): number {
  const m = (delta * delta) / 2;
  const mode = Math.floor(m);
  const p = poissonTerm(mode, m);
  // q_j = delta / sqrt(2) e^-m m^j / Γ(j + 3/2), which is p_j times a ratio of gamma functions.
  const q = (delta / Math.SQRT2) * p * Math.exp(logGamma(mode + 1) - logGamma(mode + 1.5));
  const half = { i: incompleteBeta(mode + 0.5, b, x, y), drop: betaTerm(mode + 0.5, b, x, y) / (mode + 0.5) };
  const whole = { i: incompleteBeta(mode + 1, b, x, y), drop: betaTerm(mode + 1, b, x, y) / (mode + 1) };

  let sum = p * half.i + q * whole.i;
  for (let j = mode, pj = p, qj = q, up = { ...half }, up2 = { ...whole }; ; j++) {
    pj *= m / (j + 1);
    qj *= m / (j + 1.5);
    up = next(up, j + 0.5, b, x);
    up2 = next(up2, j + 1, b, x);
    const term = pj * up.i + qj * up2.i;
    sum += term;
    if (pj + Math.abs(qj) < NEGLIGIBLE || (pj + Math.abs(qj)) * up.i < NEGLIGIBLE) break;
  }
  for (let j = mode, pj = p, qj = q, down = half, down2 = whole; j > 0; j--) {
    pj *= j / m;
    qj *= (j + 0.5) / m;
    down = previous(down, j + 0.5, b, x);
    down2 = previous(down2, j + 1, b, x);
    sum += pj * down.i + qj * down2.i;
    if (pj + Math.abs(qj) < NEGLIGIBLE) break;
  }
  return sum;
}

/** I_x(a, b) and what it loses when a grows by one: x^a (1 - x)^b / (a B(a, b)) (DLMF 8.17.20). */
interface BetaStep {
  readonly i: number;
  readonly drop: number;
}

function next({ i, drop }: BetaStep, a: number, b: number, x: number): BetaStep {
  return { i: Math.max(0, i - drop), drop: (drop * x * (a + b)) / (a + 1) };
}

function previous({ i, drop }: BetaStep, a: number, b: number, x: number): BetaStep {
  const before = (drop * a) / (x * (a - 1 + b));
  return { i: Math.min(1, i + before), drop: before };
}

/**
 * The noncentralities between which an observed `t` is unsurprising: the limits put `t` at the upper and at
 * the lower (1 - level) / 2 of their distributions (Steiger & Fouladi 1997; Cumming & Finch 2001).
 * Divide by the t-to-d factor of the design to get the interval of a standardised difference.
 */
export function noncentralityInterval(t: number, df: number, level = 0.95): Interval {
  const tail = (1 - level) / 2;
  return {
    lower: noncentralityWhere(t, df, 1 - tail),
    upper: noncentralityWhere(t, df, tail),
    level,
  };
}

/** The noncentrality under which P(T <= t) is `p`; the probability falls as the noncentrality grows. */
function noncentralityWhere(t: number, df: number, p: number): number {
  const excess = (delta: number): number => noncentralTCdf(t, df, delta) - p;
  let reach = 4;
  while (excess(t - reach) < 0 || excess(t + reach) > 0) reach *= 2;
  return rootBetween(excess, t - reach, t + reach);
}
