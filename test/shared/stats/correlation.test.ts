import { describe, expect, test } from 'vitest';
import { partialCorrelation, pearson, spearman, williamsTest } from '../../../shared/stats/correlation.ts';
import { attitude } from './attitude.ts';

describe('the attitude survey', () => {
  test("has Pearson's r, Fisher's interval and p of R's cor.test", () => {
    expect(pearson(attitude.complaints, attitude.rating)).toMatchObject({
      n: 30,
      r: expect.closeTo(0.825417569542146, 12),
      lower: expect.closeTo(0.662012769870953, 10),
      upper: expect.closeTo(0.913913891353669, 10),
      p: expect.closeTo(1.98768220828403e-8, 16),
    });
    expect(pearson(attitude.learning, attitude.rating)).toMatchObject({
      r: expect.closeTo(0.623678164500211, 12),
      lower: expect.closeTo(0.33974750426144, 10),
      upper: expect.closeTo(0.803424329507951, 10),
    });
  });

  test("has Spearman's rho of R, ties at their mean rank", () => {
    expect(spearman(attitude.complaints, attitude.rating)).toMatchObject({
      r: expect.closeTo(0.832200562268763, 12),
    });
  });

  test("tells the two correlations apart by Williams' t (psych::r.test)", () => {
    const t = williamsTest({
      first: 0.825417569542146,
      second: 0.623678164500211,
      between: 0.596735806267436,
      n: 30,
    });
    expect(t).toEqual({
      kind: 'estimated',
      t: expect.closeTo(2.07357274769346, 10),
      df: 27,
      p: expect.closeTo(0.0477842635970371, 10),
    });
  });
});

test('a partial correlation by hand', () => {
  // (0.5 - 0.6 x 0.4) / sqrt((1 - 0.36)(1 - 0.16)) = 0.26 / sqrt(0.5376) = 0.354604.
  const partial = partialCorrelation({ xy: 0.5, xz: 0.6, yz: 0.4, n: 103 });
  expect(partial).toMatchObject({ r: expect.closeTo(0.354604, 6) });
  // Fisher: atanh(0.354604) = 0.370700, less 1.959964 / sqrt(103 - 3 - 1) = 0.196984; tanh(0.173716) = 0.171990 (Python's math).
  expect(partial).toMatchObject({ lower: expect.closeTo(0.17199, 6) });
});

test('a perfect correlation keeps finite limits', () => {
  expect(pearson([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])).toMatchObject({ r: 1, lower: 1, upper: 1, p: 0 });
});

test.for([
  { x: [], y: [], reason: 'no-observations' },
  { x: [1, 2, 3], y: [3, 1, 2], reason: 'too-few-observations' },
  { x: [1, 2, 3, 4], y: [5, 5, 5, 5], reason: 'no-variation' },
])('there is no correlation of $x with $y: $reason', ({ x, y, reason }) => {
  expect(pearson(x, y)).toEqual({ kind: 'none', reason });
  expect(spearman(x, y)).toEqual({ kind: 'none', reason });
});

test('comparisons without enough people or with one predictor twice do not exist', () => {
  expect(partialCorrelation({ xy: 0.5, xz: 0.6, yz: 0.4, n: 4 })).toEqual({
    kind: 'none',
    reason: 'too-few-observations',
  });
  expect(partialCorrelation({ xy: 0.5, xz: 1, yz: 0.5, n: 40 })).toEqual({
    kind: 'none',
    reason: 'no-variation',
  });
  expect(williamsTest({ first: 0.5, second: 0.4, between: 0.3, n: 3 })).toEqual({
    kind: 'none',
    reason: 'too-few-observations',
  });
  expect(williamsTest({ first: 0.5, second: 0.5, between: 1, n: 30 })).toEqual({
    kind: 'none',
    reason: 'no-variation',
  });
});
