/**
 * Reliable deterioration: of the finished courses of treatment, those in which one of the two scores rose by
 * at least its reliable change and neither fell by it.
 *
 * Unit: episodes; proportion 0..1 of all finished, measured or not.
 *
 * @module
 */
import { finished, flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';
import { nhsRules } from './nhs-source.ts';

export const reliableDeterioration = {
  id: 'reliable-deterioration',
  label: 'Got worse',
  direction: 'decrease',
  definition: {
    term: 'Reliable deterioration',
    text: 'Finished care and got worse by more than measurement error on the depression or the anxiety score, without getting better by as much on the other.',
    citation: nhsRules,
  },
  dating: 'ended',
  initialPopulation: finished,
  observed: { all: flag.paired },
  numerator: { all: flag.deteriorated },
} as const satisfies ProportionMetric;
