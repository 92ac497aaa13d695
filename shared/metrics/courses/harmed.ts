/**
 * Harmed: of the finished courses of treatment that started below the cut-off, those that ended as a case and
 * reliably worse. The fifth of the Jacobson-Truax categories, and a part of "reliably worse": it stands beside the
 * categories, because two small pieces would both have to be withheld where one can be shown.
 *
 * Unit: episodes; proportion 0..1. Known to have started as a case: excluded. Not measured at the end: not counted
 * as harmed, which is the kind reading; the rate of those measured stands beside it.
 *
 * @module
 */
import { finished } from '../episode-flags.ts';
import type { Course } from './course.ts';
import { courseFlag } from './course-flag.ts';
import type { CourseMetric } from './course-metric.ts';
import { cited, isCase, reliablyChanged } from './instrument-rules.ts';

export function isHarmed({ rules, first, last }: Course): boolean {
  return (
    first !== null &&
    last !== null &&
    isCase(rules, first.score) === false &&
    isCase(rules, last.score) === true &&
    reliablyChanged(rules, first.score, last.score) === -1
  );
}

export const harmed: CourseMetric = {
  id: 'harmed',
  label: 'Became a case while getting reliably worse',
  direction: 'decrease',
  dating: 'ended',
  episodes: finished,
  initialPopulation: { all: 0 },
  denominatorExclusion: { all: courseFlag.startedUnwell },
  excludedBecause: 'known to have started at the cut-off or worse',
  observed: { all: courseFlag.paired },
  numerator: { all: courseFlag.harmed },
  definition: ({ caseness, reliableChange }) =>
    caseness === null || reliableChange === null
      ? null
      : {
          term: 'Harmed',
          text: 'Finished care, started on the healthy side of the cut-off, ended on the other, and got worse by more than measurement error.',
          citation: `Jacobson & Truax 1991, J Consult Clin Psychol 59:12, whose four categories this one divides; cut-off ${cited(caseness)}, reliable change ${cited(reliableChange)}`,
        },
};
