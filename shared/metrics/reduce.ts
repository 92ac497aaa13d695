/**
 * Merged partial + program -> snapshot. Floats are computed here, once, from sorted episodes, so neither the
 * order of rows nor the division into shards can change a byte of the result.
 *
 * What may be shown is decided over all figures of the snapshot together; see `disclosure.ts`. What is asked
 * of it first is shown first: the year's rates, its bar and means, the year before, then the months.
 *
 * @module
 */
import { registryVersion } from '../instruments/catalog.ts';
import type { ProgramSettings } from '../settings/settings.ts';
import type { WrittenMonth } from '../write-back/time-to-write.ts';
import { benchmarkFor } from './benchmarks.ts';
import { isoDate } from './calendar.ts';
import { proportions } from './catalog.ts';
import { distinct } from './cell-set.ts';
import { compareFigures } from './comparison.ts';
import { Disclosure } from './disclosure.ts';
import { type EpisodeRecord, hasBegun } from './episode-record.ts';
import { meanMeasures } from './mean-measures.ts';
import type { Partial } from './partial.ts';
import { funnel, outcomesOfFinished, partition, reasonsOfEnded, treatmentOfEnded } from './partitions.ts';
import { breakdown, familiesOf, type PeriodSets, partitionsOf, periodSets } from './period-sets.ts';
import { type Periods, rollingYear } from './periods.ts';
import { detailFamilies, detailFigures, detailPartitions, detailPlan, detailSets } from './program-detail.ts';
import { proportionFigure } from './proportion-figure.ts';
import {
  departed,
  EpisodeKeys,
  ledgerFacet,
  ledgerOf,
  type ReleaseLedger,
  releasedSets,
} from './release-ledger.ts';
import { reliableDeterioration } from './reliable-deterioration.ts';
import { reliableImprovement } from './reliable-improvement.ts';
import { reliableRecovery } from './reliable-recovery.ts';
import { withRoundedCounts } from './rounded-counts.ts';
import { builtInRules, type RuleBook } from './rule-book.ts';
import { sentenceOf } from './sentence.ts';
import {
  type ProportionFigure,
  type ProportionMeasure,
  SNAPSHOT_VERSION,
  type Snapshot,
} from './snapshot.ts';
import { tally } from './tally.ts';
import { thresholdsVersion } from './thresholds.ts';

export interface ReduceOptions {
  /** No count from 1 to one less than this is shown. */
  readonly minimumCell: number;
  /**
   * Every count is shown to the nearest of so many.
   *
   * @default counts as they are
   */
  readonly roundCountsTo?: number | undefined;
  /** @default the last twelve full months before the as-of date, and the twelve before them */
  readonly periods?: Periods;
  /**
   * Version of the scoring rules as a whole, the operator's included.
   *
   * @default registryVersion
   */
  readonly registry?: number;
  /**
   * The instruments that are scored, with their thresholds.
   *
   * @default the built-in ones
   */
  readonly book?: RuleBook;
  /**
   * Releases whose figures are out: what is shown now must be safe together with them.
   *
   * @default none
   */
  readonly ledgers?: readonly ReleaseLedger[];
  /**
   * How long scores of the source took into the chart.
   *
   * @default not at hand: then the snapshot does not say
   */
  readonly written?: readonly WrittenMonth[];
}

export interface Compiled {
  readonly snapshot: Snapshot;
  /** Small groups that earlier releases and the corrections since give away, whatever is withheld now. */
  readonly givenAway: number;
  /** What a release of this snapshot would tell of the current year. @param release `YYYY-MM`. */
  ledger(release: string): ReleaseLedger;
}

/** @param merged all shards of the program's source; see `mergePartials`. */
export function reduceProgram(merged: Partial, program: ProgramSettings, options: ReduceOptions): Snapshot {
  return compileProgram(merged, program, options).snapshot;
}

