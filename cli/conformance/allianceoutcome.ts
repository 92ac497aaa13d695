import * as v from 'valibot';
import { pearson, spearman, williamsTest } from '../../shared/stats/correlation.ts';
import { type Comparison, compare } from './compare.ts';
import { numberIn } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

const given = v.object({ rater1: v.string(), rater2: v.string(), outcome: v.string() });

/** Two raters and an outcome of the same people, complete rows only. */
export function runAllianceOutcome(vector: Vector): Comparison {
  const columns = v.parse(given, vector.params);
  const rater1: number[] = [];
  const rater2: number[] = [];
  const outcome: number[] = [];
  for (const row of vector.rows('input.csv')) {
    const [a, b, y] = [columns.rater1, columns.rater2, columns.outcome].map((name) => numberIn(row, name));
    if (typeof a !== 'number' || typeof b !== 'number' || typeof y !== 'number') continue;
    rater1.push(a);
    rater2.push(b);
    outcome.push(y);
  }
  const first = estimated(pearson(rater1, outcome));
  const second = estimated(pearson(rater2, outcome));
  const between = estimated(pearson(rater1, rater2)).r;
  const williams = estimated(williamsTest({ first: first.r, second: second.r, between, n: first.n }));
  return compare(
    vector.expected,
    {
      n: first.n,
      r_rater1: first.r,
      r1_ci_fisher: first,
      p1: first.p,
      r_rater2: second.r,
      r2_ci_fisher: second,
      p2: second.p,
      spearman_rater1: estimated(spearman(rater1, outcome)).r,
      spearman_rater2: estimated(spearman(rater2, outcome)).r,
      r_between_raters: between,
      williams_t: williams.t,
      williams_df: williams.df,
      williams_p: williams.p,
    },
    vector,
  );
}
