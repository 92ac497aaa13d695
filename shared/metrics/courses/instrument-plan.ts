/**
 * Everything that is asked of an instrument before anything is shown: the facets its courses are tallied by,
 * and the counts they make.
 *
 * @module
 */
import type { CellSet } from '../cell-set.ts';
import { type CurveSets, curveBucket, curveFamily, curveSets } from '../curve.ts';
import { finished } from '../episode-flags.ts';
import { compareText, type EpisodeRecord } from '../episode-record.ts';
import { inCare } from '../long-gap.ts';
import type { WholeSets } from '../partitions.ts';
import { type ProportionSets, setsOf } from '../proportion-figure.ts';
import type { RuleBook } from '../rule-book.ts';
import type { Definition, Period } from '../snapshot.ts';
import type { Facet, Tally } from '../tally.ts';
import { answersOf } from './alpha.ts';
import {
  type AnchoredMetric,
  anchoredFacet,
  anchoredMetrics,
  anchoredSets,
  isAtSetTime,
} from './anchored.ts';
import { endMetrics, wayMetrics } from './catalog.ts';
import { changeCategorySets, changeDefinition } from './change-categories.ts';
import { courseOf, measurementOf } from './course.ts';
import { courseFlag } from './course-flag.ts';
import { courseFlags } from './course-flags.ts';
import { type CourseMetric, courseSets, facetOf, whereCourse } from './course-metric.ts';
import { type ExpectedCourse, expectedCourse } from './expected-course.ts';
import type { InstrumentRules } from './instrument-rules.ts';
import { isDaily } from './mood-variability.ts';
import { remissionTime, remissionTimeFacet } from './time-to-remission.ts';

export interface InstrumentPlan {
  readonly rules: InstrumentRules;
  readonly expected: ExpectedCourse;
  readonly facets: readonly Facet[];
  /** All item answers of the first score, one episode a person. */
  readonly answers: ReadonlyMap<EpisodeRecord, readonly number[]>;
}

export interface Scope {
  readonly asOf: number;
  /** First day of the current year: what ended before it is the past. */
  readonly yearStart: number;
  readonly book: RuleBook;
  /** Whether a day is one of the current year. */
  isInYear(day: number | null): boolean;
  /** Whether any figure of the current year may be about the episode, but for those at a set time. */
  isAsked(record: EpisodeRecord): boolean;
  startedInYear(record: EpisodeRecord): boolean;
}

/** One plan for each instrument the records have scores of, in the order of the ids. */
export function instrumentPlans(records: readonly EpisodeRecord[], scope: Scope): readonly InstrumentPlan[] {
  const ids = new Set<string>();
  for (const record of records) {
    for (const { instrument } of record.measurements)
      if (scope.isAsked(record) || isAtSetTime(record, instrument, scope.isInYear)) ids.add(instrument);
  }
  return [...ids].sort(compareText).flatMap((id) => {
    const rules = scope.book.rulesOf(id);
    return rules === null ? [] : planOf(rules, records, scope);
  });
}

function planOf(rules: InstrumentRules, records: readonly EpisodeRecord[], scope: Scope): InstrumentPlan {
  const expected = expectedCourse(records, rules, scope.yearStart);
  const answers = firstAnswers(rules, records, scope);
  const flags: Facet = {
    id: facetOf(rules.instrument),
    of(record) {
      if (!scope.isAsked(record)) return 0;
      const course = courseOf(record, rules, scope.asOf);
      return (
        courseFlags(course, expected) |
        (answers.has(record) ? courseFlag.allItems : 0) |
        (isDaily(course) ? courseFlag.daily : 0)
      );
    },
  };
  const time: Facet = {
    id: remissionTimeFacet(rules.instrument),
    of: (record) =>
      scope.startedInYear(record) ? curveBucket(remissionTime(courseOf(record, rules, scope.asOf))) : 0,
  };
  const facets = [
    flags,
    ...(rules.remission === null ? [] : [time]),
    ...(anchoredMetrics(rules).length === 0 ? [] : [anchoredFacet(rules, scope.asOf, scope.isInYear)]),
  ];
  return { rules, expected, facets, answers };
}

