import { expect, test } from 'vitest';
import { fairness } from '../../dashboard/fairness.ts';
import { groupedYear } from '../builders/groups.ts';
import { fullYear } from '../builders/snapshot.ts';

test('groups have the names people use, and "not recorded" is one of them', () => {
  const names = fairness(groupedYear).map(({ name, groups }) => [name, groups.map((one) => one.name)]);
  expect(names).toEqual([
    ['Age', ['18 to 25', '26 to 64', '65+']],
    ['Race', ['Black or African American', 'White', 'Not recorded']],
    ['Language', ['English', 'Spanish', 'Vietnamese']],
  ]);
});

test('a group that may not be shown says why and has no number', () => {
  const vietnamese = fairness(groupedYear).at(-1)?.groups.at(-1);
  expect(vietnamese).toEqual({
    name: 'Vietnamese',
    inHundred: null,
    people: 'Not shown, to protect privacy',
    rate: null,
    interval: null,
    gap: '',
  });
});

test('higher and lower come from the interval of the difference, never from the sign', () => {
  const [age] = fairness(groupedYear);
  expect(age?.groups.map(({ inHundred, gap }) => [inHundred, gap])).toEqual([
    ['50', 'Lower than others'],
    ['68', 'No clear difference'],
    ['80', 'Higher than others'],
  ]);
});

test('a snapshot of before there were groups has none', () => {
  const { strata: _, ...older } = fullYear;
  expect(fairness(older)).toEqual([]);
});
