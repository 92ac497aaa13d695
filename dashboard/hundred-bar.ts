/**
 * The 100 % bar: what happened to everyone, in pieces that fill the whole width.
 *
 * Pieces that may not be shown are drawn together as one block of the width that is left: the bar shows that
 * they exist and not how large each is. Where the total itself may not be shown there is only the list.
 *
 * @module
 */
import type { Partition, Segment } from '../shared/metrics/snapshot.ts';
import { count, inHundred, listed, withheld } from './wording.ts';

/** Order and look of a piece. The blues go from best (1) to least (4); worse is the one orange. */
export type Tone = 'blue-1' | 'blue-2' | 'blue-3' | 'blue-4' | 'worse' | 'not-measured' | 'withheld';

export interface Piece {
  readonly id: string;
  readonly label: string;
  readonly tone: Tone;
  /** Left edge and width, 0..1; null for a piece that is only in the list. */
  readonly place: { readonly from: number; readonly width: number } | null;
  readonly people: string;
  readonly inHundred: string | null;
}

export type HundredBar =
  | { readonly kind: 'shown'; readonly pieces: readonly Piece[]; readonly reading: string }
  | { readonly kind: 'withheld'; readonly why: string };

/** @param who who the whole is, after "Of 412": `people who finished`. */
export function hundredBar({ total, segments, reason }: Partition, who: string): HundredBar {
  const shown = segments.filter(({ count: n }) => n !== null);
  if (total === 0 || shown.length === 0) {
    return { kind: 'withheld', why: withheld(total === 0 ? 'no-episodes' : reason) };
  }
  const hidden = segments.filter(({ count: n }) => n === null);
  const pieces: Piece[] = [];
  let [from, blues] = [0, 0];
  for (const segment of shown) {
    const n = segment.count ?? 0;
    const tone = toneOf(segment) ?? blue(++blues);
    const width = total === null ? 0 : n / total;
    pieces.push({
      id: segment.id,
      label: segment.label,
      tone,
      place: width === 0 ? null : { from, width },
      people: count(n),
      inHundred: total === null ? null : inHundred(width),
    });
    from += width;
  }
  for (const [index, { id, label }] of hidden.entries()) {
    const place = index === 0 && total !== null && from < 1 ? { from, width: 1 - from } : null;
    pieces.push({ id, label, tone: 'withheld', place, people: withheld('too-few'), inHundred: null });
  }
  return { kind: 'shown', pieces, reading: reading(pieces, total, who) };
}

function reading(pieces: readonly Piece[], total: number | null, who: string): string {
  const said = pieces
    .filter(({ tone }) => tone !== 'withheld')
    .map(
      ({ label, people, inHundred: rate }) =>
        `${people} ${lower(label)}${rate === null ? '' : ` (${rate} in 100)`}`,
    );
  const unsaid = pieces.filter(({ tone }) => tone === 'withheld').map(({ label }) => lower(label));
  const rest = unsaid.length === 0 ? '' : ` Too few people to show: ${listed(unsaid)}.`;
  return `Of ${total === null ? 'all' : count(total)} ${who}: ${listed(said)}.${rest}`;
}

/** The blue order is that of the snapshot, best first; these three look the same wherever they stand. */
function toneOf({ id }: Segment): Tone | null {
  if (id === 'not-measured' || id === 'worse') return id;
  return id === 'no-clear-change' ? 'blue-4' : null;
}

function blue(position: number): Tone {
  return position === 1 ? 'blue-1' : position === 2 ? 'blue-2' : 'blue-3';
}

function lower(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
