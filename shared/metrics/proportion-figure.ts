/**
 * One metric in one period: its populations as sets of cells, and what may be shown of them as a figure.
 *
 * @module
 */

import type { Interval } from '../stats/estimate.ts';
import { wilsonInterval } from '../stats/proportion.ts';
import type { CellSet } from './cell-set.ts';
import type { Disclosure } from './disclosure.ts';
import { both, type Population } from './episode-flags.ts';
import { eligible, type ProportionMetric } from './metric.ts';
import type { Count, Period, Populations, ProportionFigure } from './snapshot.ts';
import type { Tally } from './tally.ts';

export interface ProportionSets {
  readonly denominator: CellSet;
  readonly eligible: CellSet;
  readonly numerator: CellSet;
  readonly exclusion: CellSet;
  readonly observed: CellSet;
  readonly observedNumerator: CellSet;
}

/** All of them, in the order in which they are worth showing. */
export function setsOf(sets: ProportionSets): readonly CellSet[] {
  const { denominator, eligible: kept, numerator, exclusion, observed, observedNumerator } = sets;
  return [denominator, kept, numerator, exclusion, observed, observedNumerator];
}

/** Of figures side by side in a whole, each kind of count as its pieces. */
export function piecesOf(figures: readonly ProportionSets[]): readonly (readonly CellSet[])[] {
  const kinds = figures.map(setsOf);
  return (kinds[0] ?? []).map((_, kind) => kinds.flatMap((sets) => sets[kind] ?? []));
}

export function proportionSets(tally: Tally, metric: ProportionMetric, period: Period): ProportionSets {
  const cells = (population: Population): CellSet => tally.cellsOf(period, metric.dating, population);
  const counted = eligible(metric);
  const numerator = both(counted, metric.numerator);
  const { initialPopulation, denominatorExclusion } = metric;
  const nobody = new Uint8Array(tally.cells);
  return {
    denominator: cells(initialPopulation),
    eligible: cells(counted),
    numerator: cells(numerator),
    exclusion:
      denominatorExclusion === undefined ? nobody : cells(both(initialPopulation, denominatorExclusion)),
    observed: cells(both(counted, metric.observed)),
    observedNumerator: cells(both(numerator, metric.observed)),
  };
}

/** In the order of importance: where not all can be shown, the numerator goes before the rest. */
export function proportionFigure(disclosure: Disclosure, sets: ProportionSets): ProportionFigure {
  const denominator = disclosure.show(sets.denominator);
  const eligibleCount = disclosure.show(sets.eligible);
  const numerator = disclosure.show(sets.numerator);
  const denominatorExclusion = disclosure.show(sets.exclusion);
  const observed = disclosure.show(sets.observed);
  const populations = { initialPopulation: denominator, denominator, denominatorExclusion, numerator };
  const rate = rateOfPopulations(populations);
  const observedRate = rateOf(disclosure.show(sets.observedNumerator), observed);
  return {
    populations,
    denominators: { eligible: eligibleCount, observed },
    rate: rate?.rate ?? null,
    interval: rate?.interval ?? null,
    observedRate: observedRate?.rate ?? null,
    observedInterval: observedRate?.interval ?? null,
    reason: rate !== null ? null : eligibleCount === 0 ? 'no-episodes' : 'too-few',
  };
}

/** A figure of two counts that stand for everybody they are about. */
export function figureOfCounts(numerator: Count, of: Count): ProportionFigure {
  const rate = rateOf(numerator, of);
  const shown = { rate: rate?.rate ?? null, interval: rate?.interval ?? null };
  return {
    populations: { initialPopulation: of, denominator: of, denominatorExclusion: 0, numerator },
    denominators: { eligible: of, observed: of },
    ...shown,
    observedRate: shown.rate,
    observedInterval: shown.interval,
    reason: rate !== null ? null : of === 0 ? 'no-episodes' : 'too-few',
  };
}

/** Numerator of what is left of the denominator after exclusions, as FHIR scores a proportion. */
export function rateOfPopulations({
  denominator,
  denominatorExclusion,
  numerator,
}: Populations): Rate | null {
  if (denominator === null || denominatorExclusion === null) return null;
  return rateOf(numerator, denominator - denominatorExclusion);
}

export interface Rate {
  /** 0..1, with its 95 % Wilson interval. */
  readonly rate: number;
  readonly interval: Interval;
}

/** Null where either is withheld, and for 0 of 0. */
export function rateOf(count: Count, of: Count): Rate | null {
  if (count === null || of === null) return null;
  const estimate = wilsonInterval(count, of);
  if (estimate.kind === 'none') return null;
  const { proportion, lower, upper, level } = estimate;
  return { rate: proportion, interval: { lower, upper, level } };
}
