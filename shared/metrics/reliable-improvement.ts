/**
 * Reliable improvement: of the finished courses of treatment, those in which the depression or the anxiety
 * score fell by at least its reliable change and neither rose by it.
 *
 * Unit: episodes; proportion 0..1 of all finished, measured or not.
 *
 * @module
 */
import { finished, flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';
import { nhsRules } from './nhs-source.ts';

export const reliableImprovement = {
  id: 'reliable-improvement',
  label: 'Got reliably better',
  direction: 'increase',
  definition: {
    term: 'Reliable improvement',
    text: 'Finished care and got better by more than measurement error on the depression or the anxiety score, without getting worse by as much on the other. Whoever was not measured at the end counts as not better.',
    citation: nhsRules,
  },
  dating: 'ended',
  initialPopulation: finished,
  observed: { all: flag.paired },
  numerator: { all: flag.improved },
} as const satisfies ProportionMetric;
