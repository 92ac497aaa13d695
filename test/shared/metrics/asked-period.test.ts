import { describe, expect, test } from 'vitest';
import { askedPeriod } from '../../../shared/metrics/asked-period.ts';

const asOf = '2026-02-01';

describe('a period as people write it', () => {
  test.for([
    {
      asked: '2025',
      current: ['2025-01-01', '2025-12-31'],
      previous: ['2024-01-01', '2024-12-31'],
      months: 12,
    },
    {
      asked: '2025-Q3',
      current: ['2025-07-01', '2025-09-30'],
      previous: ['2025-04-01', '2025-06-30'],
      months: 3,
    },
    {
      asked: '2024-03',
      current: ['2024-03-01', '2024-03-31'],
      previous: ['2024-02-01', '2024-02-29'],
      months: 1,
    },
    {
      asked: '2025-02..2026-01',
      current: ['2025-02-01', '2026-01-31'],
      previous: ['2024-02-01', '2025-01-31'],
      months: 12,
    },
    {
      asked: '2025-01-15..2025-03-15',
      current: ['2025-01-15', '2025-03-15'],
      previous: ['2024-11-16', '2025-01-14'],
      months: 1,
    },
  ])('$asked', ({ asked, current, previous, months }) => {
    const found = askedPeriod(asked, asOf);
    if (found.kind === 'invalid') throw new Error(found.message);
    expect([found.periods.current.start, found.periods.current.end]).toEqual(current);
    expect([found.periods.previous.start, found.periods.previous.end]).toEqual(previous);
    expect(found.periods.months).toHaveLength(months);
  });

  test('a period that still runs is asked about up to the as-of date, and compared with as many days', () => {
    const found = askedPeriod('2025-04..2026-03', asOf);
    if (found.kind === 'invalid') throw new Error(found.message);
    expect(found.periods.current).toMatchObject({
      start: '2025-04-01',
      end: '2026-02-01',
      provisional: true,
    });
    // 307 days, counted by hand.
    expect(found.periods.previous).toMatchObject({ start: '2024-05-29', end: '2025-03-31' });
    expect(found.periods.months.at(-1)).toMatchObject({ start: '2026-01-01', end: '2026-01-31' });
  });

  test('nothing asked is the last twelve full months', () => {
    const found = askedPeriod(undefined, asOf);
    if (found.kind === 'invalid') throw new Error(found.message);
    expect(found.periods.current).toMatchObject({ start: '2025-02-01', end: '2026-01-31' });
  });

  test('names whole months, and dates where they are not whole', () => {
    const labels = ['2025-07', '2024-04..2025-03', '2025-01-15..2025-03-15'].map((asked) => {
      const found = askedPeriod(asked, asOf);
      return found.kind === 'invalid' ? found.message : found.periods.current.label;
    });
    expect(labels).toEqual(['Jul 2025', 'Apr 2024 to Mar 2025', '2025-01-15 to 2025-03-15']);
  });

  test.for(['2025-13', '25', '2025-Q5', '2025-02-30..2025-03-01', '2025..2026..2027', 'last year'])(
    '%s is refused with the forms there are',
    (asked) => {
      expect(askedPeriod(asked, asOf)).toMatchObject({
        kind: 'invalid',
        message: expect.stringContaining('YYYY-Qn'),
      });
    },
  );

  test('backwards, or all of it still to come, is refused', () => {
    expect(askedPeriod('2025-06..2025-01', asOf)).toMatchObject({ kind: 'invalid' });
    expect(askedPeriod('2027', asOf)).toMatchObject({ kind: 'invalid' });
  });
});
