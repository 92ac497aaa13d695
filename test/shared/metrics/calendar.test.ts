import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarOf, dayNumber, dayOfDate, isoDate } from '../../../shared/metrics/calendar.ts';

test('1970-01-01 is day 0 and 2000-03-01 is day 11017', () => {
  expect(dayNumber(1970, 1, 1)).toBe(0);
  expect(dayOfDate('2000-03-01')).toBe(11_017);
});

test('a day number and its date are one and the same', () => {
  fc.assert(fc.property(fc.integer({ min: -20_000, max: 60_000 }), (day) => dayOfDate(isoDate(day)) === day));
});

test.for(['2025-02-29', '2025-13-01', '2025-00-10', '2025-04-31', '2025-4-3', '2025-04', '', 'yesterday'])(
  '%j is not a date',
  (text) => {
    expect(dayOfDate(text)).toBeNaN();
    expect(calendarOf('UTC').dayOf(text)).toBeNaN();
  },
);

describe('an instant belongs to the date on the wall of the clinic', () => {
  test.for([
    { zone: 'America/New_York', instant: '2026-01-15T04:59:59Z', date: '2026-01-14', why: 'winter, UTC-5' },
    { zone: 'America/New_York', instant: '2026-01-15T05:00:00Z', date: '2026-01-15', why: 'winter, UTC-5' },
    { zone: 'America/New_York', instant: '2026-07-15T03:59:59Z', date: '2026-07-14', why: 'summer, UTC-4' },
    {
      zone: 'America/New_York',
      instant: '2026-03-08T04:59:00Z',
      date: '2026-03-07',
      why: 'clocks change that day',
    },
    {
      zone: 'America/New_York',
      instant: '2026-03-09T04:00:00Z',
      date: '2026-03-09',
      why: 'the day after the change',
    },
    { zone: 'Asia/Kathmandu', instant: '2026-01-15T18:15:00Z', date: '2026-01-16', why: 'UTC+5:45' },
    { zone: 'Pacific/Kiritimati', instant: '2026-01-15T10:00:00Z', date: '2026-01-16', why: 'UTC+14' },
    { zone: 'UTC', instant: '2026-01-15T23:59:59.999Z', date: '2026-01-15', why: 'no zone at all' },
  ])('$instant in $zone is $date: $why', ({ zone, instant, date }) => {
    const calendar = calendarOf(zone);
    expect(isoDate(calendar.dayOf(instant))).toBe(date);
    expect(isoDate(calendar.dayInKey(`p#2#${instant}#r`, 4))).toBe(date);
  });

  test('an offset is honoured, then the zone of the clinic decides', () => {
    expect(isoDate(calendarOf('America/New_York').dayOf('2026-01-15T01:00:00+02:00'))).toBe('2026-01-14');
  });

  test('a date without a time is taken as it is', () => {
    expect(isoDate(calendarOf('America/New_York').dayOf('2026-01-15'))).toBe('2026-01-15');
    expect(isoDate(calendarOf('Pacific/Kiritimati').dayInKey('p#2#2026-01-15#r', 4))).toBe('2026-01-15');
  });

  test('a time without a zone is refused, because it would be read in the zone of the machine', () => {
    expect(calendarOf('UTC').dayOf('2026-01-15T12:00:00')).toBeNaN();
  });
});
