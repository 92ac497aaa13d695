import { describe, expect, test } from 'vitest';
import {
  type Expectation,
  fitExpectation,
  severityAdjusted,
} from '../../../shared/stats/severity-adjustment.ts';
import { attitude } from './attitude.ts';

// Anscombe (1973), American Statistician 27:17, first set.
const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];

describe('the expected last score', () => {
  test("is the published line of Anscombe's first set", () => {
    expect(fitExpectation({ last: y, predictors: [x] })).toEqual({
      kind: 'estimated',
      n: 11,
      intercept: expect.closeTo(3.00009091, 8),
      coefficients: [expect.closeTo(0.50009091, 8)],
      residualSd: expect.closeTo(1.236603322726321, 10),
    });
  });

  test('takes further predictors (statsmodels 0.15.0: rating on complaints and learning)', () => {
    expect(
      fitExpectation({ last: attitude.rating, predictors: [attitude.complaints, attitude.learning] }),
    ).toMatchObject({
      intercept: expect.closeTo(9.870880451054425, 9),
      coefficients: [expect.closeTo(0.6435176361970999, 10), expect.closeTo(0.21119180919370947, 10)],
      residualSd: expect.closeTo(6.8167793269497015, 9),
    });
  });

  test('needs people, spread, and predictors that are not each other', () => {
    expect(fitExpectation({ last: [], predictors: [[]] })).toEqual({
      kind: 'none',
      reason: 'no-observations',
    });
    expect(fitExpectation({ last: [1, 2], predictors: [[3, 4]] })).toEqual({
      kind: 'none',
      reason: 'too-few-observations',
    });
    expect(fitExpectation({ last: y, predictors: [x.map(() => 1)] })).toEqual({
      kind: 'none',
      reason: 'not-identified',
    });
    expect(fitExpectation({ last: y, predictors: [x, x.map((value) => 2 * value + 1)] })).toEqual({
      kind: 'none',
      reason: 'not-identified',
    });
  });
});

describe('observed minus expected', () => {
  // Expected last = 2 + 0.5 first.
  const model: Expectation = { n: 500, intercept: 2, coefficients: [0.5], residualSd: 4 };

  test('is in points, positive when better than people who started alike', () => {
    // Expected 12 10 7; observed 10 9 4: 2, 1 and 3 points lower. SD 1, t(2) = 4.302653, +- 2.484138.
    const courses = { last: [10, 9, 4], predictors: [[20, 16, 10]] };
    expect(severityAdjusted(model, courses, 'lower')).toMatchObject({
      n: 3,
      meanObserved: expect.closeTo(23 / 3, 12),
      meanExpected: expect.closeTo(29 / 3, 12),
      pointsBetter: expect.closeTo(2, 12),
      lower: expect.closeTo(2 - 2.484138, 6),
      upper: expect.closeTo(2 + 2.484138, 6),
    });
    expect(severityAdjusted(model, courses, 'higher')).toMatchObject({
      pointsBetter: expect.closeTo(-2, 12),
    });
  });

  test('of one or of nobody is no mean', () => {
    expect(severityAdjusted(model, { last: [], predictors: [[]] }, 'lower')).toEqual({
      kind: 'none',
      reason: 'no-observations',
    });
    expect(severityAdjusted(model, { last: [5], predictors: [[9]] }, 'lower')).toEqual({
      kind: 'none',
      reason: 'too-few-observations',
    });
  });
});
