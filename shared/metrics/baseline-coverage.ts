/**
 * Baseline coverage: of the episodes that started in the period, those with a first score of both measures.
 *
 * Unit: episodes; proportion 0..1. Someone who started in the last 30 days may still get a first score.
 *
 * @module
 */
import { flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';

export const baselineCoverage = {
  id: 'baseline-coverage',
  label: 'Measured at the start',
  direction: 'increase',
  definition: {
    term: 'Baseline coverage',
    text: 'Has a first score of both the depression and the anxiety measure, from 14 days before to 30 days after the start.',
    citation: 'Our definition; the window is a setting of this pipeline, not a published rule',
  },
  dating: 'started',
  initialPopulation: { all: 0 },
  observed: { all: 0 },
  numerator: { all: flag.baseline },
} as const satisfies ProportionMetric;
