import { describe } from 'vitest';
import { times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('WHO-5', () => {
  golden('who-5', [
    { points: times(5, 0), sum: '0 x 4 = 0 %', total: 0, scores: { raw: 0 } },
    {
      points: [1, 1, 1, 2, 2],
      sum: '7 x 4 = 28 %, likely depression up to here',
      total: 28,
      scores: { raw: 7 },
    },
    {
      points: [2, 2, 2, 3, 3],
      sum: '12 x 4 = 48 %, poor well-being (raw below 13)',
      total: 48,
      scores: { raw: 12 },
    },
    { points: [2, 2, 3, 3, 3], sum: '13 x 4 = 52 %', total: 52, scores: { raw: 13 } },
    { points: times(5, 5), sum: '25 x 4 = 100 %', total: 100, scores: { raw: 25 } },
  ]);
  eachItemIsNeeded('who-5', times(5, 3), [1, 5]);
});
