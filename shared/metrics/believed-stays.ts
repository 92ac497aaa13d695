/**
 * Of a patient's stays in one program, those that count: an EHR and a roster that speak of the same time speak
 * of the same stay, and the EHR is believed. Two stays from the same kind of place are two stays.
 *
 * @module
 */
import { stayRank } from '../programs/stay.ts';

export interface Stay {
  readonly program: string;
  readonly id: string;
  /** Days since 1970. */
  readonly start: number;
  readonly end: number | null;
}

export function believedStays<S extends Stay>(stays: readonly S[]): readonly S[] {
  if (stays.length < 2) return stays;
  return stays.filter(
    (stay) =>
      !stays.some(
        (other) =>
          other.program === stay.program && stayRank(other.id) < stayRank(stay.id) && overlap(other, stay),
      ),
  );
}

function overlap(a: Stay, b: Stay): boolean {
  return a.start <= (b.end ?? Infinity) && b.start <= (a.end ?? Infinity);
}
