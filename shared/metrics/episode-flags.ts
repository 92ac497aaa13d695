/**
 * What is true of an episode, one bit each. A population is a set of bits that must be there and a set that
 * must not, so every metric is data, and counting is one comparison of integers.
 *
 * @module
 */
export const flag = {
  /** It has ended. */
  ended: 1 << 0,
  /** Two or more attended treatment contacts. */
  treated: 1 << 1,
  /** Exactly one. */
  onceTreated: 1 << 2,
  /** A first score of both measures. */
  baseline: 1 << 3,
  /** A first and a last score of both measures. */
  paired: 1 << 4,
  /** Known to have started above a cut-off. */
  atCaseness: 1 << 5,
  /** Known to have started below both cut-offs. Neither bit is set where that cannot be told. */
  notAtCaseness: 1 << 6,
  recovered: 1 << 7,
  improved: 1 << 8,
  deteriorated: 1 << 9,
  /** Ended as planned. */
  completed: 1 << 10,
  /** Ended without a plan: the patient stopped coming. */
  droppedOut: 1 << 11,
  /** A score in the window 3, 6 or 12 months after the start: the order of `followUpWindows`. */
  followUp3: 1 << 12,
  followUp6: 1 << 13,
  followUp12: 1 << 14,
  /** A first and a last score of the program's depression, or general anxiety, instrument. */
  depressionPaired: 1 << 15,
  anxietyPaired: 1 << 16,
  /** The problem treated has an anxiety measure of its own. */
  specificCalled: 1 << 17,
  /** A first and a last score of that. */
  specificPaired: 1 << 18,
  /** Started above a cut-off or below both: one score that is a case is enough to know it. */
  casenessKnown: 1 << 19,
} as const;

/** All of `all` and none of `none`. */
export interface Population {
  readonly all: number;
  readonly none?: number;
}

export function belongs(flags: number, { all, none = 0 }: Population): boolean {
  return (flags & all) === all && (flags & none) === 0;
}

/** In both. */
export function both(one: Population, other: Population): Population {
  return { all: one.all | other.all, none: (one.none ?? 0) | (other.none ?? 0) };
}

/** Ended with two or more attended treatment contacts: a finished course of treatment (NHS Talking Therapies). */
export const finished: Population = { all: flag.ended | flag.treated };
