import { describe, expect, test } from 'vitest';
import {
  changeInterval,
  hedgesChange,
  standardisedChange,
} from '../../../shared/stats/change-effect-size.ts';
import { hedgesCorrection } from '../../../shared/stats/hedges-correction.ts';
import { type ChangeSummary, pairedTInterval, summariseChange } from '../../../shared/stats/mean-change.ts';
import { sleep } from './sleep.ts';

function summaryOf(first: readonly number[], last: readonly number[]): ChangeSummary {
  const summary = summariseChange(first, last);
  if (summary.kind === 'none') throw new Error(summary.reason);
  return summary;
}

const sleepSummary = summaryOf(sleep.first, sleep.second);

describe("Student's sleep data", () => {
  test('has the paired t interval that R prints', () => {
    expect(sleepSummary).toMatchObject({
      n: 10,
      meanFirst: expect.closeTo(0.75, 12),
      meanLast: expect.closeTo(2.33, 12),
    });
    // R 4.2.2: t.test(paired = TRUE).
    expect(pairedTInterval(sleepSummary)).toMatchObject({
      meanChange: expect.closeTo(1.58, 12),
      lower: expect.closeTo(0.700114236723018, 10),
      upper: expect.closeTo(2.45988576327698, 10),
      t: expect.closeTo(4.06212768338204, 10),
      df: 9,
      p: expect.closeTo(0.00283289019738427, 12),
    });
  });

  test.for([
    { by: 'change', d: 1.28455756259105 },
    { by: 'average', d: 0.833496341312704 },
    { by: 'repeated-measures', d: 0.822176638386309 },
    { by: 'baseline', d: 0.883170190360538 },
  ] as const)('changed by $d standard deviations of $by (effectsize 0.8.3 and textbook)', ({ by, d }) => {
    expect(standardisedChange(sleepSummary, by)).toEqual({ kind: 'estimated', d: expect.closeTo(d, 10) });
  });

  test('is standardised by an SD from outside when one is given', () => {
    expect(standardisedChange(sleepSummary, { referenceSd: 2 })).toMatchObject({
      d: expect.closeTo(0.79, 12),
    });
  });

  test('has the exact intervals of d_z and g_z (effectsize 0.8.3)', () => {
    expect(changeInterval(sleepSummary)).toMatchObject({
      lower: expect.closeTo(0.414627667667354, 6),
      upper: expect.closeTo(2.1180165087725, 6),
    });
    expect(changeInterval(sleepSummary, { corrected: true })).toMatchObject({
      d: expect.closeTo(1.1739249035142, 10),
      lower: expect.closeTo(0.378917814923702, 6),
      upper: expect.closeTo(1.93560210776931, 6),
    });
  });

  test.for([
    { by: 'smcc', g: 1.1739249035142, variance: 0.168904983954542, lower: 0.368417895182574 },
    { by: 'smcr', g: 0.807107062150144, variance: 0.0735370493219163, lower: 0.275609605180222 },
    { by: 'smcrh', g: 0.807107062150144, variance: 0.0740892348041093, lower: null },
  ] as const)('has the $by of metafor 3.8.1', ({ by, g, variance, lower }) => {
    const change = hedgesChange(sleepSummary, by);
    expect(change).toMatchObject({ g: expect.closeTo(g, 9), variance: expect.closeTo(variance, 9) });
    if (lower !== null) expect(change).toMatchObject({ lower: expect.closeTo(lower, 9) });
  });
});

describe('no number where there is none', () => {
  test('one pair has no change to speak of, none has no observations', () => {
    expect(summariseChange([], [])).toEqual({ kind: 'none', reason: 'no-observations' });
    expect(summariseChange([12], [6])).toEqual({ kind: 'none', reason: 'too-few-observations' });
  });

  test('when everybody changed alike there is no interval and no d_z, but d_pre exists', () => {
    const alike = summaryOf([10, 14, 18], [7, 11, 15]);
    expect(pairedTInterval(alike)).toEqual({ kind: 'none', reason: 'no-variation' });
    expect(standardisedChange(alike, 'change')).toEqual({ kind: 'none', reason: 'no-variation' });
    expect(changeInterval(alike)).toEqual({ kind: 'none', reason: 'no-variation' });
    expect(standardisedChange(alike, 'baseline')).toEqual({ kind: 'estimated', d: -0.75 });
  });

  test('when everybody started alike nothing is standardised by the baseline', () => {
    const alike = summaryOf([10, 10, 10], [7, 8, 9]);
    expect(alike.correlation).toBeNull();
    expect(standardisedChange(alike, 'baseline')).toEqual({ kind: 'none', reason: 'no-variation' });
    expect(standardisedChange(alike, 'repeated-measures')).toEqual({ kind: 'none', reason: 'no-variation' });
    expect(hedgesChange(alike, 'smcr')).toEqual({ kind: 'none', reason: 'no-variation' });
  });

  test('two pairs are too few for the small-sample correction', () => {
    const two = summaryOf([10, 14], [7, 8]);
    expect(hedgesChange(two, 'smcc')).toEqual({ kind: 'none', reason: 'too-few-observations' });
    expect(changeInterval(two, { corrected: true })).toEqual({
      kind: 'none',
      reason: 'too-few-observations',
    });
  });
});

test("Hedges' correction is the exact one, not 1 - 3/(4m - 1)", () => {
  // J(2) = Γ(1) / (1 Γ(1/2)) = 1/sqrt(π), by hand; the shortcut gives 0.5714.
  expect(hedgesCorrection(2)).toBeCloseTo(1 / Math.sqrt(Math.PI), 12);
  // metafor 3.8.1 for n = 10 and n = 40.
  expect(hedgesCorrection(9)).toBeCloseTo(0.913874891792553, 12);
  expect(hedgesCorrection(39)).toBeCloseTo(0.980624238680338, 12);
  expect(hedgesCorrection(1)).toBeNull();
});
