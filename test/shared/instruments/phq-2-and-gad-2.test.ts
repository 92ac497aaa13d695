import { describe } from 'vitest';
import { times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe.for(['phq-2', 'gad-2'])('%s', (id) => {
  golden(id, [
    { points: [0, 0], sum: '0 + 0 = 0', total: 0 },
    { points: [2, 1], sum: '2 + 1 = 3', total: 3 },
    { points: [3, 3], sum: '3 + 3 = 6', total: 6 },
  ]);
  eachItemIsNeeded(id, times(2, 1), [1, 2]);
});
