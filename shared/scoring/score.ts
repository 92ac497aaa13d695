/**
 * Points -> scores. Pure arithmetic over the compiled instrument; `NaN` in `points` is "no readable answer".
 *
 * @module
 */
import type { MissingRule, ScoreMethod } from '../instruments/instrument.ts';
import type { ScoreValue } from './assessment.ts';
import type { CompiledInstrument, CompiledScore } from './compile.ts';

export interface Scored {
  readonly value: ScoreValue | undefined;
  readonly prorated: boolean;
  /** A triage level that missing answers could still raise. */
  readonly atLeast: boolean;
}

const absent: Scored = { value: undefined, prorated: false, atLeast: false };

/** @param keyed what each item counts: see `keyItems`. */
export function scoreOf(which: CompiledScore, keyed: Float64Array): Scored {
  const { method, needsSetting } = which.score;
  if (needsSetting !== undefined) return absent;
  switch (method.kind) {
    case 'triage':
      return triage(which, method, keyed);
    case 'gas-t':
      return absent; // goals are groups, not items: see goal-attainment.ts
    default:
      return arithmetic(which, method, keyed);
  }
}

/** Whether more of its items lack an answer than its rule for missing answers accepts. */
export function lacksAnswers({ score, items }: CompiledScore, keyed: Float64Array): boolean {
  const missing = items.length - countFrom(items, keyed, Number.NEGATIVE_INFINITY);
  return missing > maxMissing(score.missing) || (missing > 0 && missing === items.length);
}

function arithmetic(
  which: CompiledScore,
  method: Exclude<ScoreMethod, { kind: 'triage' | 'gas-t' }>,
  keyed: Float64Array,
): Scored {
  const { score, items } = which;
  let missing = 0;
  let sum = 0;
  for (const index of items) {
    const points = keyed[index] ?? Number.NaN;
    if (Number.isNaN(points)) missing += 1;
    else sum += points;
  }
  if (missing > maxMissing(score.missing) || missing === items.length) return absent;

  const prorated = missing > 0;
  switch (method.kind) {
    case 'sum':
      return valued(which, prorate(sum, items.length, missing, score.missing), prorated);
    case 'weighted':
      return valued(which, method.factor * prorate(sum, items.length, missing, score.missing), prorated);
    case 'mean':
      return valued(which, sum / (items.length - missing), prorated);
    // A count of unknown symptoms has no mean to fall back on.
    case 'count-at-least':
      return prorated ? absent : valued(which, countFrom(items, keyed, method.threshold), false);
    case 'criteria':
      return prorated ? absent : valued(which, criteriaMet(which, keyed) ? 1 : 0, false);
  }
}

function criteriaMet({ clauses }: CompiledScore, keyed: Float64Array): boolean {
  for (const { items, threshold, atLeast } of clauses)
    if (countFrom(items, keyed, threshold) < atLeast) return false;
  return true;
}

/** How many of these items have an answer of at least `threshold` points. */
function countFrom(items: readonly number[], keyed: Float64Array, threshold: number): number {
  let count = 0;
  for (const index of items) if ((keyed[index] ?? Number.NaN) >= threshold) count += 1;
  return count;
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
  return Number.isInteger(value) ? value : Math.round(value * 1e4) / 1e4;
}

function bandOf(
  bands: readonly { readonly from: number; readonly label: string }[] | null,
  value: number,
): string | null {
  if (bands === null) return null;
  let label: string | null = null;
  for (const band of bands) if (value >= band.from) label = band.label;
  return label;
}

/** What every item counts after skip rules and reverse keying, into the instrument's scratch. */
export function keyItems(compiled: CompiledInstrument, points: Float64Array): Float64Array {
  if (compiled.printed) return points;
  const { keyed } = compiled.scratch;
  for (let index = 0; index < keyed.length; index += 1) keyed[index] = keyedPoints(compiled, index, points);
  return keyed;
}

/** Points of one item after skip rules and reverse keying; `NaN` without a readable answer. */
export function keyedPoints(
  { mirrors, skips }: CompiledInstrument,
  index: number,
  points: Float64Array,
): number {
  let raw = points[index] ?? Number.NaN;
  if (Number.isNaN(raw)) {
    const skip = skips[index]?.find(({ when }) =>
      when.every((gate) => points[gate.item - 1] === gate.points),
    );
    if (skip === undefined) return Number.NaN;
    raw = skip.counts;
  }
  const mirror = mirrors[index] ?? null;
  return mirror === null ? raw : mirror - raw;
}

/**
 * The highest level any answer establishes. With an asked item unanswered the level is a minimum: it is
 * given as `atLeast`, even at the top, and the lowest level is never claimed.
 */
function triage(
  { score, items }: CompiledScore,
  method: Extract<ScoreMethod, { kind: 'triage' }>,
  keyed: Float64Array,
): Scored {
  let level = 0;
  for (const clause of method.clauses) {
    const held = (keyed[clause.item - 1] ?? Number.NaN) >= clause.threshold;
    if (held && clause.level > level) level = clause.level;
  }
  const missing = countFrom(items, keyed, Number.NEGATIVE_INFINITY) < items.length;
  if (missing && level === 0) return absent;
  const band = score.bands?.[level]?.label ?? null;
  return {
    value: { id: score.id, code: score.code.code, value: level, band },
    prorated: false,
    atLeast: missing,
  };
}
