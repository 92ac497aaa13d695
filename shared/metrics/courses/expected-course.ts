/**
 * What is to be expected of somebody who starts like this: from past episodes of the same program, by severity
 * band of the first score and by how many scores there have been, the worst that nine in ten stay better than,
 * which is the limit of a two-sided 80 % prediction interval (Delgadillo et al. 2018, Lancet Psychiatry 5:564,
 * recalled and not read again here; OpenFIT and OQ-Analyst work alike).
 *
 * With fewer than fifty past episodes in a band there is no limit, and the static rules hold.
 *
 * @module
 */
import { quantile } from '../../stats/quantile.ts';
import type { EpisodeRecord } from '../episode-record.ts';
import { courseOf } from './course.ts';
import type { InstrumentRules } from './instrument-rules.ts';

const FEWEST_PAST_EPISODES = 50;
const SHARE_STAYING_BETTER = 0.9;

export interface ExpectedCourse {
  /** The limit at the nth score, 1 for the first, of those who started with `first`; null where there is none. */
  limit(first: number, nth: number): number | null;
  /** `static-rules` where no band has past episodes enough. */
  readonly basis: 'past-episodes' | 'static-rules';
}

/** @param before day before which past episodes ended: the limits never come from the people they judge. */
export function expectedCourse(
  records: readonly EpisodeRecord[],
  rules: InstrumentRules,
  before: number,
): ExpectedCourse {
  const scores = new Map<number, number[]>();
  for (const record of records) {
    if (record.end === null || record.end >= before) continue;
    const { first, during } = courseOf(record, rules, record.end);
    if (first === null || during.length < 2) continue;
    const band = bandOf(rules, first.score);
    during.forEach(({ score }, i) => {
      const key = placeOf(band, i + 1);
      const there = scores.get(key);
      if (there === undefined) scores.set(key, [score]);
      else there.push(score);
    });
  }
  const limits = new Map<number, number>();
  for (const [key, past] of scores) {
    if (past.length < FEWEST_PAST_EPISODES) continue;
    const share = rules.better === 'lower' ? SHARE_STAYING_BETTER : 1 - SHARE_STAYING_BETTER;
    limits.set(
      key,
      quantile(
        past.sort((a, b) => a - b),
        share,
      ),
    );
  }
  return {
    basis: limits.size > 0 ? 'past-episodes' : 'static-rules',
    limit: (first, nth) => limits.get(placeOf(bandOf(rules, first), nth)) ?? null,
  };
}

/** One number for a band and the how-manieth score; nobody has as many scores as this. */
function placeOf(band: number, nth: number): number {
  return band * 1_000_000 + nth;
}

/** Index of the severity band; one band for all where the authors published none. */
function bandOf({ bands }: InstrumentRules, score: number): number {
  return bands === null ? 0 : bands.findLastIndex(({ from }) => score >= from);
}
