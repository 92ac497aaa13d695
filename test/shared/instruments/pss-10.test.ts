import { describe } from 'vitest';
import { times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('PSS-10, items 4, 5, 7, 8 reversed', () => {
  golden('pss-10', [
    { points: [0, 0, 0, 4, 4, 0, 4, 4, 0, 0], sum: 'least: 6 x 0 + 4 x (4 - 4) = 0', total: 0 },
    { points: times(10, 0), sum: '6 x 0 + 4 x (4 - 0) = 16', total: 16 },
    { points: times(10, 2), sum: 'all midpoint: 6 x 2 + 4 x (4 - 2) = 20', total: 20 },
    { points: [1, 2, 3, 1, 2, 3, 3, 0, 4, 1], sum: '1+2+3+3+4+1 = 14, reversed 3+2+1+4 = 10; 24', total: 24 },
    { points: [4, 4, 4, 0, 0, 4, 0, 0, 4, 4], sum: 'most: 6 x 4 + 4 x 4 = 40', total: 40 },
  ]);
  eachItemIsNeeded('pss-10', times(10, 2), [1, 4, 10]);
});
