import { describe, expect, test } from 'vitest';
import { assessed, codes, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

describe('EPDS', () => {
  golden('epds', [
    { points: times(10, 0), sum: '0 = 0', total: 0, band: 'low' },
    { points: [3, 3, 3, ...times(7, 0)], sum: '3 x 3 = 9', total: 9, band: 'low' },
    { points: times(10, 1), sum: '10 x 1 = 10, nothing is reversed', total: 10, band: 'possible' },
    { points: [3, 3, 3, 3, ...times(6, 0)], sum: '4 x 3 = 12', total: 12, band: 'possible' },
    { points: [3, 3, 3, 3, 1, ...times(5, 0)], sum: '4 x 3 + 1 = 13', total: 13, band: 'probable' },
    { points: times(10, 3), sum: '10 x 3 = 30', total: 30, band: 'probable' },
  ]);
  eachItemIsNeeded('epds', times(10, 1), [1, 10]);

  test.for([
    { points: 1, state: 'positive' },
    { points: 0, state: 'negative' },
    { points: null, state: 'unknown' },
  ])('item 10 at $points is $state, with the rest missing too', ({ points, state }) => {
    expect(assessed('epds', [...times(9, 0), points]).critical).toMatchObject([{ item: '10', state }]);
    expect(assessed('epds', [...times(9, 0).map(() => null), points]).critical).toMatchObject([{ state }]);
  });

  test.for(['71354-5', '99046-5'])('a total sent as %s is compared, never used', (code) => {
    const item = times(10, 1).map((points, index) => ({
      linkId: `${index + 1}`,
      answer: [{ valueInteger: points }],
    }));
    item.push({ linkId: `/${code}`, answer: [{ valueInteger: 12 }] });
    const assessment = assessed('epds', [], { overrides: { item } });
    expect(assessment).toMatchObject({ total: 10, reported: { total: 12, agrees: false } });
    expect(codes(assessment)).toEqual(['reported-total-differs']);
  });
});
