/**
 * From repeated scores to the time of the first remission, ready for `kaplanMeier`.
 *
 * @module
 */
import type { BetterIs } from './estimate.ts';
import type { Observed } from './survival.ts';

export interface DatedScore {
  readonly time: number;
  readonly score: number;
}

export interface RemissionRule {
  /** The last score that still counts as remission: 4 for PHQ-9, whose remission is below 5. */
  readonly remissionUpTo: number;
  readonly betterIs: BetterIs;
}

export type TimeToRemission =
  | ({ readonly kind: 'eligible'; readonly baseline: number } & Observed)
  /** In remission from the start, or never seen again: not part of the curve. */
  | {
      readonly kind: 'not-eligible';
      readonly reason: 'no-scores' | 'remitted-at-baseline' | 'no-later-score';
    };

/**
 * One person's scores, in time order. The event is the first later score in remission; without one the
 * person is censored at the last score. Time runs from the first score, in its unit.
 */
export function timeToRemission(scores: readonly DatedScore[], rule: RemissionRule): TimeToRemission {
  const [baseline, ...later] = scores;
  if (baseline === undefined) return { kind: 'not-eligible', reason: 'no-scores' };
  if (isRemission(baseline.score, rule)) return { kind: 'not-eligible', reason: 'remitted-at-baseline' };
  const remitted = later.find(({ score }) => isRemission(score, rule));
  const end = remitted ?? later.at(-1);
  if (end === undefined) return { kind: 'not-eligible', reason: 'no-later-score' };
  return {
    kind: 'eligible',
    baseline: baseline.score,
    time: end.time - baseline.time,
    event: remitted !== undefined,
  };
}

function isRemission(score: number, { remissionUpTo, betterIs }: RemissionRule): boolean {
  return betterIs === 'lower' ? score <= remissionUpTo : score >= remissionUpTo;
}

/** Of everybody, the share with a score at each time, 0..1; times in order. Empty for nobody. */
export function scoreAvailability(
  people: readonly (readonly DatedScore[])[],
): readonly { readonly time: number; readonly proportion: number }[] {
  const counts = new Map<number, number>();
  for (const scores of people) {
    for (const time of new Set(scores.map((score) => score.time)))
      counts.set(time, (counts.get(time) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([time, count]) => ({ time, proportion: count / people.length }));
}
