/**
 * Relapse and recurrence: of the finished courses of treatment that reached remission, those that were ill
 * again: within six months it is relapse, after that recurrence (Frank et al. 1991, Arch Gen Psychiatry 48:851).
 *
 * Ill again: at or above the cut-off, or reliably worse than the best score since remission. Scores after the
 * end of care count: that is where relapse is seen. Unit: episodes; proportion 0..1. Whoever was not measured
 * again in that time is excluded, and counted as excluded: to call them well would flatter.
 *
 * @module
 */
import { finished } from '../episode-flags.ts';
import type { Course } from './course.ts';
import { courseFlag } from './course-flag.ts';
import type { CourseMetric } from './course-metric.ts';
import { isCase, isRemission, reliablyChanged } from './instrument-rules.ts';
import { startedUnwell } from './remission.ts';

/** Six months in days. */
const RELAPSE_WITHIN = 183;

export interface AfterRemission {
  readonly seenAfterRemission: boolean;
  readonly relapsed: boolean;
  readonly seenLater: boolean;
  readonly recurred: boolean;
}

/** Null for a course that never reached remission from having been unwell. */
export function afterRemission({ rules, first, during, all }: Course): AfterRemission | null {
  if (first === null || startedUnwell(rules, first.score) !== true) return null;
  const remitted = during.find(({ score }) => isRemission(rules, score) === true);
  if (remitted === undefined) return null;
  let best = remitted.score;
  const after = { seenAfterRemission: false, relapsed: false, seenLater: false, recurred: false };
  for (const { day, score } of all) {
    if (day <= remitted.day) continue;
    const illAgain = isCase(rules, score) === true || reliablyChanged(rules, best, score) === -1;
    const soon = day - remitted.day <= RELAPSE_WITHIN;
    if (soon) after.seenAfterRemission = true;
    else after.seenLater = true;
    if (illAgain && soon) after.relapsed = true;
    if (illAgain && !soon && !after.relapsed) after.recurred = true;
    best = rules.better === 'lower' ? Math.min(best, score) : Math.max(best, score);
  }
  return after;
}

const source =
  'Frank et al. 1991, Arch Gen Psychiatry 48:851 (relapse before, recurrence after recovery is established); six months and "ill again" are our definition';

export const relapse: CourseMetric = {
  id: 'relapse',
  label: 'Ill again within six months of remission',
  direction: 'decrease',
  dating: 'ended',
  episodes: finished,
  initialPopulation: { all: courseFlag.remitted },
  denominatorExclusion: { all: courseFlag.unseenAfterRemission },
  excludedBecause: 'not measured again in that time',
  observed: { all: courseFlag.remitted },
  numerator: { all: courseFlag.relapsed },
  definition: (rules) =>
    rules.remission === null
      ? null
      : {
          term: 'Relapse',
          text: 'Finished care, reached remission, was measured again within six months, and by then scored above the cut-off or reliably worse than the best score since.',
          citation: source,
        },
};

export const recurrence: CourseMetric = {
  ...relapse,
  id: 'recurrence',
  label: 'Ill again later than six months after remission',
  initialPopulation: { all: courseFlag.remitted, none: courseFlag.relapsed },
  denominatorExclusion: { all: courseFlag.unseenLater },
  numerator: { all: courseFlag.recurred },
  definition: (rules) =>
    rules.remission === null
      ? null
      : {
          term: 'Recurrence',
          text: 'Finished care, reached remission without a relapse, was measured again more than six months later, and then scored above the cut-off or reliably worse than the best score since.',
          citation: source,
        },
};
