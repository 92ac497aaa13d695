/**
 * Programs of one source beside each other, without a ranking: is a program's rate clearly different from that of
 * the others together (Newcombe), is it further from the pooled one than its size explains (funnel limits), and
 * did people end better than people who started like them (severity-adjusted change)? Rounding and small numbers
 * rank noise; programs in the funnel do not differ.
 *
 * Made of what each program's snapshot shows and of nothing else, so it tells nothing new of small groups: a
 * program whose counts are withheld is not in the pool.
 *
 * @module
 */
import type { ProgramSettings } from '../settings/settings.ts';
import type { Interval } from '../stats/estimate.ts';
import { type FunnelLimits, type FunnelPosition, funnel, funnelLimits } from '../stats/funnel.ts';
import { fitExpectation, severityAdjusted } from '../stats/severity-adjustment.ts';
import { compareFigures } from './comparison.ts';
import type { InstrumentRules } from './courses/instrument-rules.ts';
import type { EpisodeRecord } from './episode-record.ts';
import { finishedScores } from './mean-change.ts';
import type { Partial } from './partial.ts';
import { figureOfCounts } from './proportion-figure.ts';
import { episodesOf } from './reduce.ts';
import { builtInRules, type RuleBook } from './rule-book.ts';
import type { Comparison, Direction, Period, Snapshot, WithheldReason } from './snapshot.ts';

const COMPARED = [
  'reliable-improvement',
  'reliable-recovery',
  'reliable-deterioration',
  'recovery',
  'paired',
];
/** People of the reference set for each predictor and for itself; with fewer the line is mostly chance. */
const FEWEST_REFERENCE = 30;

export interface ComparedProgram {
  readonly program: string;
  readonly name: string;
  readonly rate: number | null;
  readonly of: number | null;
  /** 95 %, Wilson. */
  readonly interval: Interval | null;
  /** Against the other programs whose counts are shown, together: Newcombe 1998, method 10. */
  readonly gap: Comparison;
  readonly limits: FunnelLimits | null;
  readonly position: FunnelPosition | null;
  readonly reason: WithheldReason | null;
}

export interface ComparedMeasure {
  readonly measure: string;
  readonly label: string;
  readonly direction: Direction;
  /** All programs whose counts are shown, pooled. */
  readonly target: number | null;
  /** Above 1 the programs differ by more than chance; with ten or more the limits are that much wider. */
  readonly dispersion: number | null;
  readonly programs: readonly ComparedProgram[];
}

export interface AdjustedChange {
  readonly instrument: string;
  readonly programs: readonly {
    readonly program: string;
    readonly n: number | null;
    /** Better than expected by this many points, with its 95 % interval. */
    readonly pointsBetter: number | null;
    readonly interval: Interval | null;
    readonly reason: WithheldReason | null;
  }[];
}

export const COMPARISON_VERSION = 2;

export interface ProgramComparison {
  readonly version: typeof COMPARISON_VERSION;
  readonly source: string;
  readonly asOf: string;
  readonly period: Period;
  readonly measures: readonly ComparedMeasure[];
  readonly adjusted: readonly AdjustedChange[];
  readonly citation: string;
}

/** Null with fewer than two programs. @param snapshots one for each of `programs`, of the same day. */
export function programComparison(
  merged: Partial,
  programs: readonly ProgramSettings[],
  snapshots: readonly Snapshot[],
  book: RuleBook = builtInRules,
): ProgramComparison | null {
  const [first] = snapshots;
  if (first === undefined || snapshots.length < 2) return null;
  return {
    version: COMPARISON_VERSION,
    source: first.source,
    asOf: first.asOf,
    period: first.period,
    measures: COMPARED.map((measure) => comparedMeasure(measure, snapshots)),
    adjusted: adjustedChanges(
      new Map(programs.map(({ id }) => [id, episodesOf(merged, id).records])),
      snapshots,
      book,
    ),
    citation:
      'Funnel limits 95 % and 99.8 %: Spiegelhalter 2005, Stat Med 24:1185, as in UKHSA PHEindicatormethods. Severity-adjusted change: last score regressed on the first; why: Psychiatric Services 2020, doi:10.1176/appi.ps.201900295',
  };
}

