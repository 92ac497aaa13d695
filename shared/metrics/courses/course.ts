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
  const { days, scores } = found.history;
  const all: DatedScore[] = [];
  for (let i = 0; i < days.length; i++) {
    const day = days[i] ?? 0;
    if (day >= first.day) all.push({ day, score: scores[i] ?? 0 });
  }
  const upTo = record.end ?? asOf;
  const isOver = all.length > 0 && (all.at(-1)?.day ?? 0) > upTo;
  const during = isOver ? all.filter(({ day }) => day <= upTo) : all;
  return { rules, first, last: found.last, during, all };
}

export function measurementOf(
  { measurements }: Pick<EpisodeRecord, 'measurements'>,
  instrument: string,
): Measurement | undefined {
  return measurements.find((one) => one.instrument === instrument);
}
