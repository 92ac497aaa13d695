import * as v from 'valibot';
import {
  hedgesDifference,
  standardisedDifference,
  summariseGroup,
  welchDifference,
} from '../../shared/stats/two-groups.ts';
import { type Comparison, compare } from './compare.ts';
import { cell, numberIn } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

const given = v.object({ conf: v.number() });

/** `y` by `group`; the group that comes first in the file is the first. */
export function runTwoGroups(vector: Vector): Comparison {
  const { conf: level } = v.parse(given, vector.params);
  const groups = new Map<string, number[]>();
  for (const row of vector.rows('input.csv')) {
    const y = numberIn(row, 'y');
    if (y === null) continue;
    const name = cell(row, 'group');
    const values = groups.get(name);
    if (values === undefined) groups.set(name, [y]);
    else values.push(y);
  }
  const [first, second] = [...groups.values()].map((values) => estimated(summariseGroup(values)));
  if (first === undefined || second === undefined || groups.size !== 2) {
    throw new Error(`Two groups expected, found ${groups.size}`);
  }

  const d = estimated(standardisedDifference(first, second, { level }));
  const g = estimated(standardisedDifference(first, second, { level, corrected: true }));
  const meta = estimated(hedgesDifference(first, second, level));
  const welch = estimated(welchDifference(first, second, level));
  const computed = {
    n1: first.n,
    n2: second.n,
    mean1: first.mean,
    mean2: second.mean,
    sd1: first.sd,
    sd2: second.sd,
    cohens_d_pooled: d.d,
    d_ci: d,
    hedges_g: g.d,
    g_ci: g,
    metafor_SMD: { g: meta.g, var: meta.variance, ci_lower: meta.lower, ci_upper: meta.upper },
    welch_t: welch.t,
    welch_df: welch.df,
    welch_p: welch.p,
    diff_ci: welch,
  };
  return compare(vector.expected, computed, vector);
}
