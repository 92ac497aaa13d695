import { describe, expect, test } from 'vitest';
import { pChart, xmrChart } from '../../../shared/stats/control-chart.ts';
import type { BetterIs } from '../../../shared/stats/estimate.ts';
import { type SpecialCause, signals } from '../../../shared/stats/special-cause.ts';

/** Centre 0, limits at 3: so 2 is where the outer third begins. */
function causesOf(...values: readonly number[]): readonly (SpecialCause | null)[] {
  const points = values.map((value) => ({ value, centre: 0, lower: -3, upper: 3 }));
  return signals(points, null).map(({ cause }) => cause);
}

describe('the four rules of Making Data Count', () => {
  test('a point beyond a limit is a signal, a point on it is not', () => {
    expect(causesOf(3.01, -1, 3, -1, -3.01)).toEqual(['above-limit', null, null, null, 'below-limit']);
  });

  test('seven rising or falling points are a trend, six are not', () => {
    expect(causesOf(-1, -0.7, -0.4, 0.1, 0.4, 0.7)).toEqual(Array(6).fill(null));
    expect(causesOf(-1, -0.7, -0.4, 0.1, 0.4, 0.7, 1)).toEqual(Array(7).fill('rising'));
    expect(causesOf(1, 0.7, 0.4, 0.1, -0.4, -0.7, -1)).toEqual(Array(7).fill('falling'));
  });

  test('two equal values break a trend', () => {
    expect(causesOf(-1, -0.7, -0.4, -0.4, 0.4, 0.7, 1)).toEqual(Array(7).fill(null));
  });

  test('a turning point belongs to the later trend', () => {
    const up = [-0.9, -0.6, -0.3, 0.1, 0.3, 0.6, 0.9];
    const down = [0.7, 0.5, 0.2, -0.2, -0.5, -0.8];
    expect(causesOf(...up, ...down)).toEqual([...Array(6).fill('rising'), ...Array(7).fill('falling')]);
  });

  test('two of three in the outer third on one side are a signal, wherever the third lies on that side', () => {
    expect(causesOf(-1, 2.1, 0.5, 2.2, -1)).toEqual([
      null,
      'two-of-three-above',
      null,
      'two-of-three-above',
      null,
    ]);
    expect(causesOf(-1, -2.5, -2, -0.1)).toEqual([null, 'two-of-three-below', 'two-of-three-below', null]);
    expect(causesOf(-1, 2.1, -0.5, 2.2, -1)).toEqual(Array(5).fill(null));
    expect(causesOf(-1, 2.1, 0.5, 0.5, 2.2, -1)).toEqual(Array(6).fill(null));
  });

  test('seven on one side of the centre are a run; a point on the centre breaks it', () => {
    expect(causesOf(1, 2, 1, 1.5, 1, 0.5, 1)).toEqual(Array(7).fill('run-above'));
    expect(causesOf(1, 2, 1, 0, 1, 0.5, 1)).toEqual(Array(7).fill(null));
    expect(causesOf(1, 0.5, 1, 0.5, 1, 0.5)).toEqual(Array(6).fill(null));
  });

  test('fewer than seven points are never a trend or a run', () => {
    expect(causesOf()).toEqual([]);
    expect(causesOf(1)).toEqual([null]);
  });
});

test.for([
  { betterIs: 'lower', readings: ['concern', 'improvement'] },
  { betterIs: 'higher', readings: ['improvement', 'concern'] },
  { betterIs: null, readings: ['neutral', 'neutral'] },
] as const)('where $betterIs is better, high and low points read as $readings', ({ betterIs, readings }) => {
  const points = [4, -4].map((value) => ({ value, centre: 0, lower: -3, upper: 3 }));
  expect(signals(points, betterIs).map(({ reading }) => reading)).toEqual(readings);
});

describe('the XmR chart', () => {
  const lower: { readonly betterIs: BetterIs } = { betterIs: 'lower' };

  test('has limits 2.66 mean moving ranges from the mean', () => {
    // 10 12 11 13 12: ranges 2 1 2 1, mean 1.5; 11.6 +- 3.99.
    expect(xmrChart([10, 12, 11, 13, 12], lower)).toMatchObject({
      mean: expect.closeTo(11.6, 12),
      meanMovingRange: 1.5,
      lower: expect.closeTo(7.61, 12),
      upper: expect.closeTo(15.59, 12),
      points: [10, 12, 11, 13, 12].map((value) => ({ value, reading: 'common-cause' })),
    });
  });

  test('leaves out one wild range when asked to', () => {
    // Ranges 1 1 1 1 1 1 1 20: mean 3.375, screened at 3.267 x 3.375 = 11.03, leaves 1.
    const values = [10, 11, 10, 11, 10, 11, 10, 11, 31];
    expect(xmrChart(values, lower)).toMatchObject({ meanMovingRange: 3.375 });
    expect(xmrChart(values, { betterIs: 'lower', screenMovingRanges: true })).toMatchObject({
      meanMovingRange: 1,
    });
  });

  test.for([
    { values: [], reason: 'no-observations' },
    { values: [5], reason: 'too-few-observations' },
    { values: [5, 5, 5], reason: 'no-variation' },
  ])('there is no chart of $values: $reason', ({ values, reason }) => {
    expect(xmrChart(values, lower)).toEqual({ kind: 'none', reason });
  });
});

describe('the p-chart', () => {
  test('has limits that narrow with n, at three standard errors, within 0..1', () => {
    // Pooled 50 of 200 = 0.25; n 100: 3 sqrt(.1875/100) = 0.129904; n 25: 0.259808.
    const chart = pChart(
      [
        { count: 20, of: 100 },
        { count: 22, of: 75 },
        { count: 0, of: 0 },
        { count: 8, of: 25 },
      ],
      'higher',
    );
    expect(chart).toMatchObject({
      mean: 0.25,
      points: [
        { value: 0.2, lower: expect.closeTo(0.120096, 6), upper: expect.closeTo(0.379904, 6) },
        { value: 22 / 75, lower: expect.closeTo(0.1, 12), upper: expect.closeTo(0.4, 12) },
        { value: 0.32, lower: 0, upper: expect.closeTo(0.509808, 6) },
      ],
    });
  });

  test('does not exist for nobody, or where all or none count', () => {
    expect(pChart([{ count: 0, of: 0 }], 'higher')).toEqual({ kind: 'none', reason: 'no-observations' });
    expect(pChart([{ count: 0, of: 9 }], 'higher')).toEqual({ kind: 'none', reason: 'no-variation' });
  });
});
