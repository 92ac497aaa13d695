/**
 * ADSM match: of the finished courses of treatment whose problem calls for an anxiety-disorder-specific measure
 * (ADSM), those with a first and a last score of that measure.
 *
 * Unit: episodes; proportion 0..1. Everyone is observed: an absent score is what is being counted. Which problem
 * calls for which measure is in `anxiety-measure.ts`; of two that it calls for, either will do. Problems whose
 * measure has no usable cut-off and reliable change are not asked: outcomes could not be told by it.
 *
 * @module
 */
import { both, finished, flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';

const called = both(finished, { all: flag.specificCalled });

export const specificMeasure = {
  id: 'adsm-match',
  label: 'Measured for the problem that is treated',
  direction: 'increase',
  definition: {
    term: 'ADSM match',
    text: 'Finished care for a problem whose own anxiety measure has a cut-off and a reliable change that could be verified (of the built-in instruments: PTSD, by the PCL-5), with a first and a last score of that measure on different days.',
    citation:
      'Clark 2018, PMC5942544, Table 2; problems and measures from the NHS Talking Therapies metadata of 2024-25',
  },
  dating: 'ended',
  initialPopulation: called,
  observed: called,
  numerator: { all: flag.specificPaired },
} as const satisfies ProportionMetric;
