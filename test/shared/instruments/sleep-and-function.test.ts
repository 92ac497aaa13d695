import { describe, expect, test } from 'vitest';
import { assessed, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('ISI', () => {
  golden('isi', [
    { points: times(7, 0), sum: '0 = 0', total: 0, band: 'none' },
    { points: times(7, 1), sum: '7 x 1 = 7', total: 7, band: 'none' },
    { points: [2, ...times(6, 1)], sum: '2 + 6 = 8', total: 8, band: 'subthreshold' },
    { points: times(7, 2), sum: '7 x 2 = 14', total: 14, band: 'subthreshold' },
    { points: [3, ...times(6, 2)], sum: '3 + 6 x 2 = 15', total: 15, band: 'moderate' },
    { points: times(7, 3), sum: '7 x 3 = 21', total: 21, band: 'moderate' },
    { points: [4, ...times(6, 3)], sum: '4 + 6 x 3 = 22', total: 22, band: 'severe' },
    { points: times(7, 4), sum: '7 x 4 = 28', total: 28, band: 'severe' },
    { points: [0, 0, 0, 4, 0, 0, 0], sum: 'item 4 is not reversed: 4', total: 4, band: 'none' },
  ]);
  eachItemIsNeeded('isi', times(7, 1), [1, 7]);
});

describe('WSAS', () => {
  golden('wsas', [
    { points: times(5, 0), sum: '0 = 0', total: 0, band: 'subclinical' },
    { points: [8, 1, 0, 0, 0], sum: '8 + 1 = 9', total: 9, band: 'subclinical' },
    { points: times(5, 2), sum: '5 x 2 = 10', total: 10, band: 'significant' },
    { points: times(5, 4), sum: '5 x 4 = 20', total: 20, band: 'significant' },
    { points: [5, ...times(4, 4)], sum: '5 + 4 x 4 = 21', total: 21, band: 'moderately severe or worse' },
    { points: times(5, 8), sum: '5 x 8 = 40', total: 40, band: 'moderately severe or worse' },
  ]);
  eachItemIsNeeded('wsas', times(5, 4), [1, 5]);

  test('a program that accepts a work item which does not apply gets (4 x 4) * 5 / 4 = 20, flagged', () => {
    expect(assessed('wsas', [null, 4, 4, 4, 4], { prorating: { wsas: 1 } })).toMatchObject({
      outcome: 'scored',
      total: 20,
      prorated: true,
    });
  });
});

describe('BARC-10', () => {
  golden('barc-10', [
    { points: times(10, 1), sum: '10 x 1 = 10', total: 10 },
    { points: [...times(7, 5), ...times(3, 4)], sum: '7 x 5 + 3 x 4 = 47', total: 47 },
    { points: times(10, 6), sum: '10 x 6 = 60', total: 60 },
  ]);
  eachItemIsNeeded('barc-10', times(10, 4), [1, 10]);

  test('0 is not on its scale', () => {
    expect(assessed('barc-10', [0, ...times(9, 4)])).toMatchObject({ outcome: 'review', total: null });
  });
});

describe('Daily mood', () => {
  golden('mood-ema', [
    { points: [0], sum: '0', total: 0 },
    { points: [10], sum: '10', total: 10 },
  ]);

  test('11 is not on its scale, and no answer is no mood', () => {
    expect(assessed('mood-ema', [11])).toMatchObject({ outcome: 'review', total: null });
    expect(assessed('mood-ema', [null])).toMatchObject({ outcome: 'incomplete', total: null });
  });
});
