/**
 * How long a score takes from its receipt into the chart, kept as counts by month: a time on every write-back
 * record would cost a write of the patient index for each response.
 *
 * @module
 */
import { type CurrentResponse, markOf } from '../responses/current.ts';
import type { WriteBackState } from './desired.ts';

/** Upper bounds of the counts, in seconds; one more counts what took longer than a week. */
export const writeTimeBounds = [60, 300, 3_600, 14_400, 86_400, 172_800, 604_800] as const;

/** One count for each bound, and the last for what took longer. */
export type WriteTimeCounts = readonly number[];

/** Responses of one source whose scores came into the chart in a month. */
export interface WrittenMonth {
  /** `YYYY-MM` of the organisation's calendar. */
  readonly month: string;
  readonly counts: WriteTimeCounts;
}

/**
 * Seconds from the receipt of this version until the EHR holds what it implies; null where the EHR does not hold
 * it yet, held it before, or where it was scored anew under other rules, which nobody in the EHR waits for.
 */
export function secondsToWrite(
  current: CurrentResponse,
  before: WriteBackState,
  after: WriteBackState,
  now: Date,
): number | null {
  const held = (before.state === 'written' || before.state === 'none') && before.seen === markOf(current);
  if (after.state !== 'written' || held || current.rescoredAt !== undefined) return null;
  const seconds = (now.getTime() - Date.parse(current.receivedAt)) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

/** @param seconds of each response. */
export function countWriteTimes(seconds: readonly number[]): WriteTimeCounts {
  const counts = [...writeTimeBounds.map(() => 0), 0];
  for (const one of seconds) {
    const found = writeTimeBounds.findIndex((bound) => one <= bound);
    const at = found < 0 ? writeTimeBounds.length : found;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}