export function compileProgram(
  merged: Partial,
  program: ProgramSettings,
  {
    minimumCell,
    roundCountsTo,
    periods = rollingYear(isoDate(merged.asOf)),
    registry = registryVersion,
    book = builtInRules,
    ledgers = [],
    written,
  }: ReduceOptions,
): Compiled {
  const { records: begun, waiting, origin } = episodesOf(merged, program.id);
  const present = [...begun, ...waiting];
  const keys = new EpisodeKeys();
  const records = [...present, ...departed(ledgers, present, keys)];
  const measuredBy = { ...program.measures, book };
  const detail = detailPlan(records, measuredBy, periods, merged.asOf);
  const allPeriods = [periods.current, periods.previous, ...periods.months];
  const facets = [...detail.facets, ...ledgers.map((ledger) => ledgerFacet(ledger, keys))];
  const cells = tally(records, measuredBy, allPeriods, facets);
  const now = periodSets(cells, periods.current);
  const parts = breakdown(cells, periods.current);
  const before = periodSets(cells, periods.previous);
  const months = periods.months.map((period) => periodSets(cells, period));
  const further = detailSets(cells, detail);
  const [thisYear, rest] = [familiesOf(now, parts), [before, ...months].flatMap((sets) => familiesOf(sets))];
  const families = [...thisYear, ...rest, ...detailFamilies(further)];
  const disclosure = new Disclosure(cells, families, {
    minimumCell,
    released: ledgers.flatMap((ledger) => releasedSets(cells, ledger)),
    partitions: [...partitionsOf(parts, months), ...detailPartitions(further)],
  });
  const figuresOf = ({ proportions: sets }: PeriodSets): readonly ProportionFigure[] =>
    sets.map((one) => proportionFigure(disclosure, one));

  const current = figuresOf(now);
  const outcomes = partition(disclosure, outcomesOfFinished, parts.outcomes);
  const means = meanMeasures(disclosure, records, measuredBy, periods, now, before);
  const endings = partition(disclosure, treatmentOfEnded, parts.endings);
  const reasons = partition(disclosure, reasonsOfEnded, parts.reasons);
  const stages = funnel(disclosure, parts.funnel);
  const measures = measuresOf(current, figuresOf(before), months.map(figuresOf), program);
  const exact: Omit<Snapshot, 'sentence'> = {
    version: SNAPSHOT_VERSION,
    source: merged.source,
    program: { id: program.id, name: program.name },
    registryVersion: { scoring: registry, thresholds: thresholdsVersion },
    asOf: isoDate(merged.asOf),
    watermark: merged.watermark,
    minimumCell,
    episodes: origin,
    measuredBy: program.measures,
    period: periods.current,
    previousPeriod: periods.previous,
    months: periods.months,
    measures,
    means,
    outcomes,
    endings,
    reasons,
    funnel: stages,
    ...detailFigures(disclosure, detail, further, { minimumCell, ...(written !== undefined && { written }) }),
  };
  const figures = withRoundedCounts(exact, roundCountsTo);
  return {
    snapshot: {
      ...figures,
      ...(roundCountsTo !== undefined && { roundCountsTo }),
      sentence: headlineOf(figures),
    },
    givenAway: disclosure.givenAway.length,
    ledger(release) {
      const told = distinct([...thisYear, ...detailFamilies(further)].flat()).filter(
        (set) => (disclosure.show(set) ?? 0) > 0,
      );
      return ledgerOf(release, records, keys, cells, told);
    },
  };
}

function headlineOf({ measures, period }: Pick<Snapshot, 'measures' | 'period'>): string {
  const measure = ({ id }: { readonly id: string }) => measures.find((one) => one.id === id);
  const [recovered, improved, worse] = [reliableRecovery, reliableImprovement, reliableDeterioration].map(
    measure,
  );
  if (recovered === undefined || improved === undefined || worse === undefined) return '';
  const told = {
    reliableRecovery: recovered,
    reliableImprovement: improved,
    reliableDeterioration: worse,
  };
  return sentenceOf(told, period);
}

export interface ProgramEpisodes {
  /** Those that have begun. */
  readonly records: readonly EpisodeRecord[];
  /** Planned or waited for. */
  readonly waiting: readonly EpisodeRecord[];
  readonly origin: Snapshot['episodes'];
}

/** The EHR's episodes of a program where it has any; those inferred from responses only where it has none. */
export function episodesOf({ episodes }: Partial, program: string): ProgramEpisodes {
  const all = episodes.filter((episode) => episode.program === program);
  const begun = all.filter(hasBegun);
  const waiting = all.filter((episode) => !hasBegun(episode));
  const stored = begun.filter(({ inferred }) => !inferred);
  if (stored.length > 0) return { records: stored, waiting, origin: 'stored' };
  return { records: begun, waiting, origin: begun.length > 0 ? 'inferred' : 'none' };
}

function measuresOf(
  current: readonly ProportionFigure[],
  previous: readonly ProportionFigure[],
  months: readonly (readonly ProportionFigure[])[],
  { measures: measuredBy }: ProgramSettings,
): readonly ProportionMeasure[] {
  return proportions.flatMap(({ id, label, direction, definition }, index) => {
    const [now, then] = [current[index], previous[index]];
    if (now === undefined || then === undefined) return [];
    return {
      kind: 'proportion',
      id,
      label,
      direction,
      definition,
      current: now,
      previous: then,
      comparison: compareFigures(now, then),
      benchmark: benchmarkFor(id, now, measuredBy),
      months: months.flatMap((month) => month[index] ?? []),
    };
  });
}
