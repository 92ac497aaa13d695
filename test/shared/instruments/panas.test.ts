import { describe, expect, test } from 'vitest';
import { assessed, scoresById, times } from '../scoring/assess.ts';
import { golden } from './golden.ts';

const positive = new Set([1, 3, 5, 9, 10, 12, 14, 16, 17, 19]);

describe('PANAS', () => {
  golden('panas', [
    {
      points: times(20, 1),
      sum: '10 x 1 each, no total',
      total: null,
      scores: { 'positive-affect': 10, 'negative-affect': 10 },
    },
    {
      points: Array.from({ length: 20 }, (_, index) => (positive.has(index + 1) ? 5 : 1)),
      sum: 'positive 10 x 5 = 50, negative 10 x 1 = 10',
      total: null,
      scores: { 'positive-affect': 50, 'negative-affect': 10 },
    },
    {
      points: Array.from({ length: 20 }, (_, index) => (index % 5) + 1),
      // positive 1,3,5,4,5,2,4,1,2,4 at items 1,3,5,9,10,12,14,16,17,19; the whole is 4 x 15 = 60
      sum: 'positive 1+3+5+4+5+2+4+1+2+4 = 31, negative 60 - 31 = 29',
      total: null,
      scores: { 'positive-affect': 31, 'negative-affect': 29 },
    },
  ]);

  test('with item 2 missing the negative score is absent, the positive one stands, the form is incomplete', () => {
    const assessment = assessed('panas', [3, null, ...times(18, 3)]);
    expect(assessment).toMatchObject({ outcome: 'incomplete', total: null });
    expect(scoresById(assessment)).toEqual({ 'positive-affect': 30 });
  });
});

describe('I-PANAS-SF', () => {
  golden('i-panas-sf', [
    {
      points: times(10, 1),
      sum: '5 x 1 each',
      total: null,
      scores: { 'positive-affect': 5, 'negative-affect': 5 },
    },
    {
      // positive 3, 5, 7, 8, 10; negative 1, 2, 4, 6, 9
      points: [1, 2, 5, 3, 4, 1, 3, 5, 2, 4],
      sum: 'positive 5+4+3+5+4 = 21, negative 1+2+3+1+2 = 9',
      total: null,
      scores: { 'positive-affect': 21, 'negative-affect': 9 },
    },
    {
      points: times(10, 5),
      sum: '5 x 5 each',
      total: null,
      scores: { 'positive-affect': 25, 'negative-affect': 25 },
    },
  ]);

  test('with item 3 missing only the negative score stands', () => {
    expect(scoresById(assessed('i-panas-sf', [3, 3, null, ...times(7, 3)]))).toEqual({
      'negative-affect': 15,
    });
  });
});
