/**
 * The 100 % bar: what happened to everyone, in pieces that fill the whole width.
 *
 * Pieces that may not be shown are drawn together, where the first of them stands, as one block of the width
 * that is left: the bar shows that they exist and not how large each is. Where the total itself may not be shown there is only the list.
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
  if (total === 0 || segments.every(({ count: n }) => n === null)) {
    return { kind: 'withheld', why: withheld(total === 0 ? 'no-episodes' : reason) };
  }
  const widths = segments.map(({ count: n }) => (n === null || total === null ? 0 : n / total));
  const firstHidden = segments.findIndex(({ count: n }) => n === null);
  if (firstHidden !== -1 && total !== null) {
    widths[firstHidden] = 1 - widths.reduce((sum, width) => sum + width, 0);
  }
  let [from, blues] = [0, 0];
  const pieces = segments.map((segment, i): Piece => {
    const { id, label, count: n } = segment;
    // Counted for a withheld piece too: the next one keeps the colour it has in every other bar.
    const tone = toneOf(segment) ?? blue(++blues);
    const width = widths[i] ?? 0;
    const place = width > 0 ? { from, width } : null;
    from += width;
    if (n === null) {
      return { id, label, tone: 'withheld', place, people: withheld('too-few'), inHundred: null };
    }
    return { id, label, tone, place, people: count(n), inHundred: total === null ? null : inHundred(width) };
  });
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
  const rest = unsaid.length === 0 ? '' : ` Not shown, to protect privacy: ${listed(unsaid)}.`;
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
