import { describe, expect, test } from 'vitest';
import { hundredBar } from '../../dashboard/hundred-bar.ts';
import { fewPeople, firstDays, fullYear, thinYear, whole } from '../builders/snapshot.ts';

describe('the 100 % bar', () => {
  test('is filled by its pieces, people who were not measured included', () => {
    const pieces = shown(hundredBar(fullYear.outcomes, 'people who finished'));

    expect(pieces.map(({ tone, people, inHundred }) => [tone, people, inHundred])).toEqual([
      ['blue-1', '183', '44'],
      ['blue-2', '93', '23'],
      ['blue-4', '74', '18'],
      ['worse', '25', '6'],
      ['not-measured', '37', '9'],
    ]);
    expect(pieces.reduce((sum, { place }) => sum + (place?.width ?? 0), 0)).toBeCloseTo(1, 12);
  });

  test('is read out whole', () => {
    expect(hundredBar(fullYear.outcomes, 'people who finished')).toMatchObject({
      reading:
        'Of 412 people who finished: 183 reliably recovered (44 in 100), 93 got reliably better, not recovered (23 in 100), 74 no clear change (18 in 100), 25 got worse (6 in 100) and 37 not measured at the start and at the end (9 in 100).',
    });
  });

  test('draws pieces that may not be shown as one block, without a number of any of them', () => {
    const pieces = shown(hundredBar(thinYear.outcomes, 'people who finished'));
    const hidden = pieces.filter(({ tone }) => tone === 'withheld');

    expect(hidden.map(({ people, inHundred }) => [people, inHundred])).toEqual([
      ['Not shown, to protect privacy', null],
      ['Not shown, to protect privacy', null],
    ]);
    expect(hidden.map(({ place }) => place !== null)).toEqual([true, false]);
  });

  test('keeps the order and the colours of every other bar when the best pieces may not be shown', () => {
    const bar = hundredBar(
      whole(94, [
        ['recovered', 'Reliably recovered', null],
        ['improved', 'Got reliably better, not recovered', 27],
        ['no-clear-change', 'No clear change', 17],
        ['worse', 'Got worse', null],
        ['not-measured', 'Not measured', 20],
      ]),
      'people who finished',
    );

    expect(
      shown(bar).map(({ tone, place }) => [tone, place?.from.toFixed(2), place?.width.toFixed(2)]),
    ).toEqual([
      ['withheld', '0.00', '0.32'],
      ['blue-2', '0.32', '0.29'],
      ['blue-4', '0.61', '0.18'],
      ['withheld', undefined, undefined],
      ['not-measured', '0.79', '0.21'],
    ]);
  });

  test('is only a list where the total may not be shown', () => {
    const pieces = shown(hundredBar(thinYear.endings, 'people who left'));

    expect(pieces.every(({ place, inHundred }) => place === null && inHundred === null)).toBe(true);
    expect(pieces[0]?.people).toBe('70');
  });

  test('shows nobody as 0 and gives it no width', () => {
    const bar = hundredBar(
      whole(20, [
        ['completed', 'Ended as planned', 20],
        ['other', 'Other', 0],
      ]),
      'people who left',
    );

    expect(shown(bar)[1]).toMatchObject({ people: '0', inHundred: '0', place: null });
  });

  test.for([
    { partition: fewPeople.outcomes, why: 'Not shown, to protect privacy' },
    { partition: firstDays.outcomes, why: 'Nobody to count yet' },
  ])('is a sentence where there is nothing to draw: $why', ({ partition, why }) => {
    expect(hundredBar(partition, 'people who finished')).toEqual({ kind: 'withheld', why });
  });
});

function shown(bar: ReturnType<typeof hundredBar>) {
  if (bar.kind === 'withheld') throw new Error(bar.why);
  return bar.pieces;
}
