/**
 * Change of one instrument in the programs of a source: how much better people ended than people who started like
 * them (severity-adjusted), and how the plain mean change differs from that of the other programs.
 *
 * Expected is the last score regressed on the first, on age band and on sex, over everybody who finished this year
 * or the year before in the programs that show their change: fixed for all filters. A group of people is in it where
 * it has thirty or more of them; "not recorded" is a group. Differences of means: Welch 1947; standardised: Hedges' g
 * with the exact interval.
 *
 * Unit: points, positive is better. Only of programs whose snapshot shows the change.
 *
 * @module
 */
import { type Interval, towardsBetter } from '../stats/estimate.ts';
import { type Expectation, fitExpectation, severityAdjusted } from '../stats/severity-adjustment.ts';
import { standardisedDifference, summariseGroup, welchDifference } from '../stats/two-groups.ts';
import type { InstrumentRules } from './courses/instrument-rules.ts';
import type { EpisodeRecord } from './episode-record.ts';
import { finishedScores, type ScoresOfPeriod } from './mean-change.ts';
import type { RuleBook } from './rule-book.ts';
import type { Period, Snapshot, WithheldReason } from './snapshot.ts';

/** People of the reference set, and of each group in it; with fewer the line is mostly chance. */
const FEWEST_REFERENCE = 30;

export interface AdjustedChange {
  readonly instrument: string;
  readonly programs: readonly ProgramChange[];
}

export interface ProgramChange {
  readonly program: string;
  readonly n: number | null;
  /** Better than expected by this many points, with its 95 % interval. */
  readonly pointsBetter: number | null;
  readonly interval: Interval | null;
  /** Mean change against the other programs that are shown, together. */
  readonly difference: ChangeDifference | null;
  readonly reason: WithheldReason | null;
}

export interface ChangeDifference {
  /** With Welch's 95 % interval. */
  readonly points: number;
  readonly interval: Interval;
  /** Hedges' g, with its exact 95 % interval. */
  readonly g: number;
  readonly gInterval: Interval;
}

/** By program. */
export type Records = ReadonlyMap<string, readonly EpisodeRecord[]>;

/** One for each instrument that is shown with its change in two programs or more. */
export function adjustedChanges(
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
  // Of a line over few hidden people the shown ones would tell what is left over.
  const shown = new Map(
    snapshots.flatMap(({ program: { id }, instruments, period }) =>
      (instruments.find((one) => one.instrument === instrument)?.change.observed ?? null) === null
        ? []
        : [[id, scoresOf(id, period)] as const],
    ),
  );
  const before = [...shown.keys()].map((id) => scoresOf(id, any.previousPeriod));
  const isEnough = before.reduce((sum, { of }) => sum + of.length, 0) >= any.minimumCell;
  const reference = [...shown.values(), ...(isEnough ? before : [])];
  const last = reference.flatMap((scores) => [...scores.last]);
  if (last.length < FEWEST_REFERENCE) return null;
  const all = {
    first: Float64Array.from(reference.flatMap((scores) => [...scores.first])),
    of: reference.flatMap(({ of }) => of),
  };
  const fitted = referenceLine(last, all);
  if (fitted === null) return null;
  const { expectation, groups } = fitted;
  const changes = new Map([...shown].map(([id, scores]) => [id, gains(scores, better)]));
  return {
    instrument,
    programs: snapshots.map(({ program, instruments }): ProgramChange => {
      const found = instruments.find((one) => one.instrument === instrument);
      const n = found === undefined ? 0 : found.change.observed;
      const nothing = { program: program.id, n, pointsBetter: null, interval: null, difference: null };
      if (n === null) return { ...nothing, reason: 'too-few' };
      const scores = shown.get(program.id);
      if (scores === undefined) return { ...nothing, reason: 'no-episodes' };
      const predictors = predictorsOf(scores, groups);
      const adjusted = severityAdjusted(expectation, { last: scores.last, predictors }, better);
      if (adjusted.kind === 'none') return { ...nothing, reason: n === 0 ? 'no-episodes' : 'not-defined' };
      const { pointsBetter, lower, upper, level } = adjusted;
      return {
        program: program.id,
        n,
        pointsBetter,
        interval: { lower, upper, level },
        difference: differenceOf(program.id, changes),
        reason: null,
      };
    }),
  };
}

type Holds = (record: EpisodeRecord) => boolean;

/** By the first score alone where groups say the same of people, such as those of whom neither is recorded. */
function referenceLine(
  last: readonly number[],
  all: Pick<ScoresOfPeriod, 'first' | 'of'>,
): { readonly expectation: Expectation; readonly groups: readonly Holds[] } | null {
  for (const groups of [groupsOf(all.of), []]) {
    const expectation = fitExpectation({ last, predictors: predictorsOf(all, groups) });
    if (expectation.kind === 'estimated') return { expectation, groups };
  }
  return null;
}

/** Age bands and sexes with enough people, but the largest of each: that is what the others differ from. */
function groupsOf(people: readonly EpisodeRecord[]): readonly Holds[] {
  return (['ageBand', 'sex'] as const).flatMap((name) => {
    const sizes = [...Map.groupBy(people, ({ strata }) => strata[name])]
      .map(([value, all]) => ({ value, size: all.length }))
      .sort((a, b) => b.size - a.size || ((a.value ?? '') < (b.value ?? '') ? -1 : 1));
    return sizes
      .slice(1)
      .filter(({ size }) => size >= FEWEST_REFERENCE)
      .map(
        ({ value }): Holds =>
          ({ strata }) =>
            strata[name] === value,
      );
  });
}

function predictorsOf(
  { first, of }: Pick<ScoresOfPeriod, 'first' | 'of'>,
  groups: readonly Holds[],
): readonly ArrayLike<number>[] {
  return [first, ...groups.map((holds) => Float64Array.from(of, (record) => (holds(record) ? 1 : 0)))];
}

function gains({ first, last }: ScoresOfPeriod, better: InstrumentRules['better']): readonly number[] {
  return Array.from(last, (score, i) => towardsBetter(score - (first[i] ?? 0), better));
}

function differenceOf(
  program: string,
  changes: ReadonlyMap<string, readonly number[]>,
): ChangeDifference | null {
  const others = [...changes].flatMap(([id, values]) => (id === program ? [] : values));
  const [own, rest] = [summariseGroup(changes.get(program) ?? []), summariseGroup(others)];
  if (own.kind === 'none' || rest.kind === 'none') return null;
  const welch = welchDifference(own, rest);
  const hedges = standardisedDifference(own, rest, { corrected: true });
  if (welch.kind === 'none' || hedges.kind === 'none') return null;
  const intervalOf = ({ lower, upper, level }: Interval): Interval => ({ lower, upper, level });
  return {
    points: welch.difference,
    interval: intervalOf(welch),
    g: hedges.d,
    gInterval: intervalOf(hedges),
  };
}
