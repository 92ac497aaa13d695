import { describe } from 'vitest';
import { times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('GAD-7', () => {
  golden('gad-7', [
    { points: times(7, 0), sum: '7 x 0 = 0', total: 0, band: 'minimal' },
    { points: [2, 2, ...times(5, 0)], sum: '2 x 2 = 4', total: 4, band: 'minimal' },
    { points: [2, 2, 1, ...times(4, 0)], sum: '2 x 2 + 1 = 5', total: 5, band: 'mild' },
    { points: [3, 3, 3, ...times(4, 0)], sum: '3 x 3 = 9', total: 9, band: 'mild' },
    { points: [3, 3, 3, 1, 0, 0, 0], sum: '3 x 3 + 1 = 10', total: 10, band: 'moderate' },
    { points: times(7, 2), sum: '7 x 2 = 14', total: 14, band: 'moderate' },
    { points: [3, ...times(6, 2)], sum: '3 + 6 x 2 = 15', total: 15, band: 'severe' },
    { points: times(7, 3), sum: '7 x 3 = 21', total: 21, band: 'severe' },
    { points: [...times(7, 1), 3], sum: 'difficulty is not in the total: 7 x 1 = 7', total: 7, band: 'mild' },
  ]);
  eachItemIsNeeded('gad-7', times(7, 1), [1, 7]);
});
