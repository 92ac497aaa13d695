import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Schedule, startClock } from '../../../local/cloud/scheduler.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const schedule = (over: Partial<Schedule>): Schedule => ({
  logicalId: 'Nightly',
  name: 'nightly',
  expression: 'rate(1 minute)',
  timeZone: 'UTC',
  enabled: true,
  run: async () => undefined,
  ...over,
});

test('the clock runs a schedule each time it is due, with the time it was due at', async () => {
  const run = vi.fn(async (_due: Date) => undefined);
  const clock = startClock([schedule({ run })], () => {});
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  clock.stop();
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  expect(run.mock.calls.map(([due]) => due.toISOString())).toEqual([
    '2026-01-01T00:01:00.000Z',
    '2026-01-01T00:02:00.000Z',
    '2026-01-01T00:03:00.000Z',
  ]);
});

test('a run that fails is told, and the next one is due all the same', async () => {
  const told: string[] = [];
  const run = vi.fn(async () => {
    throw new Error('the store is down');
  });
  const clock = startClock([schedule({ run })], (text) => told.push(text));
  await vi.advanceTimersByTimeAsync(2 * 60_000);
  clock.stop();
  expect(told).toEqual(['nightly: the store is down', 'nightly: the store is down']);
});

test('a wait of months is no problem, a schedule that is switched off stays off', async () => {
  const yearly = vi.fn(async () => undefined);
  const off = vi.fn(async () => undefined);
  const schedules = [
    schedule({ expression: 'cron(0 3 1 10 ? *)', run: yearly }),
    schedule({ enabled: false, run: off }),
  ];
  const clock = startClock(schedules, () => {});
  await vi.advanceTimersByTimeAsync(274 * 86_400_000);
  clock.stop();
  expect([yearly.mock.calls.length, off.mock.calls.length]).toEqual([1, 0]);
});
