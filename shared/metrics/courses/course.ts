/**
 * One instrument in one episode: what the metrics of that instrument look at.
 *
 * @module
 */
import type { DatedScore, EpisodeRecord, Measurement } from '../episode-record.ts';
import type { InstrumentRules } from './instrument-rules.ts';

export interface Course {
  readonly rules: InstrumentRules;
  readonly first: DatedScore | null;
  readonly last: DatedScore | null;
  /** From the first score on, within the episode, oldest first. Empty without a first score. */
  readonly during: readonly DatedScore[];
  /** As `during`, and what came after the end. */
  readonly all: readonly DatedScore[];
}

/** @param asOf day up to which an open episode is known. */
export function courseOf(record: EpisodeRecord, rules: InstrumentRules, asOf: number): Course {
  const found = measurementOf(record, rules.instrument);
  const first = found?.first ?? null;
  if (found === undefined || first === null) {
    return { rules, first: null, last: found?.last ?? null, during: [], all: [] };
  }
  const all = found.history.days.flatMap((day, i) =>
    day < first.day ? [] : { day, score: found.history.scores[i] ?? 0 },
  );
  const upTo = record.end ?? asOf;
  return { rules, first, last: found.last, during: all.filter(({ day }) => day <= upTo), all };
}

export function measurementOf(
  { measurements }: Pick<EpisodeRecord, 'measurements'>,
  instrument: string,
): Measurement | undefined {
  return measurements.find((one) => one.instrument === instrument);
}
