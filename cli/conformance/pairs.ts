import { cell, numberIn } from './csv.ts';
import type { Vector } from './vector.ts';

/** First and last score of one person. */
export interface Pair {
  readonly id: string;
  readonly pre: number;
  readonly post: number;
  readonly group: string | undefined;
}

/**
 * Complete pairs from `input.csv` with one row per `id` and `time`, in the order of the file; `people`
 * counts everybody in it.
 */
export function readPairs(
  vector: Vector,
  times: { readonly pre: string | number; readonly post: string | number },
): { readonly pairs: readonly Pair[]; readonly people: number } {
  const people = new Map<string, { pre: number | null; post: number | null; group: string | undefined }>();
  for (const row of vector.rows('input.csv')) {
    const id = cell(row, 'id');
    const person = people.get(id) ?? { pre: null, post: null, group: row.group };
    people.set(id, person);
    if (cell(row, 'time') === String(times.pre)) person.pre = numberIn(row, 'outcome');
    if (cell(row, 'time') === String(times.post)) person.post = numberIn(row, 'outcome');
  }
  const pairs = [...people].flatMap(([id, { pre, post, group }]) =>
    pre === null || post === null ? [] : [{ id, pre, post, group }],
  );
  return { pairs, people: people.size };
}
