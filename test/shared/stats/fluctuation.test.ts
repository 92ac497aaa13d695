import { expect, test } from 'vitest';
import { fluctuation } from '../../../shared/stats/fluctuation.ts';

test('SD, RMSSD and inertia of a week: Python 3, statistics.stdev and statistics.correlation', () => {
  const week = fluctuation([1, 2, 3, 4, 5, 6, 7], [5, 6, 4, 7, 7, 3, 6]);
  if (week.kind === 'none') throw new Error(week.reason);
  expect(week.sd).toBeCloseTo(1.511857892036909, 12);
  expect(week.rmssd).toBeCloseTo(2.5495097567963922, 12);
  expect(week.inertia).toBeCloseTo(-0.447213595499958, 12);
});

test('a missed day breaks the pair: only days that follow each other are taken', () => {
  const gaps = fluctuation([1, 2, 10, 11], [4, 6, 0, 2]);
  expect(gaps).toMatchObject({ days: 4, rmssd: 2, inertia: null });
});

test('a mood that never moves has no inertia, and two days are too few', () => {
  expect(fluctuation([1, 2, 3, 4, 5, 6], [5, 5, 5, 5, 5, 5])).toMatchObject({
    sd: 0,
    rmssd: 0,
    inertia: null,
  });
  expect(fluctuation([1, 2], [5, 6])).toEqual({ kind: 'none', reason: 'too-few-observations' });
});
