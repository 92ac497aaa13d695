/**
 * Why an episode is in no figure of a period: figures are of the days on which care ended or began, or a window
 * closed.
 *
 * @module
 */
import { isoDate } from './calendar.ts';
import type { EpisodeRecord } from './episode-record.ts';
import type { Dating } from './metric.ts';
import { daysOf } from './periods.ts';
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
  period: Period,
  asOf: number,
): string | null {
  const day = dayOf(record, dating);
  if (day === null)
    return dating === 'ended'
      ? 'not counted: care has not ended'
      : 'not counted: nobody is asked after a death';
  if (daysOf(period)(day)) return null;
  const [past, future] = happens[dating];
  return `not counted in ${period.label}: ${day > asOf ? future : past} on ${isoDate(day)}`;
}
