/**
 * A score history while it is filled, and the follow-up windows a score falls into.
 *
 * @module
 */
import { followUpWindows } from './episode-record.ts';

export interface OpenHistory {
  readonly days: number[];
  readonly scores: number[];
}

/** One score a day: the scores come in the order of their keys, and the later one stands. */
export function enter(history: OpenHistory | undefined, day: number, score: number): void {
  if (history === undefined) return;
  if (history.days.at(-1) === day) history.scores[history.scores.length - 1] = score;
  else {
    history.days.push(day);
    history.scores.push(score);
  }
}

const [three, six, twelve] = followUpWindows;

/** Bit per window of `followUpWindows` that holds so many days after the start. */
export function followUpBits(days: number): number {
  return (
    (days >= three.from && days <= three.to ? 1 : 0) |
    (days >= six.from && days <= six.to ? 2 : 0) |
    (days >= twelve.from && days <= twelve.to ? 4 : 0)
  );
}
