import * as v from 'valibot';
import { logRankTest } from '../../shared/stats/log-rank.ts';
import { kaplanMeier, type Observed, survivalTime } from '../../shared/stats/survival.ts';
import { type Comparison, compare } from './compare.ts';
import { cell, requiredNumber } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

const given = v.object({ event: v.number() });
const wanted = v.looseObject({
  quantiles: v.array(
    v.looseObject({ conf_type: v.picklist(['plain', 'log', 'log-log']), group: v.string() }),
  ),
});

/** `time` and `event` by `group`, named `group=<name>` as R names strata. */
export function runKaplanMeier(vector: Vector): Comparison {
  const { event } = v.parse(given, vector.params);
  const groups = new Map<string, Observed[]>();
  for (const row of vector.rows('input.csv')) {
    const name = `group=${cell(row, 'group')}`;
    const person = { time: requiredNumber(row, 'time'), event: requiredNumber(row, 'event') === event };
    const people = groups.get(name);
    if (people === undefined) groups.set(name, [person]);
    else people.push(person);
  }

  const quantiles = v.parse(wanted, vector.expected).quantiles.map(({ conf_type, group }) => {
    const curve = estimated(kaplanMeier(groups.get(group) ?? [], { scale: conf_type }));
    const median = survivalTime(curve);
    return {
      conf_type,
      group,
      n: curve.n,
      events: curve.events,
      q25: survivalTime(curve, 0.75).time,
      median: median.time,
      median_lower: median.lower,
      median_upper: median.upper,
      q75: survivalTime(curve, 0.25).time,
    };
  });
  const logRank = estimated(logRankTest([...groups.values()]));
  return compare(
    vector.expected,
    {
      quantiles,
      curve_loglog: [...groups.keys()].sort().flatMap((group) => curveOf(group, groups.get(group) ?? [])),
      logrank_chisq: logRank.chiSquare,
      logrank_df: logRank.df,
      logrank_p: logRank.p,
    },
    vector,
  );
}

function curveOf(group: string, people: readonly Observed[]): readonly object[] {
  return estimated(kaplanMeier(people)).points.map(({ time, atRisk, events, survival, spread }) => ({
    group,
    time,
    n_risk: atRisk,
    n_event: events,
    surv: survival,
    std_err: spread?.standardError ?? null,
    lower: spread?.lower ?? null,
    upper: spread?.upper ?? null,
  }));
}
