import { describe, expect, test } from 'vitest';
import { responseTo } from '../../builders/questionnaire-response.ts';
import { assess, assessed, names, only, scoresById, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('PHQ-4', () => {
  golden('phq-4', [
    { points: [0, 0, 0, 0], sum: '0 = 0', total: 0, band: 'normal', scores: { anxiety: 0, depression: 0 } },
    {
      points: [1, 1, 0, 0],
      sum: 'anxiety 1 + 1 = 2',
      total: 2,
      band: 'normal',
      scores: { anxiety: 2, depression: 0 },
    },
    {
      points: [0, 0, 2, 1],
      sum: 'depression 2 + 1 = 3',
      total: 3,
      band: 'mild',
      scores: { anxiety: 0, depression: 3 },
    },
    { points: [1, 1, 1, 2], sum: '2 + 3 = 5', total: 5, band: 'mild', scores: { anxiety: 2, depression: 3 } },
    {
      points: [3, 3, 0, 0],
      sum: '6 + 0 = 6',
      total: 6,
      band: 'moderate',
      scores: { anxiety: 6, depression: 0 },
    },
    {
      points: [2, 2, 2, 2],
      sum: '4 + 4 = 8',
      total: 8,
      band: 'moderate',
      scores: { anxiety: 4, depression: 4 },
    },
    {
      points: [3, 2, 2, 2],
      sum: '5 + 4 = 9',
      total: 9,
      band: 'severe',
      scores: { anxiety: 5, depression: 4 },
    },
    {
      points: [3, 3, 3, 3],
      sum: '6 + 6 = 12',
      total: 12,
      band: 'severe',
      scores: { anxiety: 6, depression: 6 },
    },
  ]);
  eachItemIsNeeded('phq-4', times(4, 1), [1, 4]);

  test('half a form still yields the half that is whole', () => {
    expect(scoresById(assessed('phq-4', [3, 2, null, 1]))).toEqual({ anxiety: 5 });
  });

  test('PHQ-2 and GAD-2 come as results of their own', () => {
    const found = assess(responseTo('phq-4', [1, 2, 3, 0]));
    expect(names(found)).toEqual(['phq-4', 'gad-2', 'phq-2']);
    expect([only(found, 'gad-2').total, only(found, 'phq-2').total]).toEqual([1 + 2, 3 + 0]);
  });
});
