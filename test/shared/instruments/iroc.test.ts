import { describe, expect, test } from 'vitest';
import { iroc } from '../../../shared/instruments/iroc.ts';
import { times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('I.ROC', () => {
  golden('iroc', [
    { points: times(12, 1), sum: '12 x 1 = 12', total: 12, scores: { home: 3, empowerment: 3 } },
    {
      points: [1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1],
      sum: 'home 6 + opportunity 15 + people 15 + empowerment 6 = 42',
      total: 42,
      scores: { home: 6, opportunity: 15, people: 15, empowerment: 6 },
    },
    { points: times(12, 6), sum: '12 x 6 = 72', total: 72, scores: { opportunity: 18, people: 18 } },
  ]);
  eachItemIsNeeded('iroc', times(12, 3), [1, 12]);

  test('the four quarters are marked descriptive, the total is not', () => {
    expect(
      iroc.scores.filter((score) => 'descriptive' in score && score.descriptive).map(({ id }) => id),
    ).toEqual(['home', 'opportunity', 'people', 'empowerment']);
  });
});
