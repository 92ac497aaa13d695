/**
 * Ups and downs of one person's daily scores.
 *
 * SD is how far the days are apart, RMSSD how far one day is from the next (von Neumann 1941; Jahng, Wood &
 * Trull 2008, Psychol Methods 13:354), inertia how much of a day is carried over into the next: the
 * autocorrelation at lag 1 (Kuppens et al. 2010, Psychol Sci 21:984). Only days that follow each other are
 * taken for the last two. `none` with fewer than three days; a part that cannot be had is null.
 *
 * @module
 */
import { pearson } from './correlation.ts';
import { type Estimated, none } from './estimate.ts';
import { standardDeviation } from './moments.ts';

export interface Fluctuation {
  readonly days: number;
  readonly sd: number;
  readonly rmssd: number | null;
  readonly inertia: number | null;
}

/** @param days whole numbers, ascending, each once. */
export function fluctuation(days: readonly number[], scores: readonly number[]): Estimated<Fluctuation> {
  if (days.length === 0) return none('no-observations');
  if (days.length < 3) return none('too-few-observations');
  const today: number[] = [];
  const tomorrow: number[] = [];
  for (let i = 1; i < days.length; i++) {
    if ((days[i] ?? 0) - (days[i - 1] ?? 0) !== 1) continue;
    today.push(scores[i - 1] ?? 0);
    tomorrow.push(scores[i] ?? 0);
  }
  const squares = today.reduce((sum, score, i) => sum + ((tomorrow[i] ?? 0) - score) ** 2, 0);
  const carried = pearson(today, tomorrow);
  return {
    kind: 'estimated',
    days: days.length,
    sd: standardDeviation(scores),
    rmssd: today.length === 0 ? null : Math.sqrt(squares / today.length),
    inertia: carried.kind === 'none' ? null : carried.r,
  };
}
