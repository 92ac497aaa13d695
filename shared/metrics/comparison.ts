/**
 * Whether two rates differ, in words that the interval of their difference bears out. The sign alone never
 * makes a "higher".
 *
 * @module
 */
import { newcombeDifference } from '../stats/proportion-difference.ts';
import type { CompareWords, Comparison, ProportionFigure } from './snapshot.ts';

/** Against the same program in another period: Newcombe 1998, method 10. */
export function compareFigures(current: ProportionFigure, other: ProportionFigure): Comparison {
  const withheld = current.reason === 'too-few' || other.reason === 'too-few';
  const [now, then] = [groupOf(current), groupOf(other)];
  if (now === null || then === null) return uncompared(withheld ? 'too-few' : 'no-comparison');
  const estimate = newcombeDifference(now, then);
  if (estimate.kind === 'none') return uncompared('no-comparison');
  const { difference, lower, upper, level } = estimate;
  return { words: words(lower, upper, 0), difference, interval: { lower, upper, level }, reason: null };
}

/** Against a published rate, taken as exact: it comes from many more people than any program has. */
export function compareWithRate({ rate, interval, reason }: ProportionFigure, published: number): Comparison {
  if (rate === null || interval === null) {
    return uncompared(reason === 'too-few' ? 'too-few' : 'no-comparison');
  }
  return {
    words: words(interval.lower, interval.upper, published),
    difference: rate - published,
    interval: null,
    reason: null,
  };
}

function words(lower: number, upper: number, reference: number): CompareWords {
  if (lower > reference) return 'higher than';
  return upper < reference ? 'lower than' : 'no clear difference from';
}

function groupOf({
  populations,
  denominators,
  rate,
}: ProportionFigure): { count: number; of: number } | null {
  const { numerator } = populations;
  return rate === null || numerator === null || denominators.eligible === null
    ? null
    : { count: numerator, of: denominators.eligible };
}

function uncompared(reason: NonNullable<Comparison['reason']>): Comparison {
  return { words: null, difference: null, interval: null, reason };
}
