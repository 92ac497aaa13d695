/**
 * Response: of the finished courses of treatment that started as a case, those that lost at least half of the
 * first score. Exactly half counts.
 *
 * Unit: episodes; proportion 0..1. Known to have started below the cut-off: excluded. Not measured at the end:
 * not achieved. Only where lower is better: a share of a rising scale has no published meaning. It is harder
 * for severe starters (Psychiatric Services 2020, doi:10.1176/appi.ps.201900295), hence severity adjustment.
 *
 * @module
 */
import { percentChange } from '../../stats/percent-change.ts';
import { finished } from '../episode-flags.ts';
import type { Course } from './course.ts';
import { courseFlag } from './course-flag.ts';
import type { CourseMetric } from './course-metric.ts';
import { cited, type InstrumentRules, isCase } from './instrument-rules.ts';

const HALF = 0.5;

export function isResponse({ rules, first, last }: Course): boolean {
  return first !== null && last !== null && isHalved(rules, first.score, last.score);
}

/** From a case to at most half of it, where lower is better. */
export function isHalved(rules: InstrumentRules, first: number, later: number): boolean {
  if (isCase(rules, first) !== true || rules.better !== 'lower') return false;
  const by = { improvement: HALF, deterioration: HALF, betterIs: rules.better };
  const change = percentChange(first, later, by);
  return change.kind === 'estimated' && change.category === 'improved';
}

export const response: CourseMetric = {
  id: 'response',
  label: 'Score at least halved',
  direction: 'increase',
  dating: 'ended',
  episodes: finished,
  initialPopulation: { all: 0 },
  denominatorExclusion: { all: courseFlag.startedWell },
  observed: { all: courseFlag.paired },
  numerator: { all: courseFlag.response },
  definition: ({ caseness, better }) =>
    caseness === null || better !== 'lower'
      ? null
      : {
          term: 'Response',
          text: 'Finished care, started above the cut-off, and the last score is at most half of the first. Whoever was not measured at the end counts as not achieved. It is harder to reach from a severe start than from a mild one (Psychiatric Services 2020, doi:10.1176/appi.ps.201900295).',
          citation: `At least 50 % reduction from baseline (Kroenke & Spitzer; CBE 1884, 1885); cut-off ${cited(caseness)}`,
        },
};
