import { describe, expect, test } from 'vitest';
import { noncentralityInterval, noncentralTCdf } from '../../../shared/stats/noncentral-t.ts';

describe('the noncentral t distribution', () => {
  // mpmath 1.3.0, numerical integration of the definition with 25 digits.
  test.for([
    { t: -5.595, df: 39, delta: -3, p: 0.014818273351878844 },
    { t: 4.06, df: 9, delta: 1.3, p: 0.9754336600406551 },
    { t: 4.06, df: 9, delta: 6.7, p: 0.02479694514021505 },
    { t: 1.9, df: 58, delta: -0.08, p: 0.9739433994598676 },
    { t: 0, df: 5, delta: 1, p: 0.15865525393145705 },
    { t: -2, df: 1, delta: 3, p: 0.00014999832675826772 },
    { t: 70, df: 4999, delta: 72, p: 0.05042370781464812 },
    { t: 0.5, df: 3, delta: -4, p: 0.9999942924672903 },
    { t: 100, df: 2, delta: 40, p: 0.8520858482265982 },
  ])('P(T <= $t) on $df degrees of freedom around $delta is $p', ({ t, df, delta, p }) => {
    expect(Math.abs(noncentralTCdf(t, df, delta) - p)).toBeLessThanOrEqual(1e-9 * p);
  });

  test('gives the interval of d that the R package effectsize 0.8.3 prints', () => {
    // cohens_d(paired = TRUE) on Student's sleep data: t = 4.06212768, n = 10.
    const { lower, upper } = noncentralityInterval(4.06212768338204, 9);
    expect(lower / Math.sqrt(10)).toBeCloseTo(0.414627667667354, 6);
    expect(upper / Math.sqrt(10)).toBeCloseTo(2.1180165087725, 6);
  });

  test('stays finite for an enormous effect', () => {
    const { lower, upper } = noncentralityInterval(400, 3_000);
    expect(lower).toBeLessThan(400);
    expect(upper).toBeGreaterThan(400);
  });
});
