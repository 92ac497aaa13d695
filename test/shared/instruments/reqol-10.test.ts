import { describe, expect, test } from 'vitest';
import { assessed, codes, times } from '../scoring/assess.ts';
import { golden } from './golden.ts';

const keying = { 'reqol-10': { 'reversed-items': [1, 3, 6, 9] } };

describe('ReQoL-10', () => {
  test('until the reversed items are set nobody guesses: review, no total, and the alert works', () => {
    const assessment = assessed('reqol-10', [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(assessment).toMatchObject({ outcome: 'review', total: null, scores: [] });
    expect(assessment.issues).toMatchObject([{ code: 'keying-unset', linkId: 'reqol-10.reversed-items' }]);
    expect(assessment.critical).toMatchObject([{ item: '6', state: 'positive' }]);
  });

  test('a missing answer is told before the unset keying', () => {
    const assessment = assessed('reqol-10', [...times(9, 0), null]);
    expect(assessment.outcome).toBe('incomplete');
    expect(codes(assessment)).toEqual(['keying-unset', 'item-missing']);
  });

  describe('items 1, 3, 6, 9 reversed', () => {
    golden(
      'reqol-10',
      [
        { points: [4, 0, 4, 0, 0, 4, 0, 0, 4, 0], sum: 'worst: 4 x (4 - 4) + 6 x 0 = 0', total: 0 },
        { points: times(10, 0), sum: '4 x (4 - 0) + 6 x 0 = 16', total: 16 },
        { points: times(10, 2), sum: 'all midpoint is its own mirror: 10 x 2 = 20', total: 20 },
        {
          points: [1, 3, 2, 2, 2, 1, 2, 2, 1, 2],
          sum: '3 + 2 + 3 + 3 + 3 + 5 x 2 = 24, last clinical',
          total: 24,
        },
        { points: [1, 3, 1, 2, 2, 1, 2, 2, 1, 2], sum: '4 x 3 + 3 + 5 x 2 = 25', total: 25 },
        {
          points: [0, 4, 0, 4, 4, 0, 4, 4, 0, 4, 2],
          sum: 'best: 4 x 4 + 6 x 4 = 40; item 11 is not in it',
          total: 40,
        },
      ],
      { keying },
    );

    test('one missing is incomplete', () => {
      expect(assessed('reqol-10', [...times(9, 2), null], { keying })).toMatchObject({
        outcome: 'incomplete',
        total: null,
      });
    });
  });

  test.for([
    { points: 0, state: 'negative' },
    { points: 1, state: 'positive' },
    { points: 4, state: 'positive' },
    { points: null, state: 'unknown' },
  ])('item 6 at printed frequency $points is $state, keyed or not', ({ points, state }) => {
    const answers = times(10, 2).map((value, index) => (index === 5 ? points : value));
    expect(assessed('reqol-10', answers).critical).toMatchObject([{ state }]);
    expect(assessed('reqol-10', answers, { keying }).critical).toMatchObject([{ state }]);
  });
});
