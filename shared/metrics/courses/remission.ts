/**
 * Remission: of the finished courses of treatment that started unwell, those whose last score is in remission
 * by the registry.
 *
 * Unit: episodes; proportion 0..1. Unwell is a case; for an instrument with a remission but no cut-off
 * (BARC-10), whoever did not start in remission. Known to have started well: excluded.
 *
 * @module
 */
import { finished } from '../episode-flags.ts';
import type { Course } from './course.ts';
import { courseFlag } from './course-flag.ts';
import type { CourseMetric } from './course-metric.ts';
import { cited, type InstrumentRules, isCase, isRemission } from './instrument-rules.ts';

/** Null where that cannot be told. */
export function startedUnwell(rules: InstrumentRules, first: number): boolean | null {
  const atCase = isCase(rules, first);
  if (atCase !== null) return atCase;
  const remitted = isRemission(rules, first);
  return remitted === null ? null : !remitted;
}

export function isRemitted({ rules, first, last }: Course): boolean {
  return (
    first !== null &&
    last !== null &&
    startedUnwell(rules, first.score) === true &&
    isRemission(rules, last.score) === true
  );
}

export const remission: CourseMetric = {
  id: 'remission',
  label: 'In remission at the end',
  direction: 'increase',
  dating: 'ended',
  episodes: finished,
  initialPopulation: { all: 0 },
  denominatorExclusion: { all: courseFlag.startedWell },
  observed: { all: courseFlag.paired },
  numerator: { all: courseFlag.remission },
  definition: (rules) =>
    rules.remission === null
      ? null
      : {
          term: 'Remission',
          text: `Finished care, started unwell, and the last score is ${rules.better === 'lower' ? 'below' : 'at or above'} ${rules.remission.value}. Whoever was not measured at the end counts as not in remission. It is harder to reach from a severe start than from a mild one (Psychiatric Services 2020, doi:10.1176/appi.ps.201900295).`,
          citation: cited(rules.remission),
        },
};
