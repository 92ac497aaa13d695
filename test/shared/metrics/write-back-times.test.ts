import { describe, expect, test } from 'vitest';
import { writeBackTimes } from '../../../shared/metrics/write-back-times.ts';
import type { CurrentResponse } from '../../../shared/responses/current.ts';
import { nothingWritten, type WriteBackState } from '../../../shared/write-back/desired.ts';
import { countWriteTimes, secondsToWrite } from '../../../shared/write-back/time-to-write.ts';

const year = { start: '2025-02-01', end: '2026-01-31', label: 'Feb 2025 to Jan 2026', provisional: true };
const HOUR = 3600;

test('of a hundred answer sheets ninety were in the chart within a day, half within the hour', () => {
  const counts = countWriteTimes([
    ...Array.from({ length: 30 }, () => 12),
    ...Array.from({ length: 25 }, () => HOUR),
    ...Array.from({ length: 35 }, () => 24 * HOUR),
    ...Array.from({ length: 10 }, () => 24 * HOUR + 1),
  ]);
  expect(writeBackTimes([{ month: '2026-01', counts }], year, 10)).toMatchObject({
    written: 100,
    withinDay: 90,
    share: 0.9,
    medianWithin: HOUR,
    reason: null,
  });
});

test('months outside of the period do not count', () => {
  const counts = countWriteTimes(Array.from({ length: 20 }, () => 1));
  const months = ['2025-01', '2025-02', '2026-01', '2026-02'].map((month) => ({ month, counts }));
  expect(writeBackTimes(months, year, 11)).toMatchObject({ written: 40, withinDay: 40 });
});

test('nothing written is no rate, few are not shown, and few late ones are not either', () => {
  expect(writeBackTimes([], year, 11)).toMatchObject({ written: 0, share: null, reason: 'no-episodes' });
  const few = countWriteTimes([1, 2, 3]);
  expect(writeBackTimes([{ month: '2026-01', counts: few }], year, 11)).toMatchObject({
    written: null,
    reason: 'too-few',
  });
  const late = countWriteTimes([...Array.from({ length: 20 }, () => 1), 90_000, 90_000]);
  expect(writeBackTimes([{ month: '2026-01', counts: late }], year, 11)).toMatchObject({
    written: 22,
    withinDay: null,
    reason: 'too-few',
  });
});

test('when half took longer than a week there is no bound to give', () => {
  const counts = countWriteTimes(Array.from({ length: 20 }, () => 30 * 24 * HOUR));
  expect(writeBackTimes([{ month: '2026-01', counts }], year, 11)).toMatchObject({
    withinDay: 0,
    share: 0,
    medianWithin: null,
  });
});

describe('seconds from receipt to chart', () => {
  const current = {
    ord: 'a',
    registry: 1,
    receivedAt: '2026-01-05T10:00:00.000Z',
  } as CurrentResponse;
  const now = new Date('2026-01-05T10:00:42.000Z');
  const written: WriteBackState = { ...nothingWritten, state: 'written', seen: 'a#0001' };

  test('count when the EHR first holds what this version implies', () => {
    expect(secondsToWrite(current, nothingWritten, written, now)).toBe(42);
    expect(secondsToWrite(current, { ...written, seen: 'older#0001' }, written, now)).toBe(42);
  });

  test('count in full for what was deferred or refused and then given back', () => {
    for (const state of ['deferred', 'refused', 'failed'] as const)
      expect(secondsToWrite(current, { ...written, state }, written, now)).toBe(42);
  });

  test('do not count for what is still open, was there before, or was only scored anew', () => {
    expect(secondsToWrite(current, nothingWritten, { ...written, state: 'deferred' }, now)).toBeNull();
    expect(secondsToWrite(current, written, written, now)).toBeNull();
    const anew = { ...current, rescoredAt: '2026-01-05T10:00:00.000Z' };
    expect(secondsToWrite(anew, nothingWritten, written, now)).toBeNull();
  });
});
