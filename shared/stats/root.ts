/**
 * Where a function crosses zero between two points of opposite sign, by Brent's method (Brent 1973,
 * "Algorithms for Minimization without Derivatives", chapter 4), to the last few bits.
 */
export function rootBetween(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return a;
  if (fb !== 0 && fa > 0 === fb > 0) {
    throw new RangeError(`No sign change between ${low} and ${high}: the root is not bracketed`);
  }
  let [c, fc] = [a, fa];
  let step = b - a;
  let lastStep = step;

  for (let i = 0; i < 200; i++) {
    if (fb > 0 === fc > 0) {
      [c, fc] = [a, fa];
      step = b - a;
      lastStep = step;
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const tolerance = 2 * Number.EPSILON * Math.abs(b) + 1e-300;
    const half = (c - b) / 2;
    if (Math.abs(half) <= tolerance || fb === 0) return b;

    const next = interpolated({ a, b, c, fa, fb, fc, half });
    const trusted =
      Math.abs(lastStep) >= tolerance &&
      Math.abs(fa) > Math.abs(fb) &&
      next !== null &&
      Math.abs(next) < Math.min(1.5 * Math.abs(half), Math.abs(lastStep / 2)) &&
      next > 0 === half > 0;
    lastStep = trusted ? step : half;
    step = trusted ? next : half;
    [a, fa] = [b, fb];
    b += Math.abs(step) > tolerance ? step : Math.sign(half) * tolerance;
    fb = f(b);
  }
  return b;
}

interface Bracket {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly fa: number;
  readonly fb: number;
  readonly fc: number;
  readonly half: number;
}

/** The step from `b` by inverse quadratic interpolation, or the secant where two points coincide. */
function interpolated({ a, b, c, fa, fb, fc, half }: Bracket): number | null {
  const s = fb / fa;
  if (a === c) return (2 * half * s) / (s - 1);
  const q = fa / fc;
  const r = fb / fc;
  const p = s * (2 * half * q * (q - r) - (b - a) * (r - 1));
  const denominator = (q - 1) * (r - 1) * (s - 1);
  return denominator === 0 ? null : -p / denominator;
}
