import * as v from 'valibot';
import { percentChange } from '../../shared/stats/percent-change.ts';
import { type Comparison, compare } from './compare.ts';
import { readPairs } from './pairs.ts';
import type { Vector } from './vector.ts';

const time = v.union([v.string(), v.number()]);
const given = v.object({
  pre: time,
  post: time,
  pct_improvement: v.number(),
  pct_deterioration: v.number(),
  better_is: v.picklist(['lower', 'higher']),
});
const wanted = v.looseObject({
  summary: v.array(v.looseObject({ group: v.optional(v.string()), category: v.string() })),
});

/** A first score of 0 has no percentage: such people are excluded. */
export function runResponse(vector: Vector): Comparison {
  const params = v.parse(given, vector.params);
  const thresholds = {
    improvement: params.pct_improvement,
    deterioration: params.pct_deterioration,
    betterIs: params.better_is,
  };
  const patients = readPairs(vector, params).pairs.flatMap(({ id, pre, post, group }) => {
    const change = percentChange(pre, post, thresholds);
    if (change.kind === 'none') return [];
    const { share, category } = change;
    return {
      id,
      group,
      pre,
      post,
      pct_change: share,
      category,
      improved: category === 'improved',
      deteriorated: category === 'deteriorated',
      unchanged: category === 'unchanged',
    };
  });
  const summary = v.parse(wanted, vector.expected).summary.map(({ group, category }) => ({
    group,
    category,
    n: patients.filter(
      (p) => (group === undefined || p.group === group) && p.category === category.toLowerCase(),
    ).length,
  }));
  // The package's "percent" is of all patients, not of the group: the vector's note says to compare n only.
  return compare(
    vector.expected,
    { summary, patients },
    { tolerance: vector.tolerance, leaveOut: ['percent'] },
  );
}
