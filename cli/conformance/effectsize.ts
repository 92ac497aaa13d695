import * as v from 'valibot';
import {
  changeInterval,
  hedgesChange,
  type Standardiser,
  standardisedChange,
} from '../../shared/stats/change-effect-size.ts';
import { hedgesCorrection } from '../../shared/stats/hedges-correction.ts';
import { pairedTInterval, summariseChange } from '../../shared/stats/mean-change.ts';
import { type Comparison, compare } from './compare.ts';
import { numberIn } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

const given = v.object({ conf: v.number() });

/** Complete pairs of `pre` and `post`. */
export function runEffectSize(vector: Vector): Comparison {
  const { conf: level } = v.parse(given, vector.params);
  const first: number[] = [];
  const last: number[] = [];
  for (const row of vector.rows('input.csv')) {
    const pre = numberIn(row, 'pre');
    const post = numberIn(row, 'post');
    if (pre === null || post === null) continue;
    first.push(pre);
    last.push(post);
  }

  const summary = estimated(summariseChange(first, last));
  const change = estimated(pairedTInterval(summary, level));
  const d = (by: Standardiser): number => estimated(standardisedChange(summary, by)).d;
  const dz = estimated(changeInterval(summary, { level }));
  const gz = estimated(changeInterval(summary, { level, corrected: true }));
  const g = (by: 'smcc' | 'smcr' | 'smcrh'): object => {
    const { g, variance, lower, upper } = estimated(hedgesChange(summary, by, level));
    return { g, var: variance, ci_lower: lower, ci_upper: upper };
  };
  const computed = {
    n: summary.n,
    mean_pre: summary.meanFirst,
    sd_pre: summary.sdFirst,
    mean_post: summary.meanLast,
    sd_post: summary.sdLast,
    mean_change: change.meanChange,
    sd_change: summary.sdChange,
    r_pre_post: summary.correlation,
    t: change.t,
    df: change.df,
    p: change.p,
    mean_change_ci: change,
    d_z: d('change'),
    d_z_ci_noncentral_t: dz,
    g_z: gz.d,
    g_z_ci: gz,
    d_pre_glass: d('baseline'),
    d_av: d('average'),
    d_rm: d('repeated-measures'),
    J_exact_df_n_minus_1: hedgesCorrection(summary.n - 1),
    metafor_SMCC_change_score_standardised: g('smcc'),
    metafor_SMCR_raw_score_sd_pre: g('smcr'),
    metafor_SMCRH_heteroscedastic: g('smcrh'),
  };
  return compare(vector.expected, computed, vector);
}
