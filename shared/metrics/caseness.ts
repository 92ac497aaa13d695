/**
 * Caseness: of the finished courses of treatment, those known to have started at or above a case cut-off.
 *
 * Unit: episodes; proportion 0..1 of all finished. It describes who came, it is not an outcome.
 *
 * @module
 */
import { finished, flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';
import { nhsRules } from './nhs-source.ts';

export const caseness = {
  id: 'caseness',
  label: 'Started above the cut-off',
  direction: 'neither',
  definition: {
    term: 'At caseness at the start',
    text: 'The first score was at or above the cut-off for depression or for anxiety.',
    citation: nhsRules,
  },
  dating: 'ended',
  initialPopulation: finished,
  observed: { all: flag.casenessKnown },
  numerator: { all: flag.atCaseness },
} as const satisfies ProportionMetric;
