/**
 * Why an episode is in no figure of a period: figures are of the days on which care ended or began, or a window
 * closed.
 *
 * @module
 */
import { dayOfDate, isoDate } from './calendar.ts';
import type { EpisodeRecord } from './episode-record.ts';
import type { Dating } from './metric.ts';
import type { Period } from './snapshot.ts';
import { dayOf } from './tally.ts';

const happens: Readonly<Record<Dating, readonly [past: string, future: string]>> = {
  ended: ['care ended', 'care ends'],
  started: ['care began', 'care begins'],
  followUp3: ['its window closed', 'its window closes'],
  followUp6: ['its window closed', 'its window closes'],
  followUp12: ['its window closed', 'its window closes'],
};

/** Null where it is in the figures. */
export function whyOutside(
  record: EpisodeRecord,
  dating: Dating,
  { start, end, label }: Period,
  asOf: number,
): string | null {
  const day = dayOf(record, dating);
  if (day === null)
    return dating === 'ended'
      ? 'not counted: care has not ended'
      : 'not counted: nobody is asked after a death';
  if (day >= dayOfDate(start) && day <= dayOfDate(end)) return null;
  const [past, future] = happens[dating];
  return `not counted in ${label}: ${day > asOf ? future : past} on ${isoDate(day)}`;
}
