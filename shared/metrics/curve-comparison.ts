/**
 * Do people of one program stop coming sooner than those of another, or are they in remission sooner? One log-rank
 * test over all programs whose curve is shown (Mantel 1966; Peto & Peto 1972): it says whether they differ, and
 * never which is best.
 *
 * Unit: episodes that started in the period.
 *
 * @module
 */
import { logRankTest } from '../stats/log-rank.ts';
import type { Observed } from '../stats/survival.ts';
import type { Records } from './adjusted-change.ts';
import { dayOfDate } from './calendar.ts';
import { courseOf } from './courses/course.ts';
import { remissionTime } from './courses/time-to-remission.ts';
import { withinCurve } from './curve.ts';
import type { EpisodeRecord } from './episode-record.ts';
import { daysOf } from './periods.ts';
import type { CurveFigure } from './program-figures.ts';
import { stayOf } from './retention.ts';
import type { RuleBook } from './rule-book.ts';
import type { Snapshot, WithheldReason } from './snapshot.ts';

export interface ComparedCurve {
  /** `retention`, or `<instrument>.time-to-remission`. */
  readonly id: string;
  readonly label: string;
  /** Programs in the test. */
  readonly programs: readonly string[];
  readonly chiSquare: number | null;
  readonly df: number | null;
  readonly p: number | null;
  readonly reason: WithheldReason | null;
}

/** Of each curve that two programs or more show. */
export function comparedCurves(
  records: Records,
  snapshots: readonly Snapshot[],
  book: RuleBook,
): readonly ComparedCurve[] {
  const [first] = snapshots;
  if (first === undefined) return [];
  const asOf = dayOfDate(first.asOf);
  const instruments = new Set(
    snapshots.flatMap((one) => one.instruments.map(({ instrument }) => instrument)),
  );
  const remission = [...instruments].sort().flatMap((instrument) => {
    const rules = book.rulesOf(instrument);
    if (rules === null) return [];
    return compared(
      `${instrument}.time-to-remission`,
      `${rules.title}: time to remission`,
      snapshots,
      (snapshot) =>
        snapshot.instruments.find((one) => one.instrument === instrument)?.timeToRemission ?? null,
      (program, inYear) =>
        inYear(records.get(program) ?? []).flatMap(
          (record) => remissionTime(courseOf(record, rules, asOf)) ?? [],
        ),
    );
  });
  return [
    ...compared(
      'retention',
      'How long people stay',
      snapshots,
      ({ process }) => process.retention,
      (program, inYear) => inYear(records.get(program) ?? []).map((record) => stayOf(record, asOf)),
    ),
    ...remission,
  ];
}

type StartedIn = (records: readonly EpisodeRecord[]) => readonly EpisodeRecord[];

function compared(
  id: string,
  label: string,
  snapshots: readonly Snapshot[],
  curveOf: (snapshot: Snapshot) => CurveFigure | null,
  peopleOf: (program: string, startedInYear: StartedIn) => readonly Observed[],
): readonly ComparedCurve[] {
  const shown = snapshots.filter((snapshot) => curveOf(snapshot)?.reason === null);
  if (shown.length < 2) return [];
  const programs = shown.map(({ program }) => program.id);
  const test = logRankTest(
    shown.map(({ program, period }) => {
      const inYear = daysOf(period);
      const people = peopleOf(program.id, (all) => all.filter(({ start }) => inYear(start)));
      return people.map(withinCurve);
    }),
  );
  return [
    test.kind === 'none'
      ? { id, label, programs, chiSquare: null, df: null, p: null, reason: 'not-defined' }
      : {
          ...{ id, label, programs, df: test.df, reason: null },
          chiSquare: rounded(test.chiSquare, 2),
          p: rounded(test.p, 4),
        },
  ];
}

/** More digits could tell in which order people left. */
function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
