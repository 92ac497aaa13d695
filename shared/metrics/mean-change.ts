/**
 * Mean change from the first to the last score of one instrument, among the finished who have both.
 *
 * Unit: points of the instrument, turned so that positive is better; paired t interval. The effect size is
 * the standardised mean change with raw-score standardisation: change over the SD of the first scores, with
 * Hedges' correction (SMCR). Variants differ by a third on the same data, so it is never shown without its
 * name. `observed` is who has both scores: a mean says nothing of the others, so `eligible` stands beside it.
 *
 * @module
 */
import { hedgesChange, standardisedChange } from '../stats/change-effect-size.ts';
import { type BetterIs, type Interval, towardsBetter } from '../stats/estimate.ts';
import { pairedTInterval, summariseChange } from '../stats/mean-change.ts';
import { dayOfDate } from './calendar.ts';
import type { EpisodeRecord } from './episode-record.ts';
import type { Count, MeanFigure, Period } from './snapshot.ts';

export interface ScoresOfPeriod {
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Whose they are, by position. */
  readonly of: readonly EpisodeRecord[];
}

/** First and last scores of the courses of treatment that finished in the period, in the order of the records. */
export function finishedScores(
  records: readonly EpisodeRecord[],
  instrument: string,
  period: Period,
): ScoresOfPeriod {
  const [from, to] = [dayOfDate(period.start), dayOfDate(period.end)];
  const first: number[] = [];
  const last: number[] = [];
  const of: EpisodeRecord[] = [];
  for (const record of records) {
    const { end, contactDays, measurements } = record;
    if (end === null || end < from || end > to || contactDays.length < 2) continue;
    const found = measurements.find((one) => one.instrument === instrument);
    if (found === undefined || found.first === null || found.last === null) continue;
    first.push(found.first.score);
    last.push(found.last.score);
    of.push(record);
  }
  return { first: Float64Array.from(first), last: Float64Array.from(last), of };
}

/** @param observed how many pairs there are, or null when that may not be shown: then nothing else is. */
export function meanFigure(
  scores: Pick<ScoresOfPeriod, 'first' | 'last'>,
  better: BetterIs,
  eligible: Count,
  observed: Count,
): MeanFigure {
  const withheld = {
    eligible,
    observed,
    meanFirst: null,
    meanLast: null,
    change: null,
    interval: null,
    effectSize: null,
    otherEffectSizes: [],
  };
  if (observed === null) return { ...withheld, reason: 'too-few' };
  const summary = summariseChange(scores.first, scores.last);
  if (summary.kind === 'none') return { ...withheld, reason: 'no-episodes' };
  const interval = pairedTInterval(summary);
  const effect = hedgesChange(summary, 'smcr');
  return {
    eligible,
    observed,
    meanFirst: summary.meanFirst,
    meanLast: summary.meanLast,
    change: towardsBetter(summary.meanChange, better),
    interval: interval.kind === 'none' ? null : turned(interval, better),
    effectSize:
      effect.kind === 'none'
        ? null
        : {
            name: 'Standardised mean change, SD of the first scores, Hedges-corrected (SMCR)',
            value: towardsBetter(effect.g, better),
            interval: turned(effect, better),
          },
    otherEffectSizes: otherEffectSizes.flatMap(({ name, by }) => {
      const found = standardisedChange(summary, by);
      return found.kind === 'none' ? [] : { name, value: towardsBetter(found.d, better) };
    }),
    reason: interval.kind === 'none' || effect.kind === 'none' ? 'not-defined' : null,
  };
}

/** Lakens 2013, Front Psychol 4:863; d_pre also Becker 1988. */
const otherEffectSizes = [
  { name: 'd_z: by the SD of the changes', by: 'change' },
  { name: 'd_av: by the mean of both SDs', by: 'average' },
  { name: 'd_rm: by the SD of the changes, corrected for the correlation', by: 'repeated-measures' },
  { name: 'd_pre: by the SD of the first scores, uncorrected', by: 'baseline' },
] as const;

/** The interval of the change towards better. */
function turned({ lower, upper, level }: Interval, better: BetterIs): Interval {
  const [a, b] = [towardsBetter(lower, better), towardsBetter(upper, better)];
  return { lower: Math.min(a, b), upper: Math.max(a, b), level };
}
