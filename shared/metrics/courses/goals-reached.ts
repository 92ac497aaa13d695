/**
 * Goals reached: of the finished courses of treatment with goals set, those whose last goal attainment score is
 * 50 or more, the expected outcome on average over the goals (Kiresuk & Sherman 1968).
 *
 * Unit: episodes; proportion 0..1 of all finished who set goals.
 *
 * @module
 */
import { finished } from '../episode-flags.ts';
import type { Course } from './course.ts';
import { courseFlag } from './course-flag.ts';
import type { CourseMetric } from './course-metric.ts';

/** T score of goals attained exactly as expected, by construction. */
const EXPECTED = 50;

/** The first score is where the goals were set, so that alone says nothing of reaching them. */
export function areGoalsReached({ rules, last }: Course): boolean {
  return rules.area === 'goals' && last !== null && last.score >= EXPECTED;
}

export const goalsReached: CourseMetric = {
  id: 'goals-reached',
  label: 'Reached their goals as expected or better',
  direction: 'increase',
  dating: 'ended',
  episodes: finished,
  initialPopulation: { all: courseFlag.first },
  observed: { all: courseFlag.paired },
  numerator: { all: courseFlag.goalsReached },
  definition: ({ area }) =>
    area !== 'goals'
      ? null
      : {
          term: 'Goal attainment T at or above 50',
          text: 'Finished care with goals set, and the last goal attainment score is 50 or more: on average the goals were attained as expected.',
          citation: 'Kiresuk & Sherman 1968, Community Ment Health J 4:443',
        },
};
