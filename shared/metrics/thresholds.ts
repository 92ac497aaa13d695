/**
 * The registry of thresholds: who says from where a score is a case, and which change is real.
 *
 * Built from the instruments, which carry their own thresholds, plus the anxiety measures of NHS Talking
 * Therapies that we do not score. Authorities disagree (PCL-5); every view is kept, and a result names the
 * version of this registry, so that a change of threshold is seen as one.
 *
 * @module
 */
import type { Instrument, Threshold } from '../instruments/instrument.ts';

/** Raise it with every change of a number below or in an instrument's `thresholds`. */
export const thresholdsVersion = 1;

export interface RegisteredThreshold extends Threshold {
  readonly instrument: string;
  readonly better: 'lower' | 'higher';
}

/** Caseness and reliable change by the NHS Talking Therapies Manual, appendix; recalled, not read again here. */
function manual(
  instrument: string,
  caseness: number,
  reliableChange: number,
): readonly RegisteredThreshold[] {
  const entry = {
    instrument,
    score: 'total',
    better: 'lower',
    authority: 'NHS Talking Therapies',
    population: 'adults in talking therapy, England',
    effective: '2026-11-22',
    source: { cite: 'NHS Talking Therapies Manual, appendix', confidence: 'unverified' },
  } as const;
  return [
    { ...entry, kind: 'caseness', value: caseness },
    { ...entry, kind: 'reliable-change', value: reliableChange },
  ];
}

const anxietyMeasuresWeDoNotScore: readonly RegisteredThreshold[] = [
  ...manual('spin', 19, 10),
  ...manual('pdss', 8, 5),
  ...manual('oci', 40, 32),
  ...manual('ies-r', 33, 9),
  ...manual('hai-short-week', 18, 4),
  // The Manual gives "above 2.3" of an item mean with two decimals.
  ...manual('mi-alone', 2.31, 0.73),
];

/** Those that the instruments carry, and those of the anxiety measures that we do not score. */
export function thresholdsOf(instruments: readonly Instrument[]): readonly RegisteredThreshold[] {
  const own = instruments.flatMap(({ id, scores, thresholds }) =>
    thresholds.flatMap((threshold) => {
      const better = scores.find((score) => score.id === threshold.score)?.better ?? null;
      return better === null ? [] : [{ ...threshold, instrument: id, better }];
    }),
  );
  return [...own, ...anxietyMeasuresWeDoNotScore];
}

/**
 * The threshold in use: the one of `authority` where it has one, else the first registered. A number that
 * nobody could verify is on record and never used.
 */
export type FindThreshold = (
  instrument: string,
  kind: Threshold['kind'],
  authority?: string,
) => RegisteredThreshold | undefined;

export function findIn(registered: readonly RegisteredThreshold[]): FindThreshold {
  const usable = registered.filter(({ source }) => source.confidence !== 'unverified');
  return (instrument, kind, authority = 'NHS Talking Therapies') => {
    const candidates = usable.filter((one) => one.instrument === instrument && one.kind === kind);
    return candidates.find((one) => one.authority === authority) ?? candidates[0];
  };
}
