/**
 * Alliance and outcome: does an early alliance go together with improvement? Once as clients see it, once as
 * therapists do, and whether the two differ.
 *
 * Of the finished courses of treatment in the period with a first and last score of the depression measure and
 * an early alliance: the mean of sessions 3 to 5, else the first there is. Improvement is in points towards
 * better; the partial correlation holds the first score constant. Shown from thirty people on. Expect about .28
 * (Flueckiger et al. 2018, Psychotherapy 55:316: r = .278 [.256, .299] over 295 studies). It goes together
 * with; it is not said to lead to.
 *
 * @module
 */
import {
  type Correlation,
  partialCorrelation,
  pearson,
  spearman,
  williamsTest,
} from '../stats/correlation.ts';
import { type Estimated, towardsBetter } from '../stats/estimate.ts';
import { mean } from '../stats/moments.ts';
import type { CellSet } from './cell-set.ts';
import { measurementOf } from './courses/course.ts';
import type { Disclosure } from './disclosure.ts';
import { finished } from './episode-flags.ts';
import type { EpisodeRecord } from './episode-record.ts';
import type { AllianceFigure, AllianceOutcome } from './program-figures.ts';
import { builtInRules } from './rule-book.ts';
import type { MeasuredBy } from './score-pair.ts';
import type { Count, Period } from './snapshot.ts';
import type { Facet, Tally } from './tally.ts';

const FEWEST_PEOPLE = 30;
const FACET = 'alliance';
const EARLY = { from: 3, to: 5 } as const;

const raters = [
  { rater: 'client', instrument: 'wai-sr', bit: 1 },
  { rater: 'therapist', instrument: 'wai-srt', bit: 2 },
] as const;

export interface AllianceCase {
  readonly client: number | null;
  readonly therapist: number | null;
  readonly first: number;
  readonly improvement: number;
}

/** Null for an episode that has no improvement to go together with, or no early alliance. */
export function allianceCase(
  record: EpisodeRecord,
  { depression, book = builtInRules }: MeasuredBy,
): AllianceCase | null {
  const found = measurementOf(record, depression);
  const rules = book.rulesOf(depression);
  if (rules === null || !found?.first || !found.last) return null;
  const [client, therapist] = raters.map(({ instrument }) => earlyAlliance(record, instrument));
  if ((client ?? null) === null && (therapist ?? null) === null) return null;
  return {
    client: client ?? null,
    therapist: therapist ?? null,
    first: found.first.score,
    improvement: towardsBetter(found.last.score - found.first.score, rules.better),
  };
}

function earlyAlliance(record: EpisodeRecord, instrument: string): number | null {
  const history = measurementOf(record, instrument)?.history;
  if (history === undefined) return null;
  const { start, end, contactDays } = record;
  const within = history.days.flatMap((day, i) =>
    day < start || day > (end ?? day)
      ? []
      : { session: contactDays.filter((one) => one <= day).length, score: history.scores[i] ?? 0 },
  );
  const early = within.filter(({ session }) => session >= EARLY.from && session <= EARLY.to);
  return early.length > 0 ? mean(early.map(({ score }) => score)) : (within[0]?.score ?? null);
}

export function allianceFacet(measures: MeasuredBy): Facet {
  return {
    id: FACET,
    of(record) {
      const found = record.end === null ? null : allianceCase(record, measures);
      return (found?.client == null ? 0 : 1) | (found?.therapist == null ? 0 : 2);
    },
  };
}

/** Clients, therapists, both. */
export function allianceSets(tally: Tally, period: Period): readonly CellSet[] {
  return [1, 2, 3].map((bits) =>
    tally.cellsOf(period, 'ended', finished, { facet: FACET, accepts: (value) => (value & bits) === bits }),
  );
}

/** @param cases of the finished of the period. */
export function allianceOutcome(
  disclosure: Disclosure,
  sets: readonly CellSet[],
  cases: readonly AllianceCase[],
): AllianceOutcome {
  const shown = (at: number): Count => (sets[at] === undefined ? null : disclosure.show(sets[at]));
  const both = cases.filter(({ client, therapist }) => client !== null && therapist !== null);
  return {
    definition: {
      term: 'Alliance-outcome correlation',
      text: 'How far a good alliance early in care goes together with improvement at its end, as clients and as therapists see the alliance.',
      citation: 'Flueckiger et al. 2018, Psychotherapy 55:316; difference by Williams 1959',
    },
    raters: raters.map(({ rater, instrument, bit }) =>
      figureOf(
        rater,
        instrument,
        shown(bit - 1),
        cases.filter((one) => one[rater] !== null),
      ),
    ),
    difference: differenceOf(shown(2), both),
  };
}

function figureOf(
  rater: AllianceFigure['rater'],
  instrument: string,
  n: Count,
  cases: readonly AllianceCase[],
): AllianceFigure {
  const nothing = {
    ...{ rater, instrument, n, r: null, interval: null, rho: null, partial: null, partialInterval: null },
  };
  if (n === null) return { ...nothing, reason: 'too-few' };
  if (n === 0) return { ...nothing, reason: 'no-episodes' };
  if (n < FEWEST_PEOPLE) return { ...nothing, reason: 'too-few-for-statistic' };
  const alliance = cases.map((one) => one[rater] ?? 0);
  const improvement = cases.map((one) => one.improvement);
  const first = cases.map((one) => one.first);
  const r = pearson(alliance, improvement);
  if (r.kind === 'none') return { ...nothing, reason: 'not-defined' };
  const rho = spearman(alliance, improvement);
  const partial = adjusted(r, pearson(alliance, first), pearson(improvement, first));
  return {
    ...nothing,
    r: r.r,
    interval: intervalOf(r),
    rho: rho.kind === 'none' ? null : rho.r,
    partial: partial?.r ?? null,
    partialInterval: partial === null ? null : intervalOf(partial),
    reason: null,
  };
}

function adjusted(
  xy: Correlation,
  xz: Estimated<Correlation>,
  yz: Estimated<Correlation>,
): Correlation | null {
  if (xz.kind === 'none' || yz.kind === 'none') return null;
  const found = partialCorrelation({ xy: xy.r, xz: xz.r, yz: yz.r, n: xy.n });
  return found.kind === 'none' ? null : found;
}

function intervalOf({ lower, upper, level }: Correlation): AllianceFigure['interval'] {
  return { lower, upper, level };
}

function differenceOf(n: Count, both: readonly AllianceCase[]): AllianceOutcome['difference'] {
  if (n === null) return { n, t: null, p: null, reason: 'too-few' };
  if (n < FEWEST_PEOPLE)
    return { n, t: null, p: null, reason: n === 0 ? 'no-episodes' : 'too-few-for-statistic' };
  const [client, therapist] = [both.map((one) => one.client ?? 0), both.map((one) => one.therapist ?? 0)];
  const improvement = both.map((one) => one.improvement);
  const [first, second, between] = [
    pearson(client, improvement),
    pearson(therapist, improvement),
    pearson(client, therapist),
  ];
  if (first.kind === 'none' || second.kind === 'none' || between.kind === 'none')
    return { n, t: null, p: null, reason: 'not-defined' };
  const test = williamsTest({ first: first.r, second: second.r, between: between.r, n: both.length });
  return test.kind === 'none'
    ? { n, t: null, p: null, reason: 'not-defined' }
    : { n, t: test.t, p: test.p, reason: null };
}
