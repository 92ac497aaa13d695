import { describe, expect, test } from 'vitest';
import { scoreAvailability, timeToRemission } from '../../../shared/stats/time-to-remission.ts';

const phq9 = { remissionUpTo: 4, betterIs: 'lower' } as const;
const course = (...scores: readonly number[]) => scores.map((score, i) => ({ time: 100 + 14 * i, score }));

describe('time to remission', () => {
  test.for([
    { why: 'the first remission counts, not the last', scores: [15, 4, 9, 3], time: 14, event: true },
    { why: 'a relapse after it does not undo it', scores: [15, 9, 4, 20], time: 28, event: true },
    { why: 'without one, watched until the last score', scores: [15, 9, 5], time: 28, event: false },
  ])('$why', ({ scores, time, event }) => {
    expect(timeToRemission(course(...scores), phq9)).toEqual({ kind: 'eligible', baseline: 15, time, event });
  });

  test.for([
    { scores: [], reason: 'no-scores' },
    { scores: [4, 3], reason: 'remitted-at-baseline' },
    { scores: [15], reason: 'no-later-score' },
  ])('$scores is not eligible: $reason', ({ scores, reason }) => {
    expect(timeToRemission(course(...scores), phq9)).toEqual({ kind: 'not-eligible', reason });
  });

  test('an instrument that counts upwards remits upwards', () => {
    const who5 = { remissionUpTo: 52, betterIs: 'higher' } as const;
    expect(timeToRemission(course(20, 40, 52), who5)).toMatchObject({ time: 28, event: true });
  });
});

test('availability is of everybody, also of those who never answered', () => {
  expect(scoreAvailability([course(9, 8), course(9), [], course(9, 7)])).toEqual([
    { time: 100, proportion: 0.75 },
    { time: 114, proportion: 0.5 },
  ]);
  expect(scoreAvailability([])).toEqual([]);
});
