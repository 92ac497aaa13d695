/**
 * Recovery: started at or above a case cut-off, ended below both.
 *
 * Unit: episodes; proportion 0..1 of all finished minus those known to have started below both cut-offs.
 *
 * @module
 */
import { finished, flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';
import { nhsRules } from './nhs-source.ts';

export const recovery = {
  id: 'recovery',
  label: 'Ended below the cut-off',
  direction: 'increase',
  definition: {
    term: 'Recovery',
    text: 'Started above the cut-off on the depression or the anxiety score and ended below both cut-offs, however small the change.',
    citation: nhsRules,
  },
  dating: 'ended',
  initialPopulation: finished,
  denominatorExclusion: { all: flag.notAtCaseness },
  observed: { all: flag.paired },
  numerator: { all: flag.recovered },
} as const satisfies ProportionMetric;
