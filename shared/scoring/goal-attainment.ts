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
/** Far beyond any weight in use; beyond these the squares leave the range of a double. */
const LEAST_WEIGHT = 1e-6;
const GREATEST_WEIGHT = 1e6;

export function goalAttainment(items: readonly ResponseItem[], rho: number): GoalAttainment {
  const goals: Goal[] = [];
  let goal: Goal | undefined;
  for (const { linkId, group, answers } of items) {
    // The items of a goal stand together: its name is taken apart once.
    if (goal === undefined || group !== goal.key) {
      const key = group !== undefined && GOAL.test(group) ? group : GOAL.test(linkId) ? linkId : undefined;
      if (key === undefined) continue;
      goal = goals.find((one) => one.key === key);
      if (goal === undefined) {
        goal = { key, level: undefined, weight: undefined, faulty: false };
        goals.push(goal);
      }
    }
    if (linkId === goal.key || answers.length === 0) continue;
    if (linkId === 'level' || linkId.endsWith('/level')) keep(goal, 'level', levelOf(answers));
    else if (linkId === 'weight' || linkId.endsWith('/weight')) keep(goal, 'weight', weightOf(answers));
  }

  let sumWeightedLevel = 0;
  let sumWeight = 0;
  let sumSquares = 0;
  let rated = 0;
  const unreadable: string[] = [];
  for (const { key, level, weight = 1, faulty } of goals) {
    if (faulty) unreadable.push(key);
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
    goals: goals.length,
    unreadable,
  };
}

interface Goal {
  readonly key: string;
  level: number | undefined;
  /** 1 when none is given. */
  weight: number | undefined;
  faulty: boolean;
}

/** Said twice alike counts once; said twice differently, or not readable, makes the goal unreadable. */
function keep(goal: Goal, which: 'level' | 'weight', read: number | 'absent' | 'unreadable'): void {
  if (read === 'absent') return;
  if (read === 'unreadable' || (goal[which] ?? read) !== read) goal.faulty = true;
  else goal[which] = read;
}

function levelOf(answers: readonly Answer[]): number | 'absent' | 'unreadable' {
  const level = numberOf(answers);
  return typeof level === 'number' && (!Number.isInteger(level) || Math.abs(level) > 2)
    ? 'unreadable'
    : level;
}

function weightOf(answers: readonly Answer[]): number | 'absent' | 'unreadable' {
  const weight = numberOf(answers);
  return typeof weight === 'number' && !(weight >= LEAST_WEIGHT && weight <= GREATEST_WEIGHT)
    ? 'unreadable'
    : weight;
}

function numberOf(answers: readonly Answer[]): number | 'absent' | 'unreadable' {
  const answer = answers[0];
  if (answer === undefined) return 'absent';
  if (answers.length > 1) return 'unreadable';
  const number = answer.valueInteger ?? answer.valueDecimal;
  if (typeof number === 'number') return number;
  return Object.keys(answer).some((key) => key.startsWith('value')) ? 'unreadable' : 'absent';
}
