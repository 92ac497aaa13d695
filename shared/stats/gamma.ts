/**
 * The gamma function and what the incomplete beta and gamma functions are built on.
 *
 * The two densities follow Loader (2000), "Fast and accurate computation of binomial probabilities": the
 * large logarithms that would cancel are never formed, so they keep their relative accuracy for any n.
 *
 * @module
 */

const LOG_SQRT_2_PI = 0.9189385332046728;

/** Lanczos (1964) coefficients for g = 7, n = 9, as computed by Godfrey (2001). */
const lanczos = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 0.000009984369578019572, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function, for x > 0. */
export function logGamma(x: number): number {
  if (x > 15) return (x - 0.5) * Math.log(x) - x + LOG_SQRT_2_PI + stirlingSeries(x);
  const z = x - 1;
  let sum = lanczos[0] ?? 0;
  for (let i = 1; i < lanczos.length; i++) sum += (lanczos[i] ?? 0) / (z + i);
  const base = z + 7.5;
  return LOG_SQRT_2_PI + (z + 0.5) * Math.log(base) - base + Math.log(sum);
}

/** x^k e^-x / Γ(k + 1), the Poisson probability for any real k >= 0. */
export function poissonTerm(k: number, x: number): number {
  if (k === 0) return Math.exp(-x);
  if (x === 0) return 0;
  return Math.exp(-stirlingError(k) - deviance(k, x)) / Math.sqrt(2 * Math.PI * k);
}

/** x^a (1 - x)^b / B(a, b), for a, b > 0 and 0 < x < 1; `y` is 1 - x. */
export function betaTerm(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt((a * b) / (2 * Math.PI * n));
}

/** log Γ(k + 1) minus Stirling's approximation of it. */
function stirlingError(k: number): number {
  if (k > 15) return stirlingSeries(k);
  return logGamma(k + 1) - (k + 0.5) * Math.log(k) + k - LOG_SQRT_2_PI;
}

/** 1/(12k) - 1/(360k^3) + ..., to the ninth power; below 1e-16 from k = 15 on. */
function stirlingSeries(k: number): number {
  const kk = k * k;
  return (
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / kk) / kk) / kk) / kk) / kk) / k
  );
}

/** k log(k / m) + m - k, without cancellation where k is near m (Loader's bd0). */
function deviance(k: number, m: number): number {
  if (Math.abs(k - m) >= 0.1 * (k + m)) return k * Math.log(k / m) + m - k;
  const v = (k - m) / (k + m);
  let sum = (k - m) * v;
  let term = 2 * k * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
}
