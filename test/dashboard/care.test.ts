import { expect, test } from 'vitest';
import { careFacts } from '../../dashboard/care.ts';
import { questionnaireYear } from '../builders/questionnaires.ts';
import { fullYear } from '../builders/snapshot.ts';

const said = (facts: ReturnType<typeof careFacts>['now']) =>
  facts.map(({ label, value, detail }) => [label, value, detail]);

test('who may need attention now comes first, with the number of people it is of', () => {
  expect(said(careFacts(questionnaireYear).now)).toEqual([
    [
      'Not on track by the PHQ-9',
      '19',
      'of 88 in care with three scores or more; 12 of them before the sixth score, when people still respond late',
    ],
    ['No contact for more than 90 days', '14', 'of 120 in care'],
  ]);
});

test('whether people stay, are asked and followed up is told with its range and its base', () => {
  expect(said(careFacts(questionnaireYear).followedUp)).toEqual([
    ['Stopped coming within 90 days', '18 in 100', 'of those who started, likely range 16 to 22'],
    ['Questionnaires answered when they were due', '82 in 100', '410 of 500; half within 1 day'],
    [
      'Scores in the record within a day',
      '>99 in 100',
      'of 9,120 answer sheets of this record system; half within 1 minute',
    ],
    ['Measured after 3 months', '78 in 100', 'of 500 whose time for it has come'],
    ['Measured after 6 months', '61 in 100', 'of 400 whose time for it has come'],
    ['Measured after 12 months', null, 'Not shown, to protect privacy'],
    [
      'Safety alerts taken on',
      '23',
      'of 25 that people were told of in these twelve months; half within 4 hours. This month’s are not in it yet.',
    ],
  ]);
});

test('what there is none of says so and never shows a 0', () => {
  expect(said(careFacts(fullYear).now)).toEqual([
    ['No contact for more than 90 days', null, 'Nobody to count yet'],
  ]);
  expect(said(careFacts(fullYear).followedUp)).toContainEqual([
    'Safety alerts taken on',
    null,
    'None in these twelve months. This month’s are not in it yet.',
  ]);
});

test('a snapshot of before these figures has none', () => {
  expect(careFacts({})).toEqual({ now: [], followedUp: [] });
});
