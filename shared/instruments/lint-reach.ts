/**
 * Every value a score can take with complete answers, from its items and their answer lists alone.
 *
 * @module
 */
import type { Instrument, ScoreMethod } from './instrument.ts';

/** Ascending. Null where answers do not bound it (goal attainment) or an item or answer list is missing. */
export function reachOf(instrument: Instrument, method: ScoreMethod): readonly number[] | null {
  switch (method.kind) {
    case 'sum':
      return sums(instrument, method.items);
    case 'weighted':
      return (
        sums(instrument, method.items)
          ?.map((sum) => exact(sum * method.factor))
          .sort(ascending) ?? null
      );
    case 'mean':
      return sums(instrument, method.items)?.map((sum) => exact(sum / method.items.length)) ?? null;
    case 'count-at-least':
      return upTo(method.items.length);
    case 'criteria':
      return upTo(1);
    case 'triage':
      return upTo(Math.max(0, ...method.clauses.map(({ level }) => level)));
    case 'gas-t':
      return null;
  }
}

/** Points of an item's answers on the printed scale; none where there is no such item or list. */
export function printedOptions({ items, answerLists }: Instrument, number: number): readonly number[] {
  const { answers = '' } = items[number - 1] ?? {};
  const list = Object.hasOwn(answerLists, answers) ? answerLists[answers] : undefined;
  return list?.options.map(({ points }) => points) ?? [];
}

/** The same after reversal: what is added up. */
export function keyedOptions(instrument: Instrument, number: number): readonly number[] {
  const points = printedOptions(instrument, number);
  const turn = Math.min(...points) + Math.max(...points);
  return instrument.items[number - 1]?.reversed === true ? points.map((one) => turn - one) : points;
}

function sums(instrument: Instrument, numbers: readonly number[]): readonly number[] | null {
  let reached: ReadonlySet<number> = new Set([0]);
  for (const number of numbers) {
    const options = keyedOptions(instrument, number);
    if (options.length === 0) return null;
    reached = new Set([...reached].flatMap((sum) => options.map((points) => exact(sum + points))));
  }
  return numbers.length === 0 ? null : [...reached].sort(ascending);
}

function upTo(most: number): readonly number[] {
  return Array.from({ length: most + 1 }, (_, count) => count);
}

function exact(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function ascending(a: number, b: number): number {
  return a - b;
}
