/**
 * A proportion as data: FHIR measure populations over episode flags.
 *
 * rate = numerator / (denominator - denominator exclusion). The initial population is the denominator. Someone
 * who was not measured stays in it and counts as not achieved; `observed` is who was measured, so that both
 * rates can be shown side by side.
 *
 * @module
 */
import type { Population } from './episode-flags.ts';
import type { Definition, Direction } from './snapshot.ts';

/**
 * The date that puts an episode into a period: outcomes belong to the period in which care ended, process to
 * the one in which it started, a follow-up to the one in which its window closed.
 */
export const datings = ['ended', 'started', 'followUp3', 'followUp6', 'followUp12'] as const;

export type Dating = (typeof datings)[number];

export interface ProportionMetric {
  /** Stable: it is stored and linked to. Never rename it. */
  readonly id: string;
  readonly label: string;
  readonly direction: Direction;
  readonly definition: Definition;
  readonly dating: Dating;
  readonly initialPopulation: Population;
  readonly denominatorExclusion?: Population;
  /** Those of the denominator for whom it is known whether they are in the numerator. */
  readonly observed: Population;
  readonly numerator: Population;
}

/** Nobody left out: what remains once an exclusion has been taken away is told by `none`. */
export function eligible({ initialPopulation, denominatorExclusion }: ProportionMetric): Population {
  return {
    all: initialPopulation.all,
    none: (initialPopulation.none ?? 0) | (denominatorExclusion?.all ?? 0),
  };
}
