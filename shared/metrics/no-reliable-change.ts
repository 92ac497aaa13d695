/**
 * No reliable change: measured at both ends and neither reliably better nor reliably worse. One score up and
 * the other down counts here.
 *
 * Unit: episodes; proportion 0..1 of all finished, measured or not.
 *
 * @module
 */
import { finished, flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';
import { nhsRules } from './nhs-source.ts';

export const noReliableChange = {
  id: 'no-reliable-change',
  label: 'No clear change',
  direction: 'neither',
  definition: {
    term: 'No reliable change',
    text: 'Finished care, was measured at the start and at the end, and the change was not larger than measurement error, or one score got better and the other worse.',
    citation: nhsRules,
  },
  dating: 'ended',
  initialPopulation: finished,
  observed: { all: flag.paired },
  numerator: { all: flag.paired, none: flag.improved | flag.deteriorated },
} as const satisfies ProportionMetric;
