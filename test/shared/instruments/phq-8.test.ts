import { describe } from 'vitest';
import { times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('PHQ-8', () => {
  golden('phq-8', [
    { points: times(8, 0), sum: '8 x 0 = 0', total: 0, band: 'minimal' },
    { points: [1, 1, 1, 1, 0, 0, 0, 0], sum: '4 x 1 = 4', total: 4, band: 'minimal' },
    { points: [1, 1, 1, 1, 1, 0, 0, 0], sum: '5 x 1 = 5', total: 5, band: 'mild' },
    { points: [2, ...times(7, 1)], sum: '2 + 7 x 1 = 9', total: 9, band: 'mild' },
    { points: [3, ...times(7, 1)], sum: '3 + 7 x 1 = 10', total: 10, band: 'moderate' },
    { points: [3, 3, 3, ...times(5, 1)], sum: '3 x 3 + 5 x 1 = 14', total: 14, band: 'moderate' },
    { points: [1, ...times(7, 2)], sum: '1 + 7 x 2 = 15', total: 15, band: 'moderately severe' },
    { points: [3, 3, 3, ...times(5, 2)], sum: '3 x 3 + 5 x 2 = 19', total: 19, band: 'moderately severe' },
    { points: [3, 3, 3, 3, ...times(4, 2)], sum: '4 x 3 + 4 x 2 = 20', total: 20, band: 'severe' },
    { points: times(8, 3), sum: '8 x 3 = 24', total: 24, band: 'severe' },
  ]);
  eachItemIsNeeded('phq-8', times(8, 1), [8]);
});
