import { describe, expect, test } from 'vitest';
import { day, inHundred, likelyRange, listed, withheld } from '../../dashboard/wording.ts';

describe('a rate in a hundred', () => {
  test.for([
    { rate: 0, says: '0' },
    { rate: 0.0001, says: '<1' },
    { rate: 0.0049, says: '<1' },
    { rate: 0.005, says: '1' },
    { rate: 183 / 381, says: '48' },
    { rate: 0.994, says: '99' },
    { rate: 0.995, says: '>99' },
    { rate: 1, says: '100' },
  ])('$rate is $says: somebody never becomes nobody, nor some all', ({ rate, says }) => {
    expect(inHundred(rate)).toBe(says);
  });
});

test('a likely range is said in whole numbers', () => {
  expect(likelyRange({ lower: 0.4306, upper: 0.5305, level: 0.95 })).toBe('43 to 53');
});

test('every missing figure says why, and one without a reason is not shown', () => {
  expect(withheld('too-few')).toBe('Not shown, to protect privacy');
  expect(withheld('no-episodes')).toBe('Nobody to count yet');
  expect(withheld(null)).toBe('Not shown, to protect privacy');
});

test('a date is the same day in every time zone', () => {
  expect(day('2026-02-01')).toBe('1 Feb 2026');
  expect(day('2025-12-31')).toBe('31 Dec 2025');
});

test('a list is read out with "and" before the last', () => {
  expect(listed([])).toBe('');
  expect(listed(['Mar'])).toBe('Mar');
  expect(listed(['Mar', 'Jun', 'Oct'])).toBe('Mar, Jun and Oct');
});
