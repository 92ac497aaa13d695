/**
 * The two measures of an episode with their scores and thresholds: depression, and the anxiety measure that
 * fits the problem. First and last are always of the same instrument.
 *
 * @module
 */
import type { BetterIs } from '../stats/estimate.ts';
import { specificAnxietyMeasures } from './anxiety-measure.ts';
import type { EpisodeRecord, Measurement } from './episode-record.ts';
import { thresholdFor } from './thresholds.ts';

export interface ScorePair {
  readonly first: number | null;
  readonly last: number | null;
  /** A case at this score or worse. */
  readonly caseness: number;
  /** Reliably changed by this much or more. */
  readonly reliableChange: number;
  readonly better: BetterIs;
}

export interface MeasurePairs {
  readonly depression: ScorePair | null;
  readonly anxiety: ScorePair | null;
}

export interface MeasuredBy {
  readonly depression: string;
  readonly anxiety: string;
}

/** Null where the registry has no usable threshold for the instrument. */
export function scorePairs(
  { measurements, descriptor }: Pick<EpisodeRecord, 'measurements' | 'descriptor'>,
  measures: MeasuredBy,
): MeasurePairs {
  return {
    depression: pairOf(measures.depression, measurements),
    anxiety: anxietyPair(descriptor, measures.anxiety, measurements),
  };
}

function anxietyPair(
  descriptor: string | null,
  general: string,
  measurements: readonly Measurement[],
): ScorePair | null {
  for (const instrument of specificAnxietyMeasures(descriptor)) {
    const specific = pairOf(instrument, measurements);
    if (specific !== null && specific.first !== null && specific.last !== null) return specific;
  }
  return pairOf(general, measurements);
}

function pairOf(instrument: string, measurements: readonly Measurement[]): ScorePair | null {
  const thresholds = thresholdsOf(instrument);
  if (thresholds === null) return null;
  const found = measurements.find((one) => one.instrument === instrument);
  return { first: found?.first?.score ?? null, last: found?.last?.score ?? null, ...thresholds };
}

type PairThresholds = Pick<ScorePair, 'caseness' | 'reliableChange' | 'better'>;

const known = new Map<string, PairThresholds | null>();

function thresholdsOf(instrument: string): PairThresholds | null {
  const cached = known.get(instrument);
  if (cached !== undefined) return cached;
  const caseness = thresholdFor(instrument, 'caseness');
  const reliableChange = thresholdFor(instrument, 'reliable-change');
  const thresholds =
    caseness === undefined || reliableChange === undefined
      ? null
      : { caseness: caseness.value, reliableChange: reliableChange.value, better: caseness.better };
  known.set(instrument, thresholds);
  return thresholds;
}
