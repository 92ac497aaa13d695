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
  return critical.length === 0 ? none : critical.map((one) => judge(compiled, one, reading));
}

/** On the points as printed: reverse keying and its settings never touch an alert. */
function judge(
  compiled: CompiledInstrument,
  { item, atLeast }: CriticalItem,
  { points, found, faults }: Reading,
): CriticalState {
  const index = item - 1;
  const at = { number: item, item: compiled.instrument.items[index]?.loinc ?? String(item) };
  const positive =
    (points[index] ?? Number.NaN) >= atLeast ||
    faults.some((fault) => fault.index === index && fault.candidates.some((one) => one >= atLeast));
  if (positive) return { ...at, state: 'positive', reason: 'answered' };
  if (found[index] === ANSWERED) return { ...at, state: 'negative', reason: 'answered' };
  if (found[index] === FAULTY) return { ...at, state: 'unknown', reason: 'unreadable' };
  // Without an answer, points come from a gate that was answered No.
  return Number.isNaN(keyedPoints(compiled, index, points))
    ? { ...at, state: 'unknown', reason: 'not-asked' }
    : { ...at, state: 'negative', reason: 'gated' };
}
