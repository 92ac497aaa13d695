/**
 * Programs of one source beside each other, without a ranking: is a program's rate clearly different from that of
 * the others together (Newcombe), is it further from the pooled one than its size explains (funnel limits),
 * did people end better than people who started like them (severity-adjusted change), and do they stay as long
 * (log-rank)? Rounding and small numbers rank noise; programs in the funnel do not differ.
 *
 * Only of programs whose snapshot shows the count or the curve: one that is withheld is in no pool and no test.
 *
 * @module
 */
import type { ProgramSettings } from '../settings/settings.ts';
import type { Interval } from '../stats/estimate.ts';
import { type FunnelLimits, type FunnelPosition, funnel, funnelLimits } from '../stats/funnel.ts';
import { type AdjustedChange, adjustedChanges } from './adjusted-change.ts';
import { compareFigures } from './comparison.ts';
import { type ComparedCurve, comparedCurves } from './curve-comparison.ts';
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

export const COMPARISON_VERSION = 2;

export interface ProgramComparison {
  readonly version: typeof COMPARISON_VERSION;
  readonly source: string;
  readonly asOf: string;
  readonly period: Period;
  readonly measures: readonly ComparedMeasure[];
  readonly adjusted: readonly AdjustedChange[];
  /** How long people stay, and how soon they are in remission. */
  readonly curves: readonly ComparedCurve[];
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
  const records = new Map(programs.map(({ id }) => [id, episodesOf(merged, id).records]));
  return {
    version: COMPARISON_VERSION,
    source: first.source,
    asOf: first.asOf,
    period: first.period,
    measures: COMPARED.map((measure) => comparedMeasure(measure, snapshots)),
    adjusted: adjustedChanges(records, snapshots, book),
    curves: comparedCurves(records, snapshots, book),
    citation:
      'Funnel limits 95 % and 99.8 %: Spiegelhalter 2005, Stat Med 24:1185, as in UKHSA PHEindicatormethods. Severity-adjusted change: last score regressed on the first, age band and sex; why: Psychiatric Services 2020, doi:10.1176/appi.ps.201900295',
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
