import { describe, expect, test } from 'vitest';
import { assessed, scoresById, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

/** B 1-5, C 6-7, D 8-14, E 15-20. */
const clusters = (b: readonly number[], c: readonly number[], d: readonly number[], e: readonly number[]) => [
  ...b,
  ...c,
  ...d,
  ...e,
];
const least = clusters([2, 0, 0, 0, 0], [2, 0], [2, 2, 0, 0, 0, 0, 0], [2, 2, 0, 0, 0, 0]);

describe('PCL-5', () => {
  golden('pcl-5', [
    {
      points: times(20, 0),
      sum: '20 x 0 = 0',
      total: 0,
      scores: { 'cluster-b': 0, 'cluster-e-count': 0, 'provisional-diagnosis': 0 },
    },
    {
      points: times(20, 4),
      sum: '20 x 4 = 80; clusters 5, 2, 7, 6 items x 4',
      total: 80,
      scores: {
        'cluster-b': 20,
        'cluster-c': 8,
        'cluster-d': 28,
        'cluster-e': 24,
        'cluster-b-count': 5,
        'cluster-c-count': 2,
        'cluster-d-count': 7,
        'cluster-e-count': 6,
        'provisional-diagnosis': 1,
      },
    },
    {
      points: clusters([1, 2, 3, 4, 0], [1, 2], [0, 1, 2, 3, 4, 0, 1], [4, 3, 2, 1, 0, 2]),
      sum: 'B 10 + C 3 + D 11 + E 12 = 36',
      total: 36,
      scores: {
        'cluster-b': 10,
        'cluster-c': 3,
        'cluster-d': 11,
        'cluster-e': 12,
        'cluster-b-count': 3,
        'cluster-c-count': 1,
        'cluster-d-count': 3,
        'cluster-e-count': 4,
        'provisional-diagnosis': 1,
      },
    },
    {
      points: least,
      sum: 'the least that meets the rule: 1 + 1 + 2 + 2 symptoms of 2 = 12',
      total: 12,
      scores: { 'provisional-diagnosis': 1 },
    },
    {
      points: times(20, 1),
      sum: 'below threshold everywhere: 20 x 1 = 20, no diagnosis',
      total: 20,
      scores: { 'cluster-d-count': 0, 'provisional-diagnosis': 0 },
    },
  ]);
  eachItemIsNeeded('pcl-5', times(20, 1), [1, 20]);

  test.for([
    { cluster: 'B', item: 1 },
    { cluster: 'C', item: 6 },
    { cluster: 'D', item: 9 },
    { cluster: 'E', item: 16 },
  ])('one symptom too few in $cluster: no provisional diagnosis', ({ item }) => {
    const points = least.map((value, index) => (index === item - 1 ? 1 : value));
    expect(scoresById(assessed('pcl-5', points))).toMatchObject({ 'provisional-diagnosis': 0 });
  });

  test('with one item missing the clusters it is not in stand, and the rest is absent', () => {
    const { outcome, ...assessment } = assessed('pcl-5', [...times(19, 1), null]);
    expect(outcome).toBe('incomplete');
    expect(scoresById({ outcome, ...assessment })).toEqual({
      'cluster-b': 5,
      'cluster-b-count': 0,
      'cluster-c': 2,
      'cluster-c-count': 0,
      'cluster-d': 7,
      'cluster-d-count': 0,
    });
  });

  test('a program that accepts one missing gets 19 x 2 * 20 / 19 = 40, flagged; the cluster stays absent', () => {
    const assessment = assessed('pcl-5', [...times(19, 2), null], { prorating: { 'pcl-5': 1 } });
    expect(assessment).toMatchObject({ outcome: 'scored', total: 40, prorated: true });
    expect(scoresById(assessment)).not.toHaveProperty('cluster-e');
    expect(scoresById(assessment)).not.toHaveProperty('provisional-diagnosis');
  });
});
