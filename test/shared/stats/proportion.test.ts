import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clopperPearsonInterval,
  wilsonContinuityCorrected,
  wilsonInterval,
} from '../../../shared/stats/proportion.ts';

// Newcombe (1998), Stat Med 17:857, table I: the four worked examples, methods 3, 4 and 5.
const newcombe = [
  { x: 81, n: 263, wilson: [0.2553, 0.3662], corrected: [0.2535, 0.3682], exact: [0.2527, 0.3676] },
  { x: 15, n: 148, wilson: [0.0624, 0.1605], corrected: [0.0598, 0.1644], exact: [0.0578, 0.1617] },
  { x: 0, n: 20, wilson: [0, 0.1611], corrected: [0, 0.2005], exact: [0, 0.1684] },
  { x: 1, n: 29, wilson: [0.0061, 0.1718], corrected: [0.0018, 0.1963], exact: [0.0009, 0.1776] },
] as const;

describe('the published limits', () => {
  test.for(newcombe)('Wilson for $x of $n', ({ x, n, wilson: [lower, upper] }) => {
    const interval = wilsonInterval(x, n);
    expect(interval).toMatchObject({ kind: 'estimated', proportion: x / n, level: 0.95 });
    expect(interval).toMatchObject({ lower: expect.closeTo(lower, 4), upper: expect.closeTo(upper, 4) });
  });

  test.for(newcombe)(
    'Wilson with continuity correction for $x of $n',
    ({ x, n, corrected: [lower, upper] }) => {
      expect(wilsonContinuityCorrected(x, n)).toMatchObject({
        lower: expect.closeTo(lower, 4),
        upper: expect.closeTo(upper, 4),
      });
    },
  );

  test.for(newcombe)('Clopper-Pearson for $x of $n', ({ x, n, exact: [lower, upper] }) => {
    expect(clopperPearsonInterval(x, n)).toMatchObject({
      lower: expect.closeTo(lower, 4),
      upper: expect.closeTo(upper, 4),
    });
  });
});

test('0 of 0 is no rate', () => {
  for (const interval of [wilsonInterval, wilsonContinuityCorrected, clopperPearsonInterval]) {
    expect(interval(0, 0)).toEqual({ kind: 'none', reason: 'no-observations' });
  }
});

test('none of n has lower limit exactly 0, all of n upper limit exactly 1', () => {
  for (const interval of [wilsonInterval, wilsonContinuityCorrected, clopperPearsonInterval]) {
    expect(interval(0, 7)).toMatchObject({ proportion: 0, lower: 0 });
    expect(interval(7, 7)).toMatchObject({ proportion: 1, upper: 1 });
  }
});

test('a count that cannot be of its total is a bug', () => {
  for (const count of [-1, 11, Number.NaN]) expect(() => wilsonInterval(count, 10)).toThrow(RangeError);
});

test('limits enclose the proportion within 0..1, and mirror when successes become failures', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, share) => {
        const x = Math.round(n * share);
        for (const interval of [wilsonInterval, wilsonContinuityCorrected, clopperPearsonInterval]) {
          const estimate = interval(x, n);
          const mirrored = interval(n - x, n);
          if (estimate.kind === 'none' || mirrored.kind === 'none') throw new Error('n is at least 1');
          const { lower, upper } = estimate;
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(upper).toBeLessThanOrEqual(1);
          expect(lower).toBeLessThanOrEqual(x / n);
          expect(upper).toBeGreaterThanOrEqual(x / n);
          expect(mirrored.lower).toBeCloseTo(1 - upper, 10);
        }
      },
    ),
    { numRuns: 300 },
  );
});
