/**
 * Goal Attainment Scaling: one group per goal, `goal-1`, `goal-2` ..., each with `weight` (default 1) and
 * `level` (-2 to +2).
 *
 * T = 50 + 10 * sum(w x) / sqrt((1 - rho) * sum(w^2) + rho * (sum w)^2), rho = 0.3
 * Kiresuk & Sherman, Community Ment Health J 1968;4:443. The formula as corrected by the erratum to
 * Turner-Stokes, Clin Rehabil 2009;23:362: many copies print the uncorrected one.
 *
 * A goal without a rating is left out of every sum and counted as unrated.
 *
 * @module
 */
import type { Answer, ResponseItem } from '../responses/questionnaire-response.ts';
import { exact } from './score.ts';

export interface GoalAttainment {
  /** T score, null when no goal is rated. */
  readonly t: number | null;
  readonly rated: number;
  readonly goals: number;
  /** Link ids of goals whose level or weight cannot be read. */
  readonly unreadable: readonly string[];
}

const GOAL = /^goal-\d+$/;

export function goalAttainment(items: readonly ResponseItem[], rho: number): GoalAttainment {
  const goals = new Map<string, { level?: number; weight: number; faulty?: true }>();
  for (const { linkId, group, answers } of items) {
    const key = group !== undefined && GOAL.test(group) ? group : GOAL.test(linkId) ? linkId : undefined;
    if (key === undefined) continue;
    const goal = goals.get(key) ?? { weight: 1 };
    goals.set(key, goal);
    if (answers.length > 1) goal.faulty = true;
    const [answer] = answers;
    if (answer === undefined || linkId === key) continue;
    const number = numberOf(answer);
    if (linkId === 'level' || linkId.endsWith('/level')) {
      if (
        number === undefined ||
        !Number.isInteger(number) ||
        Math.abs(number) > 2 ||
        goal.level !== undefined
      ) {
        goal.faulty = true;
      } else goal.level = number;
    } else if (linkId === 'weight' || linkId.endsWith('/weight')) {
      if (number === undefined || !(number > 0)) goal.faulty = true;
      else goal.weight = number;
    }
  }

  let sumWeightedLevel = 0;
  let sumWeight = 0;
  let sumSquares = 0;
  let rated = 0;
  for (const { level, weight, faulty } of goals.values()) {
    if (level === undefined || faulty) continue;
    rated += 1;
    sumWeightedLevel += weight * level;
    sumWeight += weight;
    sumSquares += weight * weight;
  }
  return {
    t:
      rated === 0
        ? null
        : exact(50 + (10 * sumWeightedLevel) / Math.sqrt((1 - rho) * sumSquares + rho * sumWeight ** 2)),
    rated,
    goals: goals.size,
    unreadable: [...goals].flatMap(([key, { faulty }]) => (faulty ? [key] : [])),
  };
}

function numberOf({ valueInteger, valueDecimal }: Answer): number | undefined {
  const number = valueInteger ?? valueDecimal;
  return typeof number === 'number' ? number : undefined;
}
