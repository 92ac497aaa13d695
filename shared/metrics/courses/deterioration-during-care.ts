/**
 * Deterioration during care: of the finished courses of treatment, those with any score that is reliably worse
 * than the first, however they ended.
 *
 * Unit: episodes; proportion 0..1. Observed: a score after the first.
 *
 * @module
 */
import { finished } from '../episode-flags.ts';
import type { Course } from './course.ts';
import { courseFlag } from './course-flag.ts';
import type { CourseMetric } from './course-metric.ts';
import { cited, reliablyChanged } from './instrument-rules.ts';

export function everDeteriorated({ rules, first, during }: Course): boolean {
  return first !== null && during.some(({ score }) => reliablyChanged(rules, first.score, score) === -1);
}

export const deteriorationDuringCare: CourseMetric = {
  id: 'deterioration-during-care',
  label: 'Was reliably worse at some point',
  direction: 'decrease',
  dating: 'ended',
  episodes: finished,
  initialPopulation: { all: 0 },
  observed: { all: courseFlag.followed },
  numerator: { all: courseFlag.deteriorated },
  definition: ({ reliableChange }) =>
    reliableChange === null
      ? null
      : {
          term: 'Deterioration during treatment',
          text: 'Finished care, and at some point scored worse than at the start by more than measurement error.',
          citation: `Reliable change of ${cited(reliableChange)}`,
        },
};
