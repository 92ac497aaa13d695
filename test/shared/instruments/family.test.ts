import { describe, expect, test } from 'vitest';
import { assessed, scoresById, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('Family APGAR', () => {
  golden('family-apgar', [
    { points: times(5, 0), sum: '0 = 0', total: 0, band: 'severely dysfunctional' },
    { points: [1, 1, 1, 0, 0], sum: '3 x 1 = 3', total: 3, band: 'severely dysfunctional' },
    { points: [2, 2, 0, 0, 0], sum: '2 x 2 = 4', total: 4, band: 'moderately dysfunctional' },
    { points: [2, 2, 2, 0, 0], sum: '3 x 2 = 6', total: 6, band: 'moderately dysfunctional' },
    { points: [2, 2, 2, 1, 0], sum: '3 x 2 + 1 = 7', total: 7, band: 'highly functional' },
    { points: times(5, 2), sum: '5 x 2 = 10', total: 10, band: 'highly functional' },
  ]);
  eachItemIsNeeded('family-apgar', times(5, 1), [1, 5]);
});

describe('SCORE-15', () => {
  const keying = { 'score-15': { 'reversed-items': [2, 4, 5, 7, 8, 9, 11, 12, 13, 14] } };

  test('until the reversed items are set: review, every score absent, the setting named once', () => {
    const assessment = assessed('score-15', times(15, 3));
    expect(assessment).toMatchObject({ outcome: 'review', total: null, scores: [], answered: 15 });
    expect(assessment.issues).toMatchObject([{ code: 'keying-unset', linkId: 'score-15.reversed-items' }]);
  });

  describe('the ten difficulty items reversed', () => {
    golden(
      'score-15',
      [
        {
          points: [1, 5, 1, 5, 5, 1, 5, 5, 5, 1, 5, 5, 5, 5, 1],
          sum: 'best: strengths 5 x 1, others 10 x (6 - 5) = 15',
          total: 15,
          scores: { strengths: 5, difficulties: 5, communication: 5 },
        },
        {
          points: times(15, 3),
          sum: 'all midpoint is its own mirror: 15 x 3 = 45',
          total: 45,
          scores: { strengths: 15, difficulties: 15, communication: 15 },
        },
        {
          points: times(15, 1),
          sum: 'strengths 5 x 1 + others 10 x (6 - 1) = 55',
          total: 55,
          scores: { strengths: 5, difficulties: 25, communication: 25 },
        },
        { points: [5, 1, 5, 1, 1, 5, 1, 1, 1, 5, 1, 1, 1, 1, 5], sum: 'worst: 15 x 5 = 75', total: 75 },
      ],
      { keying },
    );

    test('one missing: no total, whole dimensions stand', () => {
      const assessment = assessed('score-15', [...times(14, 3), null], { keying });
      expect(assessment.outcome).toBe('incomplete');
      expect(scoresById(assessment)).toEqual({ difficulties: 15, communication: 15 });
    });
  });
});
