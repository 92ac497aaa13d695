/**
 * Who the outcomes are of: the main measures of the current year by age band, sex, OMB race and ethnicity,
 * language and payer, with "not recorded" as a row. The gap of a group is to everybody else, not to the largest group
 * (Newcombe 1998, method 10). Whether people were measured stands beside it, because missing scores look like
 * a gap.
 *
 * The tables are fixed in advance and judged together with all other figures, so no two of them give a small
 * group away.
 *
 * @module
 */
import type { CellSet } from './cell-set.ts';
import { compareFigures } from './comparison.ts';
import type { Disclosure } from './disclosure.ts';
import { both, type Population } from './episode-flags.ts';
import { compareText, type EpisodeRecord } from './episode-record.ts';
import { eligible, type ProportionMetric } from './metric.ts';
import { type Grouping, groupings } from './packed-row.ts';
import { paired } from './paired.ts';
import type { StratumRow, StratumTable } from './program-figures.ts';
import {
  figureOfCounts,
  type ProportionSets,
  piecesOf,
  proportionFigure,
  proportionSets,
  setsOf,
} from './proportion-figure.ts';
import { reliableDeterioration } from './reliable-deterioration.ts';
import { reliableImprovement } from './reliable-improvement.ts';
import { reliableRecovery } from './reliable-recovery.ts';
import type { Comparison, Period, ProportionFigure } from './snapshot.ts';
import type { Facet, Tally, Where } from './tally.ts';

const measures: readonly ProportionMetric[] = [
  reliableImprovement,
  reliableRecovery,
  reliableDeterioration,
  paired,
];

function valueIn({ strata, payer }: EpisodeRecord, by: Grouping): string | null {
  return by === 'payer' ? payer : strata[by];
}

export interface StrataPlan {
  readonly facets: readonly Facet[];
  readonly values: Readonly<Record<Grouping, readonly (string | null)[]>>;
}

/** @param inYear whether an episode can be in a table: of all others nothing is asked. */
export function strataPlan(
  records: readonly EpisodeRecord[],
  inYear: (record: EpisodeRecord) => boolean,
): StrataPlan {
  const ofYear = records.filter(inYear);
  const valuesOf = (name: Grouping): readonly (string | null)[] => {
    const recorded = [...new Set(ofYear.map((record) => valueIn(record, name)))].filter(
      (one) => one !== null,
    );
    return [...recorded.sort(compareText), null];
  };
  const values = {
    ageBand: valuesOf('ageBand'),
    sex: valuesOf('sex'),
    race: valuesOf('race'),
    ethnicity: valuesOf('ethnicity'),
    language: valuesOf('language'),
    payer: valuesOf('payer'),
  };
  const facets = groupings.map((name): Facet => {
    const numbers = new Map(values[name].map((value, index) => [value, index + 1]));
    return { id: name, of: (record) => (inYear(record) ? (numbers.get(valueIn(record, name)) ?? 0) : 0) };
  });
  return { facets, values };
}

interface TableSets {
  readonly metric: ProportionMetric;
  readonly by: Grouping;
  readonly everyone: ProportionSets;
  readonly rows: readonly { readonly value: string | null; readonly sets: ProportionSets }[];
}

export function strataSets(tally: Tally, { values }: StrataPlan, period: Period): readonly TableSets[] {
  return groupings.flatMap((by) =>
    measures.map((metric) => ({
      metric,
      by,
      everyone: proportionSets(tally, metric, period),
      rows: values[by].map((value, index) => ({
        value,
        sets: rowSets(tally, metric, period, { facet: by, accepts: (number) => number === index + 1 }),
      })),
    })),
  );
}

function rowSets(tally: Tally, metric: ProportionMetric, period: Period, where: Where): ProportionSets {
  const cells = (population: Population): CellSet => tally.cellsOf(period, metric.dating, population, where);
  const counted = eligible(metric);
  const { initialPopulation, denominatorExclusion } = metric;
  return {
    denominator: cells(initialPopulation),
    eligible: cells(counted),
    numerator: cells(both(counted, metric.numerator)),
    exclusion:
      denominatorExclusion === undefined
        ? new Uint8Array(tally.cells)
        : cells(both(initialPopulation, denominatorExclusion)),
    observed: cells(both(counted, metric.observed)),
    observedNumerator: cells(both(both(counted, metric.numerator), metric.observed)),
  };
}

/** One family a property: who there is comes first, then the measures in their order. */
export function strataFamilies(tables: readonly TableSets[]): readonly (readonly CellSet[])[] {
  return tables.map(({ everyone, rows }) => [everyone, ...rows.map(({ sets }) => sets)].flatMap(setsOf));
}

export function strataPartitions(tables: readonly TableSets[]): readonly (readonly CellSet[])[] {
  return tables.flatMap(({ rows }) => piecesOf(rows.map(({ sets }) => sets)));
}

export function strataTables(disclosure: Disclosure, tables: readonly TableSets[]): readonly StratumTable[] {
  return tables.map(({ metric, by, everyone, rows }) => {
    const all = proportionFigure(disclosure, everyone);
    return {
      measure: metric.id,
      by,
      rows: rows
        .map(({ value, sets }): StratumRow => {
          const figure = proportionFigure(disclosure, sets);
          return { value, figure, gap: gapToRest(figure, all) };
        })
        // Nobody without a record: nothing to say of them.
        .filter(({ value, figure }) => value !== null || figure.denominators.eligible !== 0),
    };
  });
}

/** What is left of everybody are counts a reader could subtract, so they were judged with the others. */
function gapToRest(row: ProportionFigure, all: ProportionFigure): Comparison {
  const rest = (of: (figure: ProportionFigure) => number | null): number | null => {
    const [mine, everyones] = [of(row), of(all)];
    return mine === null || everyones === null ? null : everyones - mine;
  };
  return compareFigures(
    row,
    figureOfCounts(
      rest(({ populations }) => populations.numerator),
      rest(({ denominators }) => denominators.eligible),
    ),
  );
}
