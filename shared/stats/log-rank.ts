import { choleskySolve } from './cholesky.ts';
import { chiSquareUpperTail } from './distributions.ts';
import { type Estimated, none } from './estimate.ts';
import type { Observed } from './survival.ts';

export interface LogRank {
  readonly chiSquare: number;
  /** Groups minus one. */
  readonly df: number;
  readonly p: number;
}

/**
 * Log-rank test that groups have the same time to event (Mantel 1966; Peto & Peto 1972), each group a list
 * of people. `none` with fewer than two groups that hold anybody, or where no event can tell them apart.
 */
export function logRankTest(groups: readonly (readonly Observed[])[]): Estimated<LogRank> {
  const filled = groups.filter((group) => group.length > 0);
  if (filled.length < 2) return none(filled.length === 0 ? 'no-observations' : 'too-few-observations');

  const people = filled
    .flatMap((group, g) => group.map(({ time, event }) => ({ time, event, g })))
    .sort((a, b) => a.time - b.time);
  const df = filled.length - 1;
  const atRisk = filled.map((group) => group.length);
  const excess = new Float64Array(df);
  const variance = Array.from({ length: df }, () => new Float64Array(df));

  for (let i = 0; i < people.length; ) {
    const time = people[i]?.time;
    const total = people.length - i;
    const leaving = new Float64Array(filled.length);
    let events = 0;
    for (; i < people.length && people[i]?.time === time; i++) {
      const { g, event } = people[i] ?? { g: 0, event: false };
      leaving[g] = (leaving[g] ?? 0) + 1;
      if (!event) continue;
      events += 1;
      if (g < df) excess[g] = (excess[g] ?? 0) + 1;
    }
    if (events > 0) addTime({ excess, variance }, atRisk, total, events);
    for (let g = 0; g < atRisk.length; g++) atRisk[g] = (atRisk[g] ?? 0) - (leaving[g] ?? 0);
  }

  const solved = choleskySolve(variance, excess);
  if (solved === null) return none('no-variation');
  const chiSquare = excess.reduce((sum, value, g) => sum + value * (solved[g] ?? 0), 0);
  return { kind: 'estimated', chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}

/** Takes the expected events of one time off, and adds their hypergeometric covariance. */
function addTime(
  { excess, variance }: { readonly excess: Float64Array; readonly variance: readonly Float64Array[] },
  atRisk: readonly number[],
  total: number,
  events: number,
): void {
  const scale = total > 1 ? (events * (total - events)) / (total - 1) : 0;
  for (let g = 0; g < excess.length; g++) {
    const share = (atRisk[g] ?? 0) / total;
    excess[g] = (excess[g] ?? 0) - events * share;
    const row = variance[g];
    if (row === undefined) continue;
    for (let h = 0; h < row.length; h++) {
      row[h] = (row[h] ?? 0) + scale * share * ((g === h ? 1 : 0) - (atRisk[h] ?? 0) / total);
    }
  }
}
