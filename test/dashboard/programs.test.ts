import { expect, test } from 'vitest';
import { programsCompared } from '../../dashboard/programs.ts';
import { comparedPrograms } from '../builders/programs.ts';

const { measures, alike, curves } = programsCompared(comparedPrograms, 'north-clinic');

test('programs stand in the order of their names, whatever their rates, and the one on the page is marked', () => {
  expect(measures[0]?.rows.map(({ name, isThis }) => [name, isThis])).toEqual([
    ['East Youth', false],
    ['North Clinic', true],
    ['South House', false],
    ['West Day Program', false],
  ]);
});

test('a difference is said in words only where its interval bears them out', () => {
  // 67.0 % of 412 against 120 of 260; 42 % of 200 against 312 of 472; 60 % of 60 against 360 of 612.
  expect(
    measures[0]?.rows.map(({ inHundred, people, gap, usual }) => [inHundred, people, gap, usual]),
  ).toEqual([
    [null, 'Not shown, to protect privacy', '', ''],
    ['67', 'of 412, likely range 62 to 71', 'Higher than the others', 'Far above'],
    ['42', 'of 200, likely range 35 to 49', 'Lower than the others', 'Far below'],
    ['60', 'of 60, likely range 47 to 71', 'No clear difference', 'Inside'],
  ]);
});

test('higher is good news or bad by the measure', () => {
  expect(measures.map(({ rows }) => rows.map(({ good }) => good))).toEqual([
    [null, true, false, null],
    [true, false],
  ]);
  expect(measures.map(({ lowerIsBetter }) => lowerIsBetter)).toEqual([false, true]);
});

test('a measure that nobody may see is not offered', () => {
  expect(measures.map(({ id }) => id)).toEqual(['reliable-improvement', 'reliable-deterioration']);
});

test('people who started alike: points better or worse than expected, and why there are none', () => {
  expect(alike).toEqual([
    {
      instrument: 'PHQ-9',
      rows: [
        { id: 'east-youth', name: 'East Youth', says: 'Not shown, to protect privacy' },
        {
          id: 'north-clinic',
          name: 'North Clinic',
          says: '0.6 points better than expected, likely range 0.1 to 1.0, of 380 people',
        },
        {
          id: 'south-house',
          name: 'South House',
          says: '1.2 points worse than expected, likely range -1.9 to -0.6, of 171 people. Plain change: 1.6 points less than in the others (-2.3 to -0.9), g -0.38',
        },
      ],
    },
  ]);
});

test('one program that can be shown is not "all of them together": there is no line', () => {
  expect(measures.map(({ everyone }) => everyone === null)).toEqual([false, false]);
  const onlyOne = comparedPrograms.measures.map((measure) => ({
    ...measure,
    programs: measure.programs.map((one) =>
      one.program === 'north-clinic'
        ? one
        : { ...one, rate: null, of: null, interval: null, reason: 'too-few' as const },
    ),
  }));
  const alone = programsCompared({ ...comparedPrograms, measures: onlyOne }, 'north-clinic');
  expect(alone.measures.map(({ everyone }) => everyone)).toEqual([null, null]);
});

test('whether people stay as long is one sentence for all programs, and names no best one', () => {
  expect(curves).toEqual([
    'How long people stay: the programs differ (log-rank test of 2 programs, p = 0.003).',
    'PHQ-9: time to remission: no clear difference between the programs (log-rank test of 2 programs, p = 0.502).',
  ]);
});
