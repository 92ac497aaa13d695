/**
 * The further figures of a program's current year: each instrument, the process of care, groups of people.
 * First everything that will be asked is planned, then all counts are judged together with the others, then
 * figures are made of what may be shown.
 *
 * @module
 */
import { alertedFacet, alertedSet, alertResponse } from './alert-response.ts';
import { allianceCase, allianceFacet, allianceOutcome, allianceSets } from './alliance-outcome.ts';
import { dayOfDate } from './calendar.ts';
import type { CellSet } from './cell-set.ts';
import { askedFacet, askedFamily, askedSets, completionFigure } from './completion.ts';
import { instrumentOutcomes } from './courses/instrument-outcomes.ts';
import {
  anchoredFamilies,
  type InstrumentPlan,
  instrumentFamilies,
  instrumentPlans,
  instrumentSets,
  type Scope,
} from './courses/instrument-plan.ts';
import { curveFamily, curveSets } from './curve.ts';
import type { Disclosure } from './disclosure.ts';
import type { EpisodeRecord } from './episode-record.ts';
import { longGapFacet, longGapFigure, longGapSets } from './long-gap.ts';
import { firstStayFacet, peopleFamilies, peopleFigure, peopleSets } from './people.ts';
import { daysOf, type Periods } from './periods.ts';
import type { ReduceOptions } from './reduce.ts';
import { referralFigure, referralSets, referredFacet } from './referrals.ts';
import { retention, retentionFacet, retentionFigure } from './retention.ts';
import { builtInRules, type RuleBook } from './rule-book.ts';
import type { MeasuredBy } from './score-pair.ts';
import type { Period, Snapshot } from './snapshot.ts';
import {
  type StrataPlan,
  strataFamilies,
  strataPartitions,
  strataPlan,
  strataSets,
  strataTables,
} from './strata-tables.ts';
import type { Facet, Tally } from './tally.ts';
import { writeBackTimes } from './write-back-times.ts';

export interface DetailPlan {
  readonly records: readonly EpisodeRecord[];
  readonly scope: Scope;
  readonly period: Period;
  readonly instruments: readonly InstrumentPlan[];
  readonly strata: StrataPlan;
  readonly measures: MeasuredBy;
  readonly facets: readonly Facet[];
}

export function detailPlan(
  records: readonly EpisodeRecord[],
  measures: MeasuredBy,
  { current: period }: Periods,
  asOf: number,
): DetailPlan {
  const scope = scopeOf(period, asOf, measures.book ?? builtInRules);
  const instruments = instrumentPlans(records, scope);
  const strata = strataPlan(records, ({ end }) => scope.isInYear(end));
  const facets = [
    ...instruments.flatMap((plan) => plan.facets),
    ...strata.facets,
    onlyAsked(scope, retentionFacet(asOf)),
    longGapFacet(asOf),
    firstStayFacet(records, period),
    referredFacet(period),
    askedFacet(period),
    alertedFacet(period),
    onlyAsked(scope, allianceFacet(measures)),
  ];
  return { records, scope, period, instruments, strata, measures, facets };
}

/** Of episodes that no figure of the year is about nothing is asked, so that they stay few cells. */
function onlyAsked({ isAsked }: Scope, { id, of }: Facet): Facet {
  return { id, of: (record) => (isAsked(record) ? of(record) : 0) };
}

function scopeOf(period: Period, asOf: number, book: RuleBook): Scope {
  const isInYear = daysOf(period);
  const startedInYear = ({ start }: EpisodeRecord): boolean => isInYear(start);
  return {
    asOf,
    book,
    yearStart: dayOfDate(period.start),
    isInYear,
    startedInYear,
    isAsked: (record) => record.end === null || isInYear(record.end) || startedInYear(record),
  };
}

export type DetailSets = ReturnType<typeof detailSets>;

export function detailSets(tally: Tally, { instruments, strata, period }: DetailPlan) {
  return {
    instruments: instruments.map((plan) => instrumentSets(tally, plan, period)),
    strata: strataSets(tally, strata, period),
    retention: curveSets(tally, retention.facet, { all: 0 }, period),
    longGaps: longGapSets(tally),
    people: peopleSets(tally, period),
    referrals: referralSets(tally),
    asked: askedSets(tally),
    alerted: alertedSet(tally),
    alliance: allianceSets(tally, period),
  };
}

export function detailFamilies(sets: DetailSets): readonly (readonly CellSet[])[] {
  return [
    ...sets.instruments.flatMap(instrumentFamilies),
    ...strataFamilies(sets.strata),
    curveFamily(sets.retention),
    [sets.longGaps.open, sets.longGaps.longGap],
    ...peopleFamilies(sets.people),
    [sets.referrals.referred, sets.referrals.begun],
    askedFamily(sets.asked),
    [sets.alerted],
    sets.alliance,
    ...sets.instruments.flatMap(anchoredFamilies),
  ];
}

export function detailPartitions({ strata, instruments }: DetailSets): readonly (readonly CellSet[])[] {
  return [
    ...strataPartitions(strata),
    ...instruments.flatMap(({ categories }) => (categories === null ? [] : [categories.pieces])),
  ];
}

export function detailFigures(
  disclosure: Disclosure,
  { records, scope, period, instruments, measures }: DetailPlan,
  sets: DetailSets,
  { minimumCell, written }: Pick<ReduceOptions, 'minimumCell' | 'written'>,
): Pick<Snapshot, 'instruments' | 'process' | 'strata'> {
  const started = records.filter(scope.startedInYear);
  const finishedInYear = records.filter(
    ({ end, contactDays }) => scope.isInYear(end) && contactDays.length >= 2,
  );
  return {
    instruments: instruments.flatMap((plan, at) => {
      const own = sets.instruments[at];
      return own === undefined
        ? []
        : instrumentOutcomes(plan, own, { disclosure, records, scope, period, minimumCell });
    }),
    process: {
      completion: completionFigure(disclosure, sets.asked, records, period, minimumCell),
      alerts: alertResponse(disclosure, sets.alerted, records, period, minimumCell),
      writeBack: written === undefined ? null : writeBackTimes(written, period, minimumCell),
      people: peopleFigure(disclosure, sets.people),
      referrals: referralFigure(disclosure, sets.referrals, records, period, minimumCell),
      longGaps: longGapFigure(disclosure, sets.longGaps),
      retention: retentionFigure(disclosure, sets.retention, started, scope.asOf),
      alliance: allianceOutcome(
        disclosure,
        sets.alliance,
        finishedInYear.flatMap((record) => allianceCase(record, measures) ?? []),
      ),
    },
    strata: strataTables(disclosure, sets.strata),
  };
}
