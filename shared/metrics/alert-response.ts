/**
 * Time to acknowledge safety alerts: from the beginning of a round until somebody took it on. Rounds that the
 * EHR took back before anybody had to look are left out.
 *
 * Unit: rounds of alerts, not people; hours, as median and quartiles of the acknowledged. Item level and
 * patient level are for clinicians; a program sees counts and times only.
 *
 * @module
 */
import type { Round } from '../alerts/alert.ts';
import { quartiles } from '../stats/quantile.ts';
import type { Spread } from './program-figures.ts';
import type { Count, WithheldReason } from './snapshot.ts';

export interface AlertResponse {
  readonly raised: Count;
  readonly acknowledged: Count;
  readonly hours: Spread | null;
  readonly reason: WithheldReason | null;
}

/** @param rounds that began in the period. */
export function alertResponse(rounds: readonly Round[], minimumCell: number): AlertResponse {
  const counted = rounds.filter(
    ({ acknowledged, closed }) => acknowledged !== undefined || closed === undefined,
  );
  const seconds = counted.flatMap(({ acknowledged }) => acknowledged?.seconds ?? []);
  const isSmall = (count: number): boolean => count > 0 && count < minimumCell;
  if (isSmall(counted.length)) return { raised: null, acknowledged: null, hours: null, reason: 'too-few' };
  if (counted.length === 0) return { raised: 0, acknowledged: 0, hours: null, reason: 'no-episodes' };
  if (isSmall(seconds.length) || isSmall(counted.length - seconds.length))
    return { raised: counted.length, acknowledged: null, hours: null, reason: 'too-few' };
  const spread = quartiles(seconds.map((one) => one / 3600));
  return {
    raised: counted.length,
    acknowledged: seconds.length,
    hours:
      spread.kind === 'none' ? null : { lower: spread.lower, median: spread.median, upper: spread.upper },
    reason: spread.kind === 'none' ? 'no-episodes' : null,
  };
}
