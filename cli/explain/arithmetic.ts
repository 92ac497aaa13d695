/**
 * How a score came about, written out so that it can be done again on paper.
 *
 * @module
 */
import type { MissingRule, Score } from '../../shared/instruments/instrument.ts';
import type { ReadResponse } from '../../shared/responses/questionnaire-response.ts';
import type { CompiledInstrument } from '../../shared/scoring/compile.ts';
import { keyedPoints } from '../../shared/scoring/score.ts';

/** @param points per item index, on the printed scale; `NaN` without a readable answer. */
export function arithmetic(
  compiled: CompiledInstrument,
  { method, missing }: Score,
  value: number,
  points: Float64Array,
  response: ReadResponse,
): readonly string[] {
  const keyed = (number: number): number => keyedPoints(compiled, number - 1, points);
  switch (method.kind) {
    case 'sum': {
      const { terms, sum } = summed(method.items, keyed);
      return [`${terms} = ${sum}`, ...prorated(method.items, keyed, missing, value)];
    }
    case 'weighted': {
      const { terms, sum, missing: none } = summed(method.items, keyed);
      const whole = none === 0 ? sum : value / method.factor;
      return [
        `${terms} = ${sum}`,
        ...prorated(method.items, keyed, missing, whole),
        `${method.factor} x ${shown(whole)} = ${value}`,
      ];
    }
    case 'mean': {
      const { terms, sum, missing: none } = summed(method.items, keyed);
      const count = method.items.length - none;
      return [`${terms} = ${sum}`, `${sum} / ${count} = ${value}`];
    }
    case 'count-at-least': {
      const reached = method.items.filter((number) => keyed(number) >= method.threshold);
      return [`items with ${method.threshold} points or more: ${listed(reached)}; that is ${value}`];
    }
    case 'criteria':
      return [
        ...method.clauses.map(({ label, items, threshold, atLeast }) => {
          const reached = items.filter((number) => keyed(number) >= threshold);
          const met = reached.length >= atLeast ? 'met' : 'not met';
          return `${label}: items with ${threshold} points or more among ${listed(items)}: ${listed(reached)}; ${atLeast} needed, ${met}`;
        }),
        `all met: ${value === 1 ? 'yes, 1' : 'no, 0'}`,
      ];
    case 'triage': {
      const held = method.clauses.filter(({ item, threshold }) => keyed(item) >= threshold);
      return [
        ...held.map(({ item, threshold, level }) => `item ${item} has ${threshold} or more: level ${level}`),
        `the highest level stands: ${value}`,
      ];
    }
    case 'gas-t':
      return goals(response, method.rho, value);
  }
}

/** Numbers of the items, by index, that have no readable answer. */
export function unanswered(indices: readonly number[], points: Float64Array): string {
  return indices
    .filter((index) => Number.isNaN(points[index] ?? Number.NaN))
    .map((index) => index + 1)
    .join(', ');
}

function summed(
  numbers: readonly number[],
  keyed: (number: number) => number,
): { readonly terms: string; readonly sum: number; readonly missing: number } {
  const present = numbers.map(keyed).filter((points) => !Number.isNaN(points));
  const terms = present.map((points) => (points < 0 ? `(${points})` : String(points))).join(' + ');
  return {
    terms,
    sum: round(present.reduce((sum, points) => sum + points, 0)),
    missing: numbers.length - present.length,
  };
}

function prorated(
  numbers: readonly number[],
  keyed: (number: number) => number,
  rule: MissingRule,
  value: number,
): readonly string[] {
  const { sum, missing } = summed(numbers, keyed);
  if (missing === 0) return [];
  const answered = numbers.length - missing;
  const whole = shown((sum * numbers.length) / answered);
  const rounded =
    rule.kind === 'prorate' && rule.rounding === 'nearest-integer' ? `, rounded to ${shown(value)}` : '';
  return [
    `prorated over ${numbers.length} items: ${sum} x ${numbers.length} / ${answered} = ${whole}${rounded}`,
  ];
}

function goals({ items }: ReadResponse, rho: number, value: number): readonly string[] {
  const rated = new Map<string, { level?: number; weight: number }>();
  for (const { linkId, group, answers } of items) {
    const key = /^goal-\d+$/.test(group ?? '') ? group : undefined;
    const number = answers[0]?.valueInteger ?? answers[0]?.valueDecimal;
    if (key === undefined || number === undefined) continue;
    const goal = rated.get(key) ?? { weight: 1 };
    if (linkId.endsWith('level')) goal.level = number;
    if (linkId.endsWith('weight')) goal.weight = number;
    rated.set(key, goal);
  }
  const whole = [...rated].flatMap(([key, { level, weight }]) =>
    level === undefined ? [] : [{ key, level, weight }],
  );
  const sum = (of: (goal: { level: number; weight: number }) => number): number =>
    round(whole.reduce((total, goal) => total + of(goal), 0));
  const weighted = sum(({ level, weight }) => level * weight);
  const squares = sum(({ weight }) => weight ** 2);
  const weights = sum(({ weight }) => weight);
  return [
    ...whole.map(({ key, level, weight }) => `${key}: level ${level}, weight ${weight}`),
    `sum of weight x level = ${weighted}; sum of squared weights = ${squares}; sum of weights = ${weights}`,
    `50 + 10 x ${weighted} / sqrt((1 - ${rho}) x ${squares} + ${rho} x ${weights} x ${weights}) = ${value}`,
  ];
}

function listed(numbers: readonly number[]): string {
  return numbers.length === 0 ? 'none' : numbers.join(', ');
}

function shown(value: number): string {
  return String(round(value));
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
