/**
 * Time to acknowledge safety alerts: from the beginning of a round until somebody took it on, of the rounds that
 * began in the period within an episode of the program.
 *
 * Unit: rounds of alerts, not people; hours, as median and quartiles of the acknowledged. Rounds that the EHR
 * took back before anybody had to look, and answers too old to be told, are left out. Item level and patient
 * level are for clinicians; a program sees counts and times only.
 *
 * @module
 */
import type { CellSet } from './cell-set.ts';
import type { Disclosure } from './disclosure.ts';
import type { AnsweredAlert, EpisodeRecord } from './episode-record.ts';
import { daysOf } from './periods.ts';
import type { AlertResponse } from './program-figures.ts';
import type { Period } from './snapshot.ts';
import { spreadOf } from './spread.ts';
import type { Facet, Tally } from './tally.ts';

const FACET = 'alerted';
const SECONDS_PER_HOUR = 3600;

const definition = {
  term: 'Time to acknowledge safety alerts',
  text: 'Of the safety alerts that people were told of in the period, those that somebody took on, and after how many hours. Alerts withdrawn before anybody had to look do not count.',
  citation: 'Our definition; no published rule',
} as const;

function alertsIn({ alerts }: EpisodeRecord, period: Period): readonly AnsweredAlert[] {
  const inPeriod = daysOf(period);
  return alerts.filter(({ day }) => inPeriod(day));
}

export function alertedFacet(period: Period): Facet {
  return { id: FACET, of: (record) => (alertsIn(record, period).length > 0 ? 1 : 0) };
}

export function alertedSet(tally: Tally): CellSet {
  return tally.cellsOf(null, 'started', { all: 0 }, { facet: FACET, accepts: (alerted) => alerted === 1 });
}

export function alertResponse(
  disclosure: Disclosure,
  alerted: CellSet,
  records: readonly EpisodeRecord[],
  period: Period,
  minimumCell: number,
): AlertResponse {
  const nothing = { definition, raised: null, acknowledged: null, hours: null };
  if (disclosure.show(alerted) === null) return { ...nothing, reason: 'too-few' };
  const rounds = records.flatMap((record) => alertsIn(record, period));
  const seconds = rounds.flatMap((one) => one.seconds ?? []);
  const isSmall = (count: number): boolean => count > 0 && count < minimumCell;
  if (rounds.length === 0) return { ...nothing, raised: 0, acknowledged: 0, reason: 'no-episodes' };
  if (isSmall(seconds.length) || isSmall(rounds.length - seconds.length))
    return { ...nothing, raised: rounds.length, reason: 'too-few' };
  const hours = spreadOf(
    seconds.map((one) => one / SECONDS_PER_HOUR),
    minimumCell,
  );
  return {
    definition,
    raised: rounds.length,
    acknowledged: seconds.length,
    hours,
    reason: hours === null ? 'no-episodes' : null,
  };
}
