/**
 * Paired rate: of the finished courses of treatment, those with a first and a last score of both measures.
 * It says how far every other rate can be trusted.
 *
 * Unit: episodes; proportion 0..1. Everyone is observed: an absent score is what is being counted.
 *
 * @module
 */
import { finished, flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';

export const paired = {
  id: 'paired',
  label: 'Measured at the start and at the end',
  direction: 'increase',
  definition: {
    term: 'Paired outcome data',
    text: 'Finished care with a first and a last score, on different days, of both the depression and the anxiety measure.',
    citation:
      'NHS England, Talking Therapies metadata (bennettoxford/nhstt@f65c91b): a last score exists only where two scores do',
  },
  dating: 'ended',
  initialPopulation: finished,
  observed: finished,
  numerator: { all: flag.paired },
} as const satisfies ProportionMetric;
