import { describe, expect, test } from 'vitest';
import { asOfLine, fullness, staleDays } from '../../dashboard/freshness.ts';
import { fewPeople, firstDays, fullYear, thinYear } from '../builders/snapshot.ts';

describe('how final the figures are', () => {
  test.for([
    { provisional: 0, says: 'all months final' },
    { provisional: 1, says: 'final to Dec 2025, Jan 2026 provisional' },
    { provisional: 3, says: 'final to Oct 2025, Nov 2025 to Jan 2026 provisional' },
    { provisional: 12, says: 'all months provisional' },
  ])('with $provisional provisional months: $says', ({ provisional, says }) => {
    const months = fullYear.months.map((month, i) => ({ ...month, provisional: i >= 12 - provisional }));
    expect(asOfLine({ asOf: '2026-02-01', months })).toEqual({ asOf: 'As of 1 Feb 2026', finality: says });
  });
});

test.for([
  { now: '2026-02-01T06:00:00Z', days: null },
  { now: '2026-02-03T23:59:00Z', days: null },
  { now: '2026-02-04T00:00:00Z', days: 3 },
  { now: '2026-02-11T12:00:00Z', days: 10 },
])('figures as of 1 Feb looked at on $now are stale by $days days', ({ now, days }) => {
  expect(staleDays('2026-02-01', new Date(now))).toBe(days);
});

test('nobody yet, too few, and some figures are three different pages', () => {
  expect([firstDays, fewPeople, thinYear, fullYear].map(fullness)).toEqual([
    'first-day',
    'too-few',
    'figures',
    'figures',
  ]);
});
