/**
 * Partial response: lost at least a quarter of the first score, but less than half. Populations as in
 * `response.ts`.
 *
 * @module
 */
import { percentChange } from '../../stats/percent-change.ts';
import type { Course } from './course.ts';
import { courseFlag } from './course-flag.ts';
import type { CourseMetric } from './course-metric.ts';
import { cited, isCase } from './instrument-rules.ts';
import { isResponse, response } from './response.ts';

const QUARTER = 0.25;

export function isPartialResponse(course: Course): boolean {
  const { rules, first, last } = course;
  if (first === null || last === null || isCase(rules, first.score) !== true) return false;
  if (rules.better !== 'lower' || isResponse(course)) return false;
  const by = { improvement: QUARTER, deterioration: QUARTER, betterIs: rules.better };
  const change = percentChange(first.score, last.score, by);
  return change.kind === 'estimated' && change.category === 'improved';
}

export const partialResponse: CourseMetric = {
  ...response,
  id: 'partial-response',
  label: 'Score fell by a quarter to a half',
  numerator: { all: courseFlag.partialResponse },
  definition: ({ caseness, better }) =>
    caseness === null || better !== 'lower'
      ? null
      : {
          term: 'Partial response',
          text: 'Finished care, started above the cut-off, and lost at least 25 but less than 50 in 100 of the first score.',
          citation: `Usual convention, recalled and not read again here; cut-off ${cited(caseness)}`,
        },
};
