import { expect, test } from 'vitest';
import { leaving } from '../../dashboard/leaving.ts';
import { fewPeople, fullYear, thinYear } from '../builders/snapshot.ts';

test('each stage is told in people and in a hundred who started', () => {
  expect(leaving(fullYear.funnel)).toMatchObject({
    reading: 'Of every 100 people who started, came twice or more: 79; finished so far: 61.',
    stages: [
      { people: '640', inHundred: '100' },
      { people: '508', inHundred: '79' },
      { people: '391', inHundred: '61' },
    ],
  });
});

test('a stage that may not be shown has its reason and no bar', () => {
  expect(leaving(thinYear.funnel)).toMatchObject({
    stages: [
      { people: '81' },
      { people: 'Not shown, to protect privacy', share: null, inHundred: null },
      { people: '66' },
    ],
  });
});

test('where not even who started may be shown there is a sentence instead', () => {
  const stages = fewPeople.funnel.stages.map((stage) => ({ ...stage, count: null }));
  expect(leaving({ stages, reason: 'too-few' })).toEqual({
    kind: 'withheld',
    why: 'Not shown, to protect privacy',
  });
});

test('where nobody has started there is a sentence instead', () => {
  const stages = fewPeople.funnel.stages.map((stage) => ({ ...stage, count: 0 }));
  expect(leaving({ stages, reason: null })).toEqual({
    kind: 'withheld',
    why: 'Nobody has started in these twelve months yet',
  });
});
