import { kaplanMeier, survivalTime } from '../../shared/stats/survival.ts';
import { type DatedScore, scoreAvailability, timeToRemission } from '../../shared/stats/time-to-remission.ts';
import { type Comparison, compare } from './compare.ts';
import { numberIn, requiredNumber } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

/** Repeated scores by person; the remission cut-off stands in the rule's words. */
export function runTimeToRemission(vector: Vector): Comparison {
  const [, sign, cutoff] = /later score (<=|>=) (\d+(?:\.\d+)?)/.exec(vector.rule) ?? [];
  if (cutoff === undefined) {
    throw new Error(`A rule with "later score <= N" or ">= N" expected, found: ${vector.rule}`);
  }
  const remission = { remissionUpTo: Number(cutoff), betterIs: sign === '<=' ? 'lower' : 'higher' } as const;

  const people = new Map<number, DatedScore[]>();
  for (const row of vector.rows('input.csv')) {
    const id = requiredNumber(row, 'id');
    const scores = people.get(id) ?? [];
    people.set(id, scores);
    const score = numberIn(row, 'score');
    if (score !== null) scores.push({ time: requiredNumber(row, 'time'), score });
  }
  const eligible = [...people].flatMap(([id, scores]) => {
    const course = timeToRemission(scores, remission);
    return course.kind === 'eligible' ? [{ id, ...course }] : [];
  });
  const curve = estimated(kaplanMeier(eligible));
  const median = survivalTime(curve);
  return compare(
    vector.expected,
    {
      n_eligible: curve.n,
      events: curve.events,
      median: median.time,
      median_lower: median.lower,
      median_upper: median.upper,
      curve: curve.points.map(({ time, atRisk, events, survival, spread }) => ({
        time,
        n_risk: atRisk,
        n_event: events,
        surv: survival,
        lower: spread?.lower ?? null,
        upper: spread?.upper ?? null,
      })),
      availability: scoreAvailability([...people.values()]),
      patients: eligible.map(({ id, baseline, time, event }) => ({
        id,
        baseline,
        time,
        event: event ? 1 : 0,
      })),
    },
    vector,
  );
}
