/**
 * Points -> scores. Pure arithmetic over the compiled instrument; `NaN` in `points` is "no readable answer".
 *
 * @module
 */
import type { Item, MissingRule, ScoreMethod } from '../instruments/instrument.ts';
import type { ScoreValue } from './assessment.ts';
import type { CompiledInstrument, CompiledScore } from './compile.ts';

export interface Scored {
  readonly value: ScoreValue | undefined;
  readonly prorated: boolean;
  /** A triage whose level can still rise when the missing answers come. */
  readonly atLeast: boolean;
}

const absent: Scored = { value: undefined, prorated: false, atLeast: false };

/** @param points per item index, on the printed scale. */
export function scoreOf(compiled: CompiledInstrument, which: CompiledScore, points: Float64Array): Scored {
  const { method, needsSetting } = which.score;
  if (needsSetting !== undefined) return absent;
  switch (method.kind) {
    case 'triage':
      return triage(compiled, which, method, points);
    case 'gas-t':
      return absent; // goals are groups, not items: see goal-attainment.ts
    default:
      return arithmetic(compiled, which, method, points);
  }
}

function arithmetic(
  compiled: CompiledInstrument,
  which: CompiledScore,
  method: Exclude<ScoreMethod, { kind: 'triage' | 'gas-t' }>,
  points: Float64Array,
): Scored {
  const { score, items } = which;
  let missing = 0;
  let sum = 0;
  for (const index of items) {
    const keyed = keyedPoints(compiled, index, points);
    if (Number.isNaN(keyed)) missing += 1;
    else sum += keyed;
  }
  if (missing > maxMissing(score.missing) || missing === items.length) return absent;

  if (missing > 0 && (method.kind === 'count-at-least' || method.kind === 'criteria')) return absent;
  const prorated = missing > 0;
  switch (method.kind) {
    case 'sum':
      return valued(which, prorate(sum, items.length, missing, score.missing), prorated);
    case 'weighted':
      return valued(which, method.factor * prorate(sum, items.length, missing, score.missing), prorated);
    case 'mean':
      return valued(which, sum / (items.length - missing), prorated);
    case 'count-at-least': {
      const count = items.filter((index) => keyedPoints(compiled, index, points) >= method.threshold).length;
      return valued(which, count, false);
    }
    case 'criteria': {
      const met = method.clauses.every(
        ({ items: numbers, threshold, atLeast }) =>
          numbers.filter((number) => keyedPoints(compiled, number - 1, points) >= threshold).length >=
          atLeast,
      );
      return valued(which, met ? 1 : 0, false);
    }
  }
}

function maxMissing(rule: MissingRule): number {
  return rule.kind === 'complete' ? 0 : rule.maxMissing;
}

/** The missing items count as the mean of the answered ones. */
function prorate(sum: number, items: number, missing: number, rule: MissingRule): number {
  if (missing === 0) return sum;
  const whole = (sum * items) / (items - missing);
  return rule.kind === 'prorate' && rule.rounding === 'nearest-integer' ? Math.round(whole) : whole;
}

function valued({ score }: CompiledScore, value: number, prorated: boolean): Scored {
  const rounded = exact(value);
  return {
    value: { id: score.id, code: score.code.code, value: rounded, band: bandOf(score.bands, rounded) },
    prorated,
    atLeast: false,
  };
}

/** Four decimals: enough for a mean or a T score, and 0.1 + 0.2 stays 0.3. */
export function exact(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

export function bandOf(
  bands: readonly { readonly from: number; readonly label: string }[] | null,
  value: number,
): string | null {
  if (bands === null) return null;
  let label: string | null = null;
  for (const band of bands) if (value >= band.from) label = band.label;
  return label;
}

/** Points of one item after reverse keying and skip rules; `NaN` without a readable answer. */
export function keyedPoints(
  { instrument, accepted }: CompiledInstrument,
  index: number,
  points: Float64Array,
): number {
  const item: Item | undefined = instrument.items[index];
  const list = accepted[index];
  let raw = points[index] ?? Number.NaN;
  if (item === undefined || list === undefined) return Number.NaN;
  if (Number.isNaN(raw) && item.skippedWhen !== undefined) {
    if (points[item.skippedWhen.item - 1] === item.skippedWhen.points) raw = item.skippedWhen.counts;
  }
  return item.reversed === true ? list.min + list.max - raw : raw;
}

/**
 * The highest level any answer establishes. With answers missing the level is a minimum: it is given as
 * `atLeast`, and the lowest level is never claimed.
 */
function triage(
  compiled: CompiledInstrument,
  { score, items }: CompiledScore,
  method: Extract<ScoreMethod, { kind: 'triage' }>,
  points: Float64Array,
): Scored {
  let level = 0;
  for (const clause of method.clauses) {
    const held = keyedPoints(compiled, clause.item - 1, points) >= clause.threshold;
    if (held && clause.level > level) level = clause.level;
  }
  const missing = items.some(
    (index) =>
      Number.isNaN(keyedPoints(compiled, index, points)) &&
      compiled.instrument.items[index]?.optional !== true,
  );
  const top = level === (score.bands?.length ?? 0) - 1;
  if (missing && level === 0) return absent;
  const band = score.bands?.[level]?.label ?? null;
  return {
    value: { id: score.id, code: score.code.code, value: level, band },
    prorated: false,
    atLeast: missing && !top,
  };
}
