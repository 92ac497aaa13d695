/**
 * Now against before, in words. The snapshot decides the words from the interval of the difference; the page
 * only says them, and shows an arrow only where the difference is clear.
 *
 * @module
 */
import type { Benchmark, Comparison, Direction, ProportionMeasure } from '../shared/metrics/snapshot.ts';
import { inHundred } from './wording.ts';

export interface ComparisonLine {
  readonly text: string;
  /** `level` for no clear difference; null where nothing could be compared. */
  readonly mark: 'up' | 'down' | 'level' | null;
  /** Whether the clear difference is good news; null when there is none, or the measure only describes. */
  readonly good: boolean | null;
}

export function againstYearBefore({ comparison, previous, direction }: ProportionMeasure): ComparisonLine {
  if (comparison.words === null || previous.rate === null)
    return { mark: null, good: null, text: noComparison(comparison) };
  const before = `${comparison.words} the year before (${inHundred(previous.rate)})`;
  const points = Math.round(Math.abs(comparison.difference ?? 0) * 100);
  const clear = clearness(comparison, direction);
  const text =
    clear.mark !== 'level' && points > 0 ? `${before}, by about ${points} ${plural(points)}` : before;
  return { ...clear, text: capital(text) };
}

/** Null where the benchmark cannot be compared: the reason already stands beside the figure. */
export function againstBenchmark(benchmark: Benchmark, direction: Direction): ComparisonLine | null {
  const { words } = benchmark.comparison;
  if (words === null) return null;
  const published = Number((benchmark.rate * 100).toFixed(1));
  return {
    ...clearness(benchmark.comparison, direction),
    text: capital(`${words} ${benchmark.label} (${published})`),
  };
}

/** Whether the interval of a difference bears out an arrow, and whether that is good news. */
export function clearness(
  { words }: Comparison,
  direction: Direction,
): Pick<ComparisonLine, 'mark' | 'good'> {
  if (words === 'no clear difference from') return { mark: 'level', good: null };
  const up = words === 'higher than';
  return {
    mark: up ? 'up' : 'down',
    good: direction === 'neither' ? null : up === (direction === 'increase'),
  };
}

function noComparison({ reason }: Comparison): string {
  return reason === 'too-few'
    ? 'Too few people to compare with the year before'
    : 'No year before to compare with yet';
}

function plural(points: number): string {
  return points === 1 ? 'point' : 'points';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
