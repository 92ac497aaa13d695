import * as v from 'valibot';
import { summariseChange } from '../../shared/stats/mean-change.ts';
import {
  changeCategory,
  clinicalCutoffs,
  reliableChange,
  reliableChangeIndex,
} from '../../shared/stats/reliable-change.ts';
import { type Comparison, compare } from './compare.ts';
import { estimated } from './estimated.ts';
import { readPairs } from './pairs.ts';
import type { Vector } from './vector.ts';

const time = v.union([v.string(), v.number()]);
const given = v.object({
  pre: time,
  post: time,
  reliability: v.number(),
  m_functional: v.optional(v.number()),
  sd_functional: v.optional(v.number()),
  cutoff_type: v.picklist(['a', 'b', 'c']),
  better_is: v.picklist(['lower', 'higher']),
  critical_value: v.number(),
});
const wanted = v.looseObject({
  summary: v.array(v.looseObject({ group: v.optional(v.string()), category: v.string() })),
});

/** The reference SD is the data's own here, as the peer software takes it. */
export function runReliableChange(vector: Vector): Comparison {
  const params = v.parse(given, vector.params);
  const { reliability, m_functional, sd_functional, cutoff_type, better_is: betterIs } = params;
  const { pairs, people } = readPairs(vector, params);
  const summary = estimated(
    summariseChange(
      pairs.map(({ pre }) => pre),
      pairs.map(({ post }) => post),
    ),
  );
  const reliable = estimated(
    reliableChange({ sd: summary.sdFirst, reliability, critical: params.critical_value }),
  );
  const functional =
    m_functional === undefined || sd_functional === undefined
      ? null
      : { mean: m_functional, sd: sd_functional };
  const cutoffs = clinicalCutoffs({ mean: summary.meanFirst, sd: summary.sdFirst }, functional, betterIs);
  const cutoff = cutoffs[cutoff_type];
  if (cutoff === null) throw new Error(`Cut-off ${cutoff_type} needs m_functional and sd_functional`);

  const patients = pairs.map(({ id, pre, post, group }) => ({
    id,
    pre,
    post,
    change: post - pre,
    rci: reliableChangeIndex(pre, post, reliable),
    category: changeCategory(pre, post, { reliable, cutoff, betterIs }),
    group,
  }));
  const computed = {
    n_original: people,
    n_used: summary.n,
    mean_pre: summary.meanFirst,
    sd_pre: summary.sdFirst,
    mean_post: summary.meanLast,
    sd_post: summary.sdLast,
    se_measurement: reliable.standardErrorOfMeasurement,
    s_diff: reliable.standardErrorOfDifference,
    reliable_change_criterion: reliable.reliablePoints,
    cutoff_a: cutoffs.a,
    cutoff_b: cutoffs.b,
    cutoff_c: cutoffs.c,
    cutoff_used: cutoff,
    summary: v.parse(wanted, vector.expected).summary.map(({ group, category }) => ({
      group,
      category,
      n: patients.filter(
        (p) => (group === undefined || p.group === group) && p.category === category.toLowerCase(),
      ).length,
    })),
    patients,
  };
  // The package's "percent" is of all patients, not of the group: the vector's note says to compare n only.
  return compare(vector.expected, computed, { tolerance: vector.tolerance, leaveOut: ['percent'] });
}
