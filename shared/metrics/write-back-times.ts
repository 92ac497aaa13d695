/**
 * Time to write back: of the responses whose scores came into the chart in the period, those that were there
 * within a day of their receipt, and within how long half of them were.
 *
 * Unit: responses of the whole source, not people and not those of one program: the connection to the EHR is
 * the same for all. What has not been written yet is not in it; it stands as open work with an alarm. A crash in
 * the moment of counting leaves a batch out and never counts one twice.
 *
 * @module
 */
import { type WrittenMonth, writeTimeBounds } from '../write-back/time-to-write.ts';
import type { WriteBackTimes } from './program-figures.ts';
import type { Period } from './snapshot.ts';

const DAY_SECONDS = 86_400;

const definition = {
  term: 'Time to write back',
  text: 'Of the answer sheets of this organisation whose scores came into the chart in the period, those whose scores were there within a day of arriving here.',
  citation: 'Our definition; no published rule',
} as const;

export function writeBackTimes(
  written: readonly WrittenMonth[],
  { start, end }: Period,
  minimumCell: number,
): WriteBackTimes {
  const [first, last] = [start.slice(0, 7), end.slice(0, 7)];
  const counts = [...writeTimeBounds.map(() => 0), 0];
  for (const { month, counts: own } of written) {
    if (month < first || month > last) continue;
    for (const [at, count] of own.entries()) counts[at] = (counts[at] ?? 0) + count;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  const withinDay = writeTimeBounds.reduce(
    (sum, bound, at) => (bound <= DAY_SECONDS ? sum + (counts[at] ?? 0) : sum),
    0,
  );
  const isSmall = (count: number): boolean => count > 0 && count < minimumCell;
  const nothing = { definition, withinDay: null, share: null, medianWithin: null };
  if (all === 0) return { ...nothing, written: 0, reason: 'no-episodes' };
  if (isSmall(all)) return { ...nothing, written: null, reason: 'too-few' };
  if (isSmall(withinDay) || isSmall(all - withinDay)) return { ...nothing, written: all, reason: 'too-few' };
  return {
    definition,
    written: all,
    withinDay,
    share: withinDay / all,
    medianWithin: medianBound(counts, all),
    reason: null,
  };
}

/** The bound by which half had come; null when half took longer than the last. */
function medianBound(counts: readonly number[], all: number): number | null {
  let sum = 0;
  for (const [at, bound] of writeTimeBounds.entries()) {
    sum += counts[at] ?? 0;
    if (2 * sum >= all) return bound;
  }
  return null;
}
