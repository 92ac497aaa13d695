import { describe } from 'vitest';
import { times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('K10', () => {
  golden('k10', [
    { points: times(10, 1), sum: '10 x 1 = 10', total: 10, band: 'low' },
    { points: [5, 2, ...times(8, 1)], sum: '5 + 2 + 8 = 15', total: 15, band: 'low' },
    { points: [5, 3, ...times(8, 1)], sum: '5 + 3 + 8 = 16', total: 16, band: 'moderate' },
    { points: [3, ...times(9, 2)], sum: '3 + 9 x 2 = 21', total: 21, band: 'moderate' },
    { points: [4, ...times(9, 2)], sum: '4 + 9 x 2 = 22', total: 22, band: 'high' },
    { points: [2, ...times(9, 3)], sum: '2 + 9 x 3 = 29', total: 29, band: 'high' },
    { points: times(10, 3), sum: '10 x 3 = 30', total: 30, band: 'very high' },
    { points: times(10, 5), sum: '10 x 5 = 50', total: 50, band: 'very high' },
    {
      points: [4, 1, null, 4, 1, null, 4, 4, 4, 4],
      sum: 'items 3 and 6 skipped after "none of the time" count 1: 6 x 4 + 4 x 1 = 28',
      total: 28,
      band: 'high',
    },
  ]);
  eachItemIsNeeded('k10', times(10, 2), [1, 3, 6, 10]);
});
