import { describe, expect, test } from 'vitest';
import { funnel, funnelLimits } from '../../../shared/stats/funnel.ts';

test('limits by hand: a target of one half and 100 people', () => {
  // Standard error 0.05; 1.959964 and 3.090232 of them (normal 97.5 % and 99.9 % points).
  expect(funnelLimits(0.5, 100)).toEqual({
    warning: { lower: expect.closeTo(0.4020018, 7), upper: expect.closeTo(0.5979982, 7) },
    action: { lower: expect.closeTo(0.3454884, 7), upper: expect.closeTo(0.6545116, 7) },
  });
});

test('limits by UKHSA: a pooled 80.642448 % at populations of 4 and 110 000', () => {
  // PHEindicatormethods 093fd28, its funnel test data: percentages with six decimals.
  const small = funnelLimits(0.80642448, 4);
  expect(100 * small.warning.lower).toBeCloseTo(41.923356, 5);
  expect(100 * small.action.lower).toBeCloseTo(19.594903, 5);
  expect(small.warning.upper).toBe(1);
  const large = funnelLimits(0.80642448, 110_000);
  expect(100 * large.warning.lower).toBeCloseTo(80.408963, 5);
  expect(100 * large.action.upper).toBeCloseTo(81.010578, 5);
});

describe('programs around their pooled rate', () => {
  // Pooled 500 of 1000; 100 people each: warning 40.2-59.8, action 34.5-65.5.
  const counts = [50, 60, 66, 40, 34, 45, 55, 50, 50, 50];
  const programs = counts.map((count) => ({ count, of: 100 }));

  test('are placed by the limits of their own size', () => {
    expect(funnel(programs, { overdispersion: 'ignore' })).toMatchObject({
      target: 0.5,
      programs: [
        { proportion: 0.5, position: 'within' },
        { proportion: 0.6, position: 'above-warning' },
        { proportion: 0.66, position: 'above-action' },
        { proportion: 0.4, position: 'below-warning' },
        { proportion: 0.34, position: 'below-action' },
        ...[0.45, 0.55, 0.5, 0.5, 0.5].map((proportion) => ({ proportion, position: 'within' })),
      ],
    });
  });

  test('have wider limits where they differ more than chance explains', () => {
    // z: 0 2 3.2 -2 -3.2 -1 1 0 0 0; one of ten pulled in on each side: squares 0 4 4 4 4 1 1 0 0 0 sum to 18.
    const inflated = funnel(programs, { overdispersion: 'inflate' });
    expect(inflated).toMatchObject({ dispersion: expect.closeTo(1.8, 10) });
    if (inflated.kind === 'none') throw new Error(inflated.reason);
    expect(inflated.programs[1]).toMatchObject({ position: 'within' });
    expect(inflated.programs[2]).toMatchObject({ position: 'above-warning' });
  });

  test('fewer than ten programs are judged by chance alone: whoever stands out must not widen its own limits', () => {
    // Pooled 120 of 200. Mean square of z = 4.0825 is 16.7; as inflation it would hide both.
    const two = funnel(
      [
        { count: 80, of: 100 },
        { count: 40, of: 100 },
      ],
      { overdispersion: 'inflate' },
    );
    expect(two).toMatchObject({
      inflation: 1,
      dispersion: expect.closeTo(16.6667, 3),
      programs: [{ position: 'above-action' }, { position: 'below-action' }],
    });
  });

  test('a program without people has no place', () => {
    expect(funnel([...programs, { count: 0, of: 0 }], { overdispersion: 'inflate' })).toMatchObject({
      target: 0.5,
      programs: { 10: null },
    });
  });
});

test('there is no funnel of nobody, or where all succeed', () => {
  expect(funnel([], { overdispersion: 'ignore' })).toEqual({ kind: 'none', reason: 'no-observations' });
  expect(funnel([{ count: 5, of: 5 }], { overdispersion: 'ignore' })).toEqual({
    kind: 'none',
    reason: 'no-variation',
  });
});
