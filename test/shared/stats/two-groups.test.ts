import { describe, expect, test } from 'vitest';
import {
  type GroupSummary,
  hedgesDifference,
  standardisedDifference,
  summariseGroup,
  welchDifference,
} from '../../../shared/stats/two-groups.ts';
import { sleep } from './sleep.ts';

// R 4.2.2 datasets::ToothGrowth by supplement (Crampton 1947), as summarised by R.
const orangeJuice = { n: 30, mean: 20.6633333333333, sd: 6.60556104972236 };
const ascorbicAcid = { n: 30, mean: 16.9633333333333, sd: 8.26602866466464 };

test("Welch's interval of the sleep data taken as two groups is R's", () => {
  const first = summariseGroup(sleep.first);
  const second = summariseGroup(sleep.second);
  if (first.kind === 'none' || second.kind === 'none') throw new Error('ten values each');
  // R documentation of t.test: t = -1.8608, df = 17.776, p = 0.07939, -3.3654832 to 0.2054832.
  expect(welchDifference(first, second)).toMatchObject({
    difference: expect.closeTo(-1.58, 12),
    lower: expect.closeTo(-3.3654832307117104, 9),
    upper: expect.closeTo(0.20548323071171137, 9),
    t: expect.closeTo(-1.8608134674868526, 10),
    df: expect.closeTo(17.776473516178488, 9),
    p: expect.closeTo(0.0793941401873583, 10),
  });
});

describe('ToothGrowth by supplement', () => {
  test("has Welch's test of R", () => {
    expect(welchDifference(orangeJuice, ascorbicAcid)).toMatchObject({
      lower: expect.closeTo(-0.171015618367165, 9),
      upper: expect.closeTo(7.57101561836716, 9),
      df: expect.closeTo(55.3094326826406, 9),
      p: expect.closeTo(0.0606345078809341, 10),
    });
  });

  test('has d and g with the exact intervals of effectsize 0.8.3', () => {
    expect(standardisedDifference(orangeJuice, ascorbicAcid)).toMatchObject({
      d: expect.closeTo(0.494520140545086, 9),
      lower: expect.closeTo(-0.021510127750808, 6),
      upper: expect.closeTo(1.00642099131492, 6),
    });
    expect(standardisedDifference(orangeJuice, ascorbicAcid, { corrected: true })).toMatchObject({
      d: expect.closeTo(0.488093149608472, 9),
      lower: expect.closeTo(-0.0212305731184173, 6),
      upper: expect.closeTo(0.993341122449576, 6),
    });
  });

  test("has metafor's g and variance", () => {
    expect(hedgesDifference(orangeJuice, ascorbicAcid)).toMatchObject({
      g: expect.closeTo(0.488093149608472, 9),
      variance: expect.closeTo(0.0686519576891226, 9),
      lower: expect.closeTo(-0.0254471783335509, 9),
      upper: expect.closeTo(1.00163347755049, 9),
    });
  });
});

test('groups that do not vary or hardly exist are not compared', () => {
  const flat: GroupSummary = { n: 5, mean: 10, sd: 0 };
  expect(summariseGroup([])).toEqual({ kind: 'none', reason: 'no-observations' });
  expect(summariseGroup([4])).toEqual({ kind: 'none', reason: 'too-few-observations' });
  expect(welchDifference(flat, flat)).toEqual({ kind: 'none', reason: 'no-variation' });
  expect(standardisedDifference(flat, flat)).toEqual({ kind: 'none', reason: 'no-variation' });
  expect(hedgesDifference(flat, flat)).toEqual({ kind: 'none', reason: 'no-variation' });
});
