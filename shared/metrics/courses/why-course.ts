/**
 * How the courses of one instrument were counted in one episode, by the flags its figures are made of.
 *
 * @module
 */
import type { Population } from '../episode-flags.ts';
import type { EpisodeRecord } from '../episode-record.ts';
import { builtInRules, type RuleBook } from '../rule-book.ts';
import type { Period } from '../snapshot.ts';
import { populationLine, type WhyLine, type WhySection } from '../why-line.ts';
import { whyOutside } from '../why-outside.ts';
import { whyAnchored } from './anchored.ts';
import { endMetrics, wayMetrics } from './catalog.ts';
import { courseOf } from './course.ts';
import { courseFlag } from './course-flag.ts';
import { courseFlags } from './course-flags.ts';
import type { ExpectedCourse } from './expected-course.ts';

/** Null for an instrument without rules, or of which nothing is counted. */
export function whyCourse(
  record: EpisodeRecord,
  instrument: string,
  {
    asOf,
    period,
    book = builtInRules,
    expectedOf,
  }: {
    readonly asOf: number;
    readonly period: Period;
    readonly book?: RuleBook | undefined;
    expectedOf(instrument: string): ExpectedCourse;
  },
): WhySection | null {
  const rules = book.rulesOf(instrument);
  if (rules === null) return null;
  const course = courseOf(record, rules, asOf);
  const flags = courseFlags(course, expectedOf(instrument));
  const isFinished = record.end !== null && record.contactDays.length >= 2;
  const lines = [...endMetrics, ...wayMetrics].flatMap((metric): readonly WhyLine[] => {
    if (metric.definition(rules) === null) return [];
    if (!isFinished)
      return [{ rule: metric.label, holds: null, because: 'not in the denominator: not finished' }];
    const outside = whyOutside(record, metric.dating, period, asOf);
    if (outside !== null) return [{ rule: metric.label, holds: null, because: outside }];
    const { initialPopulation: initial, denominatorExclusion, observed, numerator } = metric;
    const kept: Population = {
      all: initial.all,
      none: (initial.none ?? 0) | (denominatorExclusion?.all ?? 0),
    };
    const because = metric.excludedBecause === undefined ? {} : { excludedBecause: metric.excludedBecause };
    return [populationLine(flags, { label: metric.label, initial, kept, observed, numerator, ...because })];
  });
  const category =
    (flags & courseFlag.paired) === 0
      ? 'not measured'
      : (flags & courseFlag.recovered) !== 0
        ? 'recovered'
        : (flags & courseFlag.improved) !== 0
          ? 'improved'
          : (flags & courseFlag.worsened) !== 0
            ? 'deteriorated'
            : 'unchanged';
  const jacobsonTruax: readonly WhyLine[] =
    rules.reliableChange === null
      ? []
      : [{ rule: 'Jacobson-Truax category', holds: null, because: category }];
  const all = [...jacobsonTruax, ...lines, ...whyAnchored(record, course, asOf)];
  return all.length === 0 ? null : { title: rules.title, lines: all };
}
