import { describe, expect, test } from 'vitest';
import { responseTo } from '../../builders/questionnaire-response.ts';
import { assess, assessed, codes, scoresById, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

const factors = {
  'goal-and-success-orientation': [1, 2, 3, 4, 5],
  'personal-confidence-and-hope': [7, 8, 9, 10, 11, 12, 13, 19, 21],
  'willingness-to-ask-for-help': [16, 17, 18],
  'reliance-on-others': [6, 22, 23, 24],
  'no-domination-by-symptoms': [14, 15, 20],
};

describe('RAS-R', () => {
  golden('ras-r', [
    { points: times(24, 1), sum: '24 x 1 = 24', total: 24 },
    { points: times(24, 3), sum: 'all midpoint: 24 x 3 = 72', total: 72 },
    { points: [...times(12, 5), ...times(12, 2)], sum: '12 x 5 + 12 x 2 = 84', total: 84 },
    { points: times(24, 5), sum: '24 x 5 = 120', total: 120 },
  ]);

  test('without item 24 there is no total', () => {
    const assessment = assessed('ras-r', [...times(23, 3), null]);
    expect(assessment).toMatchObject({ outcome: 'incomplete', total: null });
    expect(codes(assessment)).toEqual(['keying-unset', 'item-missing']);
  });

  test('until the factors are set they are absent, said once, and the total stands', () => {
    const assessment = assessed('ras-r', times(24, 4));
    expect(scoresById(assessment)).toEqual({ total: 24 * 4 });
    expect(assessment.issues).toMatchObject([{ code: 'keying-unset', linkId: 'ras-r.factors' }]);
    expect(assessment.outcome).toBe('scored');
  });

  test('with the factors set each is the sum of its items', () => {
    const points = times(24, 2).map((value, index) => (index < 5 ? 5 : value));
    expect(scoresById(assessed('ras-r', points, { keying: { 'ras-r': { factors } } }))).toEqual({
      total: 5 * 5 + 19 * 2,
      'goal-and-success-orientation': 5 * 5,
      'personal-confidence-and-hope': 9 * 2,
      'willingness-to-ask-for-help': 3 * 2,
      'reliance-on-others': 4 * 2,
      'no-domination-by-symptoms': 3 * 2,
    });
  });

  test('a 41-item form sent as this one is not scored as if it were', () => {
    const response = responseTo('ras-r', times(24, 3));
    response.item?.push({ linkId: '25', answer: [{ valueInteger: 3 }] });
    expect(assess(response)).toMatchObject([
      { outcome: 'review', total: null, issues: [{ code: 'item-unknown', linkId: '25' }] },
    ]);
  });
});

describe('RAS-R, factors set', () => {
  golden(
    'ras-r',
    [{ points: times(24, 1), sum: '24 x 1 = 24', total: 24, scores: { 'reliance-on-others': 4 } }],
    {
      keying: { 'ras-r': { factors } },
    },
  );
});

describe('RAS-DS', () => {
  golden('ras-ds', [
    {
      points: times(38, 1),
      sum: '38 x 1 = 38; domains 6, 18, 7, 7',
      total: 38,
      scores: {
        'doing-things-i-value': 6,
        'looking-forward': 18,
        'mastering-my-illness': 7,
        'connecting-and-belonging': 7,
      },
    },
    {
      points: [...times(6, 4), ...times(18, 3), ...times(7, 2), ...times(7, 1)],
      sum: '6 x 4 + 18 x 3 + 7 x 2 + 7 x 1 = 24 + 54 + 14 + 7 = 99',
      total: 99,
      scores: {
        'doing-things-i-value': 24,
        'looking-forward': 54,
        'mastering-my-illness': 14,
        'connecting-and-belonging': 7,
      },
    },
    { points: times(38, 4), sum: '38 x 4 = 152', total: 152 },
  ]);
  eachItemIsNeeded('ras-ds', times(38, 2), [1, 38]);
});
