/**
 * Safety items: judged on their own, whatever the rest of the response is.
 *
 * @module
 */
import type { CriticalItem } from '../instruments/instrument.ts';
import type { CriticalState } from './assessment.ts';
import type { CompiledInstrument } from './compile.ts';
import { ANSWERED, FAULTY, type Reading } from './reading.ts';
import { keyedPoints } from './score.ts';

const none: readonly CriticalState[] = [];

export function judgeCritical(compiled: CompiledInstrument, reading: Reading): readonly CriticalState[] {
  const { critical } = compiled.instrument;
  if (critical.length === 0) return none;
  const states: CriticalState[] = [];
  for (const one of critical) states.push(judge(compiled, one, reading));
  return states;
}

/** On the points as printed: reverse keying and its settings never touch an alert. */
function judge(
  compiled: CompiledInstrument,
  { item, atLeast }: CriticalItem,
  { points, found, faults }: Reading,
): CriticalState {
  const index = item - 1;
  const name = compiled.instrument.items[index]?.loinc ?? String(item);
  const positive =
    (points[index] ?? Number.NaN) >= atLeast ||
    (faults.length > 0 &&
      faults.some((fault) => fault.index === index && fault.candidates.some((one) => one >= atLeast)));
  if (positive) return { number: item, item: name, state: 'positive', reason: 'answered' };
  if (found[index] === ANSWERED) return { number: item, item: name, state: 'negative', reason: 'answered' };
  if (found[index] === FAULTY) return { number: item, item: name, state: 'unknown', reason: 'unreadable' };
  // Without an answer, points come from a gate that was answered No.
  return Number.isNaN(keyedPoints(compiled, index, points))
    ? { number: item, item: name, state: 'unknown', reason: 'not-asked' }
    : { number: item, item: name, state: 'negative', reason: 'gated' };
}
