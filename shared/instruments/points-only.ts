/**
 * Answer lists and items of instruments whose answers have no published codes: they arrive as points on the
 * printed scale.
 *
 * @module
 */
import { ANSWER_SYSTEM, type AnswerList, type Item, type Source } from './instrument.ts';

/** Every whole number from `from` to `to`, without names: the anchors' wording belongs to the owner. */
export function pointScale(from: number, to: number, source: Source): AnswerList {
  const options = Array.from({ length: to - from + 1 }, (_, index) => ({ points: from + index }));
  return { system: ANSWER_SYSTEM, options, source };
}

/** A scale whose points have plain names, the first worth `from` points. */
export function namedScale(from: number, names: readonly string[], source: Source): AnswerList {
  return {
    system: ANSWER_SYSTEM,
    options: names.map((name, index) => ({ points: from + index, name })),
    source,
  };
}

/** Items named by their number, where the order of the wording is not settled or a label would quote it. */
export function numberedItems(count: number, answers: string, label = 'item'): readonly Item[] {
  return Array.from({ length: count }, (_, index) => ({ label: `${label} ${index + 1}`, answers }));
}

/** The numbers `from` to `to`, both included. */
export function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
