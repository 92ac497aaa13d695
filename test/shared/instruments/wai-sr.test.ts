import { describe, expect, test } from 'vitest';
import { assessed, codes, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('WAI-SR (client)', () => {
  golden('wai-sr', [
    { points: times(12, 1), sum: '12 x 1 = 12', total: 12, scores: { task: 4, bond: 4, goal: 4 } },
    {
      // task 1, 2, 10, 12; bond 3, 5, 7, 9; goal 4, 6, 8, 11
      points: [5, 4, 1, 2, 2, 3, 3, 4, 4, 3, 5, 2],
      sum: 'task 5+4+3+2 = 14, bond 1+2+3+4 = 10, goal 2+3+4+5 = 14; 38',
      total: 38,
      scores: { task: 14, bond: 10, goal: 14 },
    },
    { points: times(12, 5), sum: '12 x 5 = 60', total: 60, scores: { task: 20, bond: 20, goal: 20 } },
  ]);
  eachItemIsNeeded('wai-sr', times(12, 3), [1, 12]);
});

describe('WAI-SRT (therapist)', () => {
  test('until the item count is set nobody guesses: review, no total', () => {
    const assessment = assessed('wai-srt', times(10, 4));
    expect(assessment).toMatchObject({ outcome: 'review', total: null, scores: [] });
    expect(codes(assessment)).toEqual(['keying-unset']);
  });

  describe('ten items', () => {
    golden(
      'wai-srt',
      [
        { points: times(10, 1), sum: '10 x 1 / 10 = 1', total: 1 },
        { points: [5, 5, 5, 4, 4, 4, 3, 3, 2, 2], sum: '37 / 10 = 3.7', total: 3.7 },
        { points: times(10, 5), sum: '10 x 5 / 10 = 5', total: 5 },
      ],
      { keying: { 'wai-srt': { items: 10 } } },
    );

    test('a twelve-item form is not scored as ten', () => {
      expect(
        codes(
          assessed('wai-srt', times(10, 3), {
            keying: { 'wai-srt': { items: 10 } },
            overrides: {
              item: Array.from({ length: 12 }, (_, index) => ({
                linkId: `${index + 1}`,
                answer: [{ valueInteger: 3 }],
              })),
            },
          }),
        ),
      ).toContain('item-unknown');
    });
  });

  describe('twelve items', () => {
    golden(
      'wai-srt',
      [{ points: [...times(6, 5), ...times(6, 2)], sum: '(6 x 5 + 6 x 2) / 12 = 3.5', total: 3.5 }],
      { keying: { 'wai-srt': { items: 12 } } },
    );

    test('ten answers are two too few', () => {
      expect(assessed('wai-srt', times(10, 3), { keying: { 'wai-srt': { items: 12 } } }).outcome).toBe(
        'incomplete',
      );
    });
  });

  test('a patient is never its author', () => {
    const assessment = assessed('wai-srt', times(10, 4), {
      overrides: { author: { reference: 'Patient/p1' } },
      keying: { 'wai-srt': { items: 10 } },
    });
    expect(assessment).toMatchObject({ outcome: 'rejected', total: null });
  });

  test('client and therapist scores never share a code', () => {
    const client = assessed('wai-sr', times(12, 3)).scores.map(({ code }) => code);
    const therapist = assessed('wai-srt', times(10, 3), { keying: { 'wai-srt': { items: 10 } } }).scores;
    expect(client).not.toContain(therapist[0]?.code);
  });
});
