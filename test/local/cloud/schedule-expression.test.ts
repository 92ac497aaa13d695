import { describe, expect, test } from 'vitest';
import { nextDue } from '../../../local/cloud/schedule-expression.ts';

const next = (expression: string, after: string, zone = 'UTC'): string | undefined =>
  nextDue(expression, zone, new Date(after))?.toISOString();

describe('a schedule is next due', () => {
  test.each([
    ['every five minutes', 'rate(5 minutes)', '2026-01-01T00:00:00Z', '2026-01-01T00:05:00.000Z'],
    ['every day', 'rate(1 day)', '2026-01-01T00:00:30Z', '2026-01-02T00:00:30.000Z'],
    ['later the same day', 'cron(30 3 * * ? *)', '2026-01-01T00:00:00Z', '2026-01-01T03:30:00.000Z'],
    [
      'the next day, when the minute has come',
      'cron(30 3 * * ? *)',
      '2026-01-01T03:30:00Z',
      '2026-01-02T03:30:00.000Z',
    ],
    ['every quarter of an hour', 'cron(0/15 * * * ? *)', '2026-01-01T09:16:00Z', '2026-01-01T09:30:00.000Z'],
    ['on working days', 'cron(0 8 ? * MON-FRI *)', '2026-01-03T00:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['on the last day of the month', 'cron(0 8 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T08:00:00.000Z'],
    [
      'on the weekday nearest to the 1st',
      'cron(0 8 1W * ? *)',
      '2026-07-31T09:00:00Z',
      '2026-08-03T08:00:00.000Z',
    ],
    ['on the second Tuesday', 'cron(0 8 ? * 3#2 *)', '2026-01-01T00:00:00Z', '2026-01-13T08:00:00.000Z'],
    ['on the last Friday', 'cron(0 8 ? * 6L *)', '2026-01-01T00:00:00Z', '2026-01-30T08:00:00.000Z'],
    ['on a leap day', 'cron(0 0 29 2 ? *)', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['in listed months', 'cron(0 0 1 JAN,JUL ? *)', '2026-02-01T00:00:00Z', '2026-07-01T00:00:00.000Z'],
    ['never again', 'cron(0 0 1 1 ? 2025)', '2026-01-01T00:00:00Z', undefined],
    ['once', 'at(2026-05-01T10:00:00)', '2026-01-01T00:00:00Z', '2026-05-01T10:00:00.000Z'],
    ['once, and that is past', 'at(2025-05-01T10:00:00)', '2026-01-01T00:00:00Z', undefined],
  ])('%s: %s', (_, expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });
});

describe('the time zone decides', () => {
  const zone = 'America/New_York';
  test.each([
    ['winter', '2026-01-15T00:00:00Z', '2026-01-15T08:00:00.000Z'],
    ['summer', '2026-07-15T00:00:00Z', '2026-07-15T07:00:00.000Z'],
  ])('3 in the morning in New York, %s', (_, after, expected) => {
    expect(next('cron(0 3 * * ? *)', after, zone)).toBe(expected);
  });

  test('a local time that the clocks skip is left out that day', () => {
    expect(next('cron(30 2 * * ? *)', '2026-03-08T05:00:00Z', zone)).toBe('2026-03-09T06:30:00.000Z');
  });

  test('a local time that comes twice is due once', () => {
    const first = next('cron(30 1 * * ? *)', '2026-11-01T04:00:00Z', zone);
    expect(first).toBe('2026-11-01T05:30:00.000Z');
    expect(next('cron(30 1 * * ? *)', first ?? '', zone)).toBe('2026-11-02T06:30:00.000Z');
  });
});

test('a rate counts from its start, not from the last run', () => {
  const start = new Date('2026-01-01T00:00:00Z');
  expect(nextDue('rate(1 hour)', 'UTC', new Date('2026-01-01T05:17:00Z'), start)?.toISOString()).toBe(
    '2026-01-01T06:00:00.000Z',
  );
});

test.each(['every day', 'cron(0 3 * * ?)', 'cron(61 * * * ? *)', 'cron(a * * * ? *)', 'rate(0.5 days)'])(
  '%s is refused',
  (expression) => {
    expect(() => next(expression, '2026-01-01T00:00:00Z')).toThrow(
      expect.objectContaining({ code: 'schedule-unreadable' }),
    );
  },
);
