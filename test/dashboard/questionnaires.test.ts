import { expect, test } from 'vitest';
import { questionnaires } from '../../dashboard/questionnaires.ts';
import { questionnaireYear } from '../builders/questionnaires.ts';
import { fullYear } from '../builders/snapshot.ts';

const { areas, scale } = questionnaires(questionnaireYear);

test('recovery stands beside symptoms, on one scale that holds all ranges and no change', () => {
  expect(areas.map(({ name, rows }) => [name, rows.map(({ title }) => title)])).toEqual([
    ['Symptoms', ['PHQ-9']],
    ['Recovery', ['BARC-10', 'I.ROC']],
  ]);
  expect(scale).toEqual({ from: -0.31, to: 1.44 });
});

test('a change is said in points with its likely range, worse as worse whichever way the scale runs', () => {
  const rows = areas.flatMap((area) => area.rows);
  expect(rows.map(({ change, people }) => [change, people])).toEqual([
    ['7.1 points better', '380 of 412 who finished answered twice, likely range 6.5 to 7.7'],
    [null, 'Not shown, to protect privacy'],
    ['1.0 point worse', '141 of 412 who finished answered twice, likely range -2.4 to 0.4'],
  ]);
});

test('says what else is known of the end, and nothing of what may not be shown', () => {
  expect(areas[0]?.rows[0]?.also).toEqual([
    '50 in 100 score at least halved',
    '26 in 100 in remission at the end',
    'half in remission within 154 days',
  ]);
  expect(areas[1]?.rows[0]?.also).toEqual([]);
});

test('without answers, and in a snapshot of before, there is nothing', () => {
  expect(questionnaires(fullYear).areas).toEqual([]);
  expect(questionnaires({}).areas).toEqual([]);
});
