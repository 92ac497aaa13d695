/**
 * A proportion of one instrument: FHIR measure populations over course flags, of the episodes of a base
 * population.
 *
 * @module
 */
import { belongs, type Population } from '../episode-flags.ts';
import type { Dating } from '../metric.ts';
import type { ProportionSets } from '../proportion-figure.ts';
import type { Definition, Direction, Period } from '../snapshot.ts';
import type { Tally, Where } from '../tally.ts';
import type { InstrumentRules } from './instrument-rules.ts';

export interface CourseMetric {
  /** Stable: it is stored and linked to. Never rename it. */
  readonly id: string;
  readonly label: string;
  readonly direction: Direction;
  readonly dating: Dating;
  /** Of episode flags: who is asked at all. */
  readonly episodes: Population;
  /** Of course flags, as in `ProportionMetric`. */
  readonly initialPopulation: Population;
  readonly denominatorExclusion?: Population;
  /**
   * Why somebody is excluded, in words.
   *
   * @default known to have started below the cut-off
   */
  readonly excludedBecause?: string;
  readonly observed: Population;
  readonly numerator: Population;
  /** Null where the instrument has not what the metric needs: then it is not made. */
  definition(rules: InstrumentRules): Definition | null;
}

/** Facet under which the flags of an instrument's courses are tallied. */
export function facetOf(instrument: string): string {
  return `course ${instrument}`;
}

export function whereCourse(instrument: string, population: Population): Where {
  return { facet: facetOf(instrument), accepts: (flags) => belongs(flags, population) };
}

export function courseSets(
  tally: Tally,
  metric: CourseMetric,
  instrument: string,
  period: Period,
): ProportionSets {
  const { dating, episodes, initialPopulation, denominatorExclusion, observed, numerator } = metric;
  const cells = (...populations: readonly Population[]) =>
    tally.cellsOf(period, dating, episodes, ...populations.map((one) => whereCourse(instrument, one)));
  const kept: Population = { all: 0, none: denominatorExclusion?.all ?? 0 };
  return {
    denominator: cells(initialPopulation),
    eligible: cells(initialPopulation, kept),
    numerator: cells(initialPopulation, kept, numerator),
    exclusion:
      denominatorExclusion === undefined
        ? new Uint8Array(tally.cells)
        : cells(initialPopulation, denominatorExclusion),
    observed: cells(initialPopulation, kept, observed),
    observedNumerator: cells(initialPopulation, kept, numerator, observed),
  };
}
