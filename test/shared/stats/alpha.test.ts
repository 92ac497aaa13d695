import { describe, expect, test } from 'vitest';
import { type Alpha, cronbachAlpha, type ItemAnswers } from '../../../shared/stats/alpha.ts';
import { attitude } from './attitude.ts';

function alphaOf(answers: ItemAnswers): Alpha {
  const alpha = cronbachAlpha(answers);
  if (alpha.kind === 'none') throw new Error(alpha.reason);
  return alpha;
}

test('two items by hand: variances 5/3, covariance 1, alpha 0.75', () => {
  // Total variance 16/3; 2 (1 - (10/3) / (16/3)) = 0.75, which is also Spearman-Brown of r = 0.6.
  const alpha = alphaOf({
    columns: [
      [1, 2, 3, 4],
      [2, 1, 4, 3],
    ],
  });
  expect(alpha.alpha).toBeCloseTo(0.75, 12);
  expect(alpha.standardised).toEqual({
    alpha: expect.closeTo(0.75, 12),
    meanCorrelation: expect.closeTo(0.6, 12),
  });
  // SD of the total sqrt(16/3) times sqrt(0.25).
  expect(alpha.standardErrorOfMeasurement).toBeCloseTo(Math.sqrt(16 / 3) / 2, 12);
  expect(alpha.items.map(({ alphaIfDropped }) => alphaIfDropped)).toEqual([null, null]);
});

describe('the attitude survey', () => {
  const alpha = alphaOf({ columns: Object.values(attitude) });

  test('has the alpha and intervals of psych 2.2.9', () => {
    expect(alpha.alpha).toBeCloseTo(0.84314276956476, 10);
    expect(alpha.standardised?.alpha).toBeCloseTo(0.839083803029511, 10);
    expect(alpha.feldt).toEqual({
      lower: expect.closeTo(0.739375685643107, 9),
      upper: expect.closeTo(0.915773072159982, 9),
      level: 0.95,
    });
    expect(alpha.standardError).toBeCloseTo(0.0424356955905744, 10);
    expect(alpha.duhachek95).toEqual({
      lower: expect.closeTo(0.759968806207234, 9),
      upper: expect.closeTo(0.926316732922286, 9),
      level: 0.95,
    });
    expect(alpha.standardErrorOfMeasurement).toBeCloseTo(22.8714213749127, 9);
  });

  test('says what each item adds (psych 2.2.9)', () => {
    expect(alpha.items.map(({ alphaIfDropped }) => alphaIfDropped?.toFixed(6))).toEqual(
      [0.809760206, 0.796917457, 0.827847766, 0.803030975, 0.795386574, 0.863872311, 0.840464868].map(
        (value) => value.toFixed(6),
      ),
    );
    expect(alpha.items[5]?.restCorrelation).toBeCloseTo(0.265034339196676, 10);
  });

  test('is the same when one item is sent the other way round and keyed back', () => {
    const turned = { ...attitude, learning: attitude.learning.map((value) => 100 - value) };
    const again = alphaOf({ columns: Object.values(turned), reversed: { columns: [3], min: 0, max: 100 } });
    expect(again.alpha).toBeCloseTo(alpha.alpha, 12);
    expect(alphaOf({ columns: Object.values(turned) }).alpha).toBeLessThan(0.6);
  });
});

test('a person who left an item out is left out', () => {
  const alpha = alphaOf({
    columns: [
      [1, 2, 9, 3, 4],
      [2, 1, Number.NaN, 4, 3],
    ],
  });
  expect(alpha.n).toBe(4);
  expect(alpha.alpha).toBeCloseTo(0.75, 12);
});

test('an item that nobody answers differently says so instead of NaN', () => {
  const alpha = alphaOf({
    columns: [
      [1, 2, 3, 4],
      [2, 1, 4, 3],
      [2, 2, 2, 2],
    ],
  });
  expect(alpha.standardised).toBeNull();
  expect(alpha.items[2]).toEqual({
    mean: 2,
    sd: 0,
    alphaIfDropped: expect.closeTo(0.75, 12),
    restCorrelation: null,
  });
});

test.for([
  { columns: [], reason: 'no-observations' },
  { columns: [[], []], reason: 'no-observations' },
  { columns: [[1, 2, 3]], reason: 'too-few-observations' },
  { columns: [[1], [2]], reason: 'too-few-observations' },
  {
    columns: [
      [1, 1],
      [2, 2],
    ],
    reason: 'no-variation',
  },
])('there is no alpha of $columns: $reason', ({ columns, reason }) => {
  expect(cronbachAlpha({ columns })).toEqual({ kind: 'none', reason });
});
