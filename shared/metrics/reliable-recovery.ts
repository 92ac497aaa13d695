/**
 * Reliable recovery: recovery and reliable improvement in one episode.
 *
 * Unit: episodes; proportion 0..1. The denominator is all finished minus those known to have started below
 * both cut-offs; it is not "at caseness", so an episode without a first score stays in.
 *
 * @module
 */
import { finished, flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';
import { nhsRules } from './nhs-source.ts';

export const reliableRecovery = {
  id: 'reliable-recovery',
  label: 'Reliably recovered',
  direction: 'increase',
  definition: {
    term: 'Reliable recovery',
    text: 'Started above the cut-off, ended below both cut-offs, and the change was larger than measurement error. Whoever is known to have started below both cut-offs is left out; whoever was not measured counts as not recovered.',
    citation: nhsRules,
  },
  dating: 'ended',
  initialPopulation: finished,
  denominatorExclusion: { all: flag.notAtCaseness },
  observed: { all: flag.paired },
  numerator: { all: flag.recovered | flag.improved },
} as const satisfies ProportionMetric;
