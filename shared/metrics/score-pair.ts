/**
 * The two measures of an episode with their scores and thresholds: depression, and the anxiety measure that
 * fits the problem. First and last are always of the same instrument.
 *
 * @module
 */
import { specificAnxietyMeasures } from './anxiety-measure.ts';
import type { EpisodeRecord, Measurement } from './episode-record.ts';
import { builtInRules, type PairThresholds, type RuleBook } from './rule-book.ts';

export interface ScorePair extends PairThresholds {
  readonly first: number | null;
  readonly last: number | null;
}

export interface MeasurePairs {
  readonly depression: ScorePair | null;
  readonly anxiety: ScorePair | null;
}

export interface MeasuredBy {
  readonly depression: string;
  readonly anxiety: string;
  /** @default the built-in instruments */
  readonly book?: RuleBook;
}

/** Null where the registry has no usable threshold for the instrument. */
export function scorePairs(
  { measurements, descriptor }: Pick<EpisodeRecord, 'measurements' | 'descriptor'>,
  measures: MeasuredBy,
): MeasurePairs {
  const { book = builtInRules } = measures;
  const pairOf = (instrument: string): ScorePair | null =>
    scorePair(book.pairThresholdsOf(instrument), instrument, measurements);
  return {
    depression: pairOf(measures.depression),
    anxiety: specificPair(descriptor, pairOf) ?? pairOf(measures.anxiety),
  };
}

function specificPair(
  descriptor: string | null,
  pairOf: (instrument: string) => ScorePair | null,
): ScorePair | null {
  for (const instrument of specificAnxietyMeasures(descriptor)) {
    const specific = pairOf(instrument);
    if (specific !== null && specific.first !== null && specific.last !== null) return specific;
  }
  return null;
}

function scorePair(
  thresholds: PairThresholds | null,
  instrument: string,
  measurements: readonly Measurement[],
): ScorePair | null {
  if (thresholds === null) return null;
  const found = measurements.find((one) => one.instrument === instrument);
  return { first: found?.first?.score ?? null, last: found?.last?.score ?? null, ...thresholds };
}
