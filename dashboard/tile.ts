/**
 * One tile: a measure as a manager reads it. A tile without a figure says why and has no number at all.
 *
 * @module
 */
import type { ProportionMeasure, Snapshot } from '../shared/metrics/snapshot.ts';
import { againstBenchmark, againstYearBefore, type ComparisonLine } from './comparison.ts';
import { headlineMeasures } from './headline.ts';
import { count, inHundred, likelyRange, withheld } from './wording.ts';

export interface Tile {
  readonly id: string;
  readonly label: string;
  /** A measure of which less is better is drawn in the one colour for worse. */
  readonly worse: boolean;
  /** The heart of the definition; all of it stands under "How we count". */
  readonly meaning: string;
  readonly figure: TileFigure | { readonly kind: 'withheld'; readonly why: string };
}

export interface TileFigure {
  readonly kind: 'shown';
  readonly inHundred: string;
  readonly range: string | null;
  readonly people: string | null;
  /** The same rate of those who were measured at the start and at the end, where it differs. */
  readonly ofMeasured: string | null;
  readonly comparisons: readonly ComparisonLine[];
  /** For the strip under the number: positions from 0 to 1. */
  readonly strip: {
    readonly rate: number;
    readonly lower: number;
    readonly upper: number;
    readonly before: number | null;
  };
}

export function tiles(snapshot: Snapshot): readonly Tile[] {
  return headlineMeasures(snapshot).map((measure) => ({
    id: measure.id,
    label: measure.label,
    worse: measure.direction === 'decrease',
    meaning: firstSentence(measure.definition.text),
    figure: figure(measure),
  }));
}

function figure(measure: ProportionMeasure): Tile['figure'] {
  const { current, previous, benchmark, direction } = measure;
  const { rate, interval, observedRate, populations, denominators } = current;
  if (rate === null) return { kind: 'withheld', why: withheld(current.reason) };
  const { numerator } = populations;
  const { eligible, observed } = denominators;
  const norm = benchmark === null ? null : againstBenchmark(benchmark, direction);
  return {
    kind: 'shown',
    inHundred: inHundred(rate),
    range: interval === null ? null : likelyRange(interval),
    people:
      numerator === null || eligible === null ? null : `${count(numerator)} of ${count(eligible)} people`,
    ofMeasured:
      observedRate === null || observed === null || observed === eligible
        ? null
        : `${inHundred(observedRate)} in 100 of the ${count(observed)} measured twice`,
    comparisons: [againstYearBefore(measure), ...(norm === null ? [] : [norm])],
    strip: { rate, lower: interval?.lower ?? rate, upper: interval?.upper ?? rate, before: previous.rate },
  };
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}
