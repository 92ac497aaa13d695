/**
 * Golden cases: points worked out by hand, with the arithmetic in the name of the test. Never taken from our
 * own output.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { type AssessOptions, assessed, codes, scoresById } from '../scoring/assess.ts';

export interface Golden {
  readonly points: readonly (number | null)[];
  /** The arithmetic, by hand. */
  readonly sum: string;
  readonly total: number | null;
  readonly band?: string | null;
  /** Further scores that must be present with these values. */
  readonly scores?: Readonly<Record<string, number>>;
  readonly prorated?: true;
}

export function golden(id: string, cases: readonly Golden[], options: AssessOptions = {}): void {
  test.for(cases)('$sum', ({ points, total, band = null, scores = {}, prorated = false }) => {
    const assessment = assessed(id, points, options);
    expect(assessment).toMatchObject({ outcome: 'scored', total, band, prorated });
    expect(scoresById(assessment)).toMatchObject(scores);
  });
}

/** Leaves out each required item in turn: no total, and the item is named. */
export function eachItemIsNeeded(id: string, points: readonly number[], items: readonly number[]): void {
  test.for(items)('without item %d there is no total', (number) => {
    const lacking = points.map((value, index) => (index === number - 1 ? null : value));
    const assessment = assessed(id, lacking);
    expect(assessment).toMatchObject({ outcome: 'incomplete', total: null, band: null, prorated: false });
    expect(codes(assessment)).toEqual(['item-missing']);
  });
}