function firstAnswers(
  { instrument }: InstrumentRules,
  records: readonly EpisodeRecord[],
  { startedInYear, book }: Scope,
): ReadonlyMap<EpisodeRecord, readonly number[]> {
  const scale = book.scaleOf(instrument);
  const found = new Map<EpisodeRecord, readonly number[]>();
  const seen = new Set<string>();
  if (scale === null) return found;
  for (const record of records) {
    if (!startedInYear(record) || seen.has(record.patient)) continue;
    const answers = answersOf(scale, measurementOf(record, instrument)?.points ?? '');
    if (answers === null) continue;
    seen.add(record.patient);
    found.set(record, answers);
  }
  return found;
}

export interface MeasureSets {
  readonly metric: Pick<CourseMetric, 'id' | 'label' | 'direction'>;
  readonly definition: Definition;
  readonly sets: ProportionSets;
}

export interface InstrumentSets {
  readonly ends: readonly MeasureSets[];
  readonly ways: readonly MeasureSets[];
  /** At set times after the first score. */
  readonly anchored: readonly (MeasureSets & { readonly metric: AnchoredMetric })[];
  readonly finished: CellSet;
  readonly paired: CellSet;
  readonly categories: WholeSets | null;
  readonly curve: CurveSets | null;
  readonly allItems: CellSet;
  readonly daily: CellSet;
  readonly judgedNow: CellSet;
  readonly offTrackNow: CellSet;
  readonly offTrackEarly: CellSet;
}

export function instrumentSets(tally: Tally, { rules }: InstrumentPlan, period: Period): InstrumentSets {
  const { instrument } = rules;
  const measures = (metrics: readonly CourseMetric[]): readonly MeasureSets[] =>
    metrics.flatMap((metric) => {
      const definition = metric.definition(rules);
      return definition === null
        ? []
        : { metric, definition, sets: courseSets(tally, metric, instrument, period) };
    });
  const now = (all: number): CellSet =>
    tally.cellsOf(null, 'started', inCare, whereCourse(instrument, { all }));
  const started = (all: number): CellSet =>
    tally.cellsOf(period, 'started', { all: 0 }, whereCourse(instrument, { all }));
  return {
    ends: measures(endMetrics),
    ways: measures(wayMetrics),
    anchored: anchoredMetrics(rules).map(({ metric, definition }) => ({
      metric,
      definition,
      sets: anchoredSets(tally, instrument, metric),
    })),
    finished: tally.cellsOf(period, 'ended', finished),
    paired: tally.cellsOf(period, 'ended', finished, whereCourse(instrument, { all: courseFlag.paired })),
    categories: changeDefinition(rules) === null ? null : changeCategorySets(tally, instrument, period),
    curve:
      rules.remission === null ? null : curveSets(tally, remissionTimeFacet(instrument), { all: 0 }, period),
    allItems: started(courseFlag.allItems),
    daily: started(courseFlag.daily),
    judgedNow: now(courseFlag.judged),
    offTrackNow: now(courseFlag.judged | courseFlag.offTrackNow),
    offTrackEarly: now(courseFlag.judged | courseFlag.offTrackNow | courseFlag.early),
  };
}

function countsOf(measures: readonly MeasureSets[]): readonly CellSet[] {
  return measures.flatMap(({ sets }) => setsOf(sets));
}

/** Of one instrument: how courses ended, what happened on the way, those who started, those in care. */
export function instrumentFamilies(sets: InstrumentSets): readonly (readonly CellSet[])[] {
  const { categories, curve } = sets;
  return [
    [
      sets.finished,
      sets.paired,
      ...(categories === null ? [] : [categories.total, ...categories.pieces]),
      ...countsOf(sets.ends),
    ],
    ...sets.ways.map((one) => [sets.finished, ...setsOf(one.sets)]),
    [...(curve === null ? [] : curveFamily(curve)), sets.allItems, sets.daily],
    [sets.judgedNow, sets.offTrackNow, sets.offTrackEarly],
  ];
}

/** Of one instrument at each set time: response and remission together, since one may lie inside the other. */
export function anchoredFamilies({ anchored }: InstrumentSets): readonly (readonly CellSet[])[] {
  return [...Map.groupBy(anchored, ({ metric }) => metric.anchor).values()].map(countsOf);
}