function comparedMeasure(id: string, snapshots: readonly Snapshot[]): ComparedMeasure {
  const figures = snapshots.map(({ program, measures }) => {
    const found = measures.find((one) => one.id === id);
    const count = found?.current.populations.numerator ?? null;
    const of = found?.current.denominators.eligible ?? null;
    const isShown = count !== null && of !== null && of > 0;
    // Its own rate, which the counts give only roughly where they are rounded.
    const current = found?.current ?? figureOfCounts(null, null);
    return { program, found, current, count: isShown ? count : 0, of: isShown ? of : 0, isShown };
  });
  const [counted, people] = [sum(figures.map(({ count }) => count)), sum(figures.map(({ of }) => of))];
  const pooled = funnel(figures, { overdispersion: 'inflate' });
  const measure = figures.find(({ found }) => found !== undefined)?.found;
  return {
    measure: id,
    label: measure?.label ?? id,
    direction: measure?.direction ?? 'neither',
    target: pooled.kind === 'none' ? null : pooled.target,
    dispersion: pooled.kind === 'none' ? null : pooled.dispersion,
    programs: figures.map(({ program, current, count, of, isShown }, at): ComparedProgram => {
      const { rate, interval, reason } = current;
      const about = { program: program.id, name: program.name, limits: null, position: null };
      const gap = compareFigures(current, figureOfCounts(counted - count, people - of));
      if (!isShown)
        return { ...about, rate: null, of: null, interval: null, gap, reason: reason ?? 'too-few' };
      if (pooled.kind === 'none') return { ...about, rate, of, interval, gap, reason: 'no-comparison' };
      return {
        ...about,
        rate,
        of,
        interval,
        gap,
        limits: funnelLimits(pooled.target, of, pooled.inflation),
        position: pooled.programs[at]?.position ?? null,
        reason: null,
      };
    }),
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** By program. */
type Records = ReadonlyMap<string, readonly EpisodeRecord[]>;

/** One for each instrument that is shown with its change in two programs or more. */
function adjustedChanges(
  records: Records,
  snapshots: readonly Snapshot[],
  book: RuleBook,
): readonly AdjustedChange[] {
  const shown = snapshots.flatMap(({ instruments }) =>
    instruments.filter(({ change }) => change.observed !== null && change.observed > 0),
  );
  const ids = [...Map.groupBy(shown, ({ instrument }) => instrument)].flatMap(([id, all]) =>
    all.length > 1 ? [id] : [],
  );
  return ids.sort().flatMap((instrument) => {
    const rules = book.rulesOf(instrument);
    return rules === null ? [] : (adjustedChange(rules, records, snapshots) ?? []);
  });
}

function adjustedChange(
  { instrument, better }: InstrumentRules,
  records: Records,
  snapshots: readonly Snapshot[],
): AdjustedChange | null {
  const [any] = snapshots;
  if (any === undefined) return null;
  const scoresOf = (id: string, period: Period) => finishedScores(records.get(id) ?? [], instrument, period);
  // The reference set: everybody of the source who finished this year or the year before, fixed for all filters.
  const all = [...records.keys()].flatMap((id) => [
    scoresOf(id, any.period),
    scoresOf(id, any.previousPeriod),
  ]);
  const first = all.flatMap((scores) => [...scores.first]);
  const last = all.flatMap((scores) => [...scores.last]);
  const expectation = last.length < FEWEST_REFERENCE ? null : fitExpectation({ last, predictors: [first] });
  if (expectation === null || expectation.kind === 'none') return null;
  return {
    instrument,
    programs: snapshots.map(({ program, instruments, period }) => {
      const found = instruments.find((one) => one.instrument === instrument);
      const n = found === undefined ? 0 : found.change.observed;
      const nothing = { program: program.id, n, pointsBetter: null, interval: null };
      if (n === null) return { ...nothing, reason: 'too-few' as const };
      const scores = scoresOf(program.id, period);
      const adjusted = severityAdjusted(
        expectation,
        { last: scores.last, predictors: [scores.first] },
        better,
      );
      if (adjusted.kind === 'none')
        return { ...nothing, reason: n === 0 ? ('no-episodes' as const) : ('not-defined' as const) };
      const { pointsBetter, lower, upper, level } = adjusted;
      return { program: program.id, n, pointsBetter, interval: { lower, upper, level }, reason: null };
    }),
  };
}
