import { describe, expect, test } from 'vitest';
import { flag } from '../../../shared/metrics/episode-flags.ts';
import { nhsFlags } from '../../../shared/metrics/nhs-flags.ts';
import type { ScorePair } from '../../../shared/metrics/score-pair.ts';

type Name = keyof typeof flag;

function pair(
  [first, last]: readonly [number | null, number | null],
  thresholds: Omit<ScorePair, 'first' | 'last'>,
): ScorePair {
  return { first, last, ...thresholds };
}

const phq9 = { caseness: 10, reliableChange: 6, better: 'lower' } as const;
const gad7 = { caseness: 8, reliableChange: 4, better: 'lower' } as const;

function flagsOf(
  depression: readonly [number | null, number | null],
  anxiety: readonly [number | null, number | null],
): readonly string[] {
  const flags = nhsFlags({ depression: pair(depression, phq9), anxiety: pair(anxiety, gad7) });
  return (Object.keys(flag) as Name[]).filter((name) => (flags & flag[name]) !== 0);
}

describe('NHS Talking Therapies, thresholds of PMC8411661 Table 1', () => {
  test.for([
    {
      phq9: [10, 9],
      gad7: [0, 0],
      is: ['atCaseness', 'recovered'],
      why: 'at the cut-off is a case, one below is not',
    },
    { phq9: [9, 9], gad7: [7, 7], is: ['notAtCaseness'], why: 'below both cut-offs' },
    { phq9: [0, 0], gad7: [8, 7], is: ['atCaseness', 'recovered'], why: 'anxiety alone makes a case' },
    {
      phq9: [16, 10],
      gad7: [7, 7],
      is: ['atCaseness', 'improved'],
      why: 'a fall of 6 is reliable, 10 is still a case',
    },
    { phq9: [15, 10], gad7: [7, 7], is: ['atCaseness'], why: 'a fall of 5 is not reliable' },
    {
      phq9: [9, 9],
      gad7: [7, 3],
      is: ['notAtCaseness', 'improved'],
      why: 'a fall of 4 on GAD-7 is reliable',
    },
    { phq9: [15, 9], gad7: [12, 7], is: ['atCaseness', 'recovered', 'improved'], why: 'reliable recovery' },
    { phq9: [15, 9], gad7: [4, 8], is: ['atCaseness'], why: 'one better and one worse is neither' },
    { phq9: [9, 15], gad7: [7, 7], is: ['notAtCaseness', 'deteriorated'], why: 'a rise of 6 is reliable' },
    {
      phq9: [20, 20],
      gad7: [10, 14],
      is: ['atCaseness', 'deteriorated'],
      why: 'worse on one, same on the other',
    },
    {
      phq9: [3, 9],
      gad7: [9, 7],
      is: ['atCaseness', 'recovered', 'deteriorated'],
      why: 'below both, yet reliably worse',
    },
  ] as const)('$why', ({ phq9: depression, gad7: anxiety, is }) => {
    expect(flagsOf(depression, anxiety)).toEqual(expect.arrayContaining([...is]));
    expect(flagsOf(depression, anxiety)).toHaveLength(is.length + 3);
    expect(flagsOf(depression, anxiety)).toEqual(
      expect.arrayContaining(['baseline', 'paired', 'casenessKnown']),
    );
  });

  test.for([
    {
      phq9: [12, null],
      gad7: [9, null],
      is: ['baseline', 'atCaseness', 'casenessKnown'],
      why: 'no last scores',
    },
    {
      phq9: [24, 9],
      gad7: [6, null],
      is: ['baseline', 'atCaseness', 'casenessKnown'],
      why: 'a last score of one measure only',
    },
    {
      phq9: [null, 3],
      gad7: [9, 3],
      is: ['atCaseness', 'casenessKnown'],
      why: 'one first score, and it is a case',
    },
    { phq9: [null, 3], gad7: [7, 3], is: [], why: 'one first score, not a case: the other could be' },
    { phq9: [null, null], gad7: [null, null], is: [], why: 'nothing measured' },
  ] as const)('not measured is never achieved: $why', ({ phq9: depression, gad7: anxiety, is }) => {
    expect(flagsOf(depression, anxiety)).toEqual(is);
  });

  test('where higher is better, a rise is the improvement', () => {
    const who5 = { caseness: 50, reliableChange: 10, better: 'higher' } as const;
    const flags = nhsFlags({ depression: pair([40, 60], who5), anxiety: pair([5, 5], gad7) });
    expect(flags & flag.atCaseness).not.toBe(0);
    expect(flags & flag.recovered).not.toBe(0);
    expect(flags & flag.improved).not.toBe(0);
    expect(flags & flag.deteriorated).toBe(0);
  });

  test('an instrument without thresholds measures nothing', () => {
    expect(nhsFlags({ depression: null, anxiety: pair([12, 3], gad7) })).toBe(
      flag.atCaseness | flag.casenessKnown,
    );
  });
});
