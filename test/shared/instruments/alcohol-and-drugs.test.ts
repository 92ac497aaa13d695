import { describe, expect, test } from 'vitest';
import { assessed, codes, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('AUDIT-C', () => {
  golden('audit-c', [
    { points: [0, 0, 0], sum: '0 + 0 + 0 = 0', total: 0 },
    { points: [0, null, null], sum: 'Never, the others skipped: 0 + 0 + 0 = 0', total: 0 },
    { points: [1, 1, 1], sum: '1 + 1 + 1 = 3, positive for women, no band without the sex', total: 3 },
    { points: [2, 1, 1], sum: '2 + 1 + 1 = 4, positive for men', total: 4 },
    { points: [4, 4, 4], sum: '3 x 4 = 12', total: 12 },
  ]);
  eachItemIsNeeded('audit-c', [1, 1, 1], [1, 2, 3]);

  test('the same answer code is worth what its own list says', () => {
    // LA6270-8 is Never in items 1 and 3; item 2 does not know it.
    const coding = (code: string) => [{ valueCoding: { system: 'http://loinc.org', code } }];
    const item = [
      { linkId: '/68518-0', answer: coding('LA18926-8') },
      { linkId: '/68519-8', answer: coding('LA6270-8') },
      { linkId: '/68520-6', answer: coding('LA6270-8') },
    ];
    const assessment = assessed('audit-c', [], { overrides: { item } });
    expect(assessment).toMatchObject({
      outcome: 'review',
      issues: [{ code: 'answer-unknown', linkId: '/68519-8' }],
    });
  });

  test('thresholds are recorded for each sex', () => {
    const { thresholds } = assessed('audit-c', [0, 0, 0]).instrument.instrument;
    expect(thresholds.map(({ population, value }) => `${population.split(':')[0]} ${value}`)).toEqual([
      'men 4',
      'women 3',
      'either sex 5',
    ]);
  });
});

describe('AUDIT', () => {
  golden('audit', [
    { points: times(10, 0), sum: '0 = 0', total: 0, band: 'low risk' },
    { points: [4, 3, ...times(8, 0)], sum: '4 + 3 = 7', total: 7, band: 'low risk' },
    { points: [4, 4, ...times(8, 0)], sum: '4 + 4 = 8', total: 8, band: 'hazardous' },
    { points: [4, 4, 4, 3, ...times(6, 0)], sum: '3 x 4 + 3 = 15', total: 15, band: 'hazardous' },
    { points: [4, 4, 4, 4, ...times(6, 0)], sum: '4 x 4 = 16', total: 16, band: 'harmful' },
    { points: [4, 4, 4, 3, 0, 0, 0, 0, 2, 2], sum: '3 x 4 + 3 + 2 + 2 = 19', total: 19, band: 'harmful' },
    {
      points: [4, 4, 4, 4, 0, 0, 0, 0, 2, 2],
      sum: '4 x 4 + 2 + 2 = 20',
      total: 20,
      band: 'possible dependence',
    },
    { points: times(10, 4), sum: '10 x 4 = 40', total: 40, band: 'possible dependence' },
    {
      points: [0, ...Array.from({ length: 7 }, () => null), 2, 0],
      sum: 'never drinks, asked 9 and 10: 0 + 2 = 2',
      total: 2,
      band: 'low risk',
    },
    {
      points: [2, 0, 0, null, null, null, null, null, 0, 4],
      sum: 'items 2 and 3 sum to 0: 2 + 4 = 6',
      total: 6,
      band: 'low risk',
    },
  ]);
  eachItemIsNeeded('audit', [1, 1, 1, 1, 1, 1, 1, 1, 2, 2], [1, 4, 9, 10]);

  test('item 9 takes 0, 2 and 4 only', () => {
    const assessment = assessed('audit', [...times(8, 1), 1, 0]);
    expect(assessment).toMatchObject({ outcome: 'review', total: null });
    expect(codes(assessment)).toEqual(['answer-out-of-range']);
  });
});

describe('DAST-10', () => {
  test('until the wording of item 3 is set: review, and the wording is asked for', () => {
    expect(assessed('dast-10', times(10, 1))).toMatchObject({
      outcome: 'review',
      total: null,
      issues: [{ code: 'keying-unset', linkId: 'dast-10.item-3-wording' }],
    });
  });

  describe('"unable": Yes counts 1', () => {
    golden(
      'dast-10',
      [
        { points: times(10, 0), sum: 'ten times No = 0', total: 0, band: 'none' },
        { points: [1, ...times(9, 0)], sum: '1', total: 1, band: 'low' },
        { points: [1, 0, 1, ...times(7, 0)], sum: '1 + 1 = 2', total: 2, band: 'low' },
        { points: [1, 1, 1, ...times(7, 0)], sum: '3 x 1 = 3', total: 3, band: 'moderate' },
        { points: [...times(5, 1), ...times(5, 0)], sum: '5 x 1 = 5', total: 5, band: 'moderate' },
        { points: [...times(6, 1), ...times(4, 0)], sum: '6 x 1 = 6', total: 6, band: 'substantial' },
        { points: [...times(8, 1), 0, 0], sum: '8 x 1 = 8', total: 8, band: 'substantial' },
        { points: [...times(9, 1), 0], sum: '9 x 1 = 9', total: 9, band: 'severe' },
        { points: times(10, 1), sum: '10 x 1 = 10', total: 10, band: 'severe' },
      ],
      { keying: { 'dast-10': { 'item-3-wording': 'unable' } } },
    );
  });

  describe('"able": No counts 1', () => {
    golden(
      'dast-10',
      [
        { points: times(10, 0), sum: 'item 3 No: 1 - 0 = 1', total: 1, band: 'low' },
        { points: [1, 1, 1, ...times(7, 0)], sum: '1 + 1 + (1 - 1) = 2', total: 2, band: 'low' },
        { points: [1, 1, 0, ...times(7, 1)], sum: '9 x 1 + (1 - 0) = 10', total: 10, band: 'severe' },
      ],
      { keying: { 'dast-10': { 'item-3-wording': 'able' } } },
    );
  });
});
