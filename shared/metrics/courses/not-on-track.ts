/**
 * Not on track: a score worse than is to be expected of somebody who started like this. Not said before the
 * third score.
 *
 * The limit comes from past episodes (`expected-course.ts`). Where there are too few of them, static rules:
 * PHQ-9 at or above 17 from week 4, 13 from week 9, 9 from week 14 (Schueller et al., recalled from a
 * secondary source), or for any instrument reliably worse than the first score.
 *
 * Two figures: of the finished who could be judged, who was ever off track; of those, who ended reliably
 * better all the same. It is a reason to look, never a verdict: until the sixth score a late response is
 * still possible (PMC6428692).
 *
 * @module
 */
import { finished } from '../episode-flags.ts';
import type { Course } from './course.ts';
import { courseFlag } from './course-flag.ts';
import type { CourseMetric } from './course-metric.ts';
import type { ExpectedCourse } from './expected-course.ts';
import { type InstrumentRules, reliablyChanged } from './instrument-rules.ts';

/** Which scores are judged: from this one on. */
export const JUDGED_FROM = 3;

/** Until this score a late response is still possible (PMC6428692, of depression). */
export const LATE_RESPONSE_UNTIL = 6;

/** From this many weeks on a score of `from` or more is off track; the latest week that has come decides. */
const staticLimits: Readonly<Record<string, readonly { readonly week: number; readonly from: number }[]>> = {
  'phq-9': [
    { week: 14, from: 9 },
    { week: 9, from: 13 },
    { week: 4, from: 17 },
  ],
};

/** Per score of the course whether it is off track; null where it is not judged. */
export function trackOf(course: Course, expected: ExpectedCourse): readonly (boolean | null)[] {
  const { rules, first, during } = course;
  if (first === null) return [];
  return during.map(({ day, score }, i) => {
    if (i + 1 < JUDGED_FROM) return null;
    const limit = expected.limit(first.score, i + 1);
    if (limit !== null) return rules.better === 'lower' ? score > limit : score < limit;
    return isOffByStaticRules(rules, first.score, score, (day - first.day) / 7);
  });
}

function isOffByStaticRules(rules: InstrumentRules, first: number, score: number, weeks: number): boolean {
  const reached = staticLimits[rules.instrument]?.find(({ week }) => weeks >= week);
  if (reached !== undefined && score >= reached.from) return true;
  return reliablyChanged(rules, first, score) === -1;
}

function definitionFor(rules: InstrumentRules, term: string, text: string) {
  return rules.reliableChange === null && staticLimits[rules.instrument] === undefined
    ? null
    : {
        term,
        text,
        citation:
          'Expected response from past episodes (after Delgadillo et al. 2018), with fewer than 50 of them static rules (Schueller et al.; reliable change)',
      };
}

export const notOnTrack: CourseMetric = {
  id: 'not-on-track',
  label: 'Not on track at some point',
  direction: 'decrease',
  dating: 'ended',
  episodes: finished,
  initialPopulation: { all: courseFlag.judged },
  observed: { all: courseFlag.judged },
  numerator: { all: courseFlag.everOffTrack },
  definition: (rules) =>
    definitionFor(
      rules,
      'Not on track',
      'Finished care with three scores or more, and from the third on one was worse than is expected of people who started alike.',
    ),
};

export const backOnTrack: CourseMetric = {
  ...notOnTrack,
  id: 'not-on-track-improved',
  label: 'Not on track, yet ended reliably better',
  direction: 'increase',
  initialPopulation: { all: courseFlag.judged | courseFlag.everOffTrack },
  observed: { all: courseFlag.paired },
  numerator: { all: courseFlag.improved },
  definition: (rules) =>
    rules.reliableChange === null
      ? null
      : definitionFor(
          rules,
          'Not on track and improved',
          'Of those who were not on track at some point, who ended better by more than measurement error.',
        ),
};
