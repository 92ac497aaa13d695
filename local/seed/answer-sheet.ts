/**
 * Points item by item, chosen so that they add up to a total that was decided before.
 *
 * @module
 */
import type { Chance } from './chance.ts';

export type FormId = 'phq-9' | 'gad-7';

/** How soon an item fills up, in the order of the form. Self-harm thoughts (PHQ-9 item 9) are decided apart. */
const readiness: Readonly<Record<FormId, readonly number[]>> = {
  'phq-9': [12, 13, 14, 15, 9, 11, 10, 6],
  'gad-7': [13, 11, 14, 12, 8, 10, 7],
};

const MOST_PER_ITEM = 3;

/** Greatest total a form can take. */
export const greatest: Readonly<Record<FormId, number>> = { 'phq-9': 27, 'gad-7': 21 };

/** Points of every item; `selfHarm` is item 9 of the PHQ-9 and counts in its total. */
export function pointsFor(form: FormId, total: number, selfHarm: number, chance: Chance): readonly number[] {
  const weights = readiness[form];
  const points = weights.map(() => 0);
  const toGive = Math.min(total - selfHarm, points.length * MOST_PER_ITEM);
  for (let given = 0; given < toGive; given += 1) {
    const open = weights.map((weight, index) => [
      String(index),
      points[index] === MOST_PER_ITEM ? 0 : weight,
    ]);
    const index = Number(chance.weighted(Object.fromEntries(open) as Record<string, number>));
    points[index] = (points[index] ?? 0) + 1;
  }
  return form === 'phq-9' ? [...points, selfHarm] : points;
}
