/**
 * Where people leave: how many of those who started reached each stage. The stages after the end of care are
 * its two endings, side by side, so nothing is subtracted from one stage to the next.
 *
 * @module
 */
import type { Funnel } from '../shared/metrics/snapshot.ts';
import { count, inHundred, withheld } from './wording.ts';

export interface Stage {
  readonly id: string;
  readonly label: string;
  readonly people: string;
  /** Of those who started, 0..1; null where either number may not be shown. */
  readonly share: number | null;
  readonly inHundred: string | null;
}

export type Leaving =
  | { readonly kind: 'shown'; readonly stages: readonly Stage[]; readonly reading: string }
  | { readonly kind: 'withheld'; readonly why: string };

export function leaving({ stages, reason }: Funnel): Leaving {
  const started = stages[0]?.count ?? null;
  if (started === 0) return { kind: 'withheld', why: 'Nobody has started in these twelve months yet' };
  if (stages.every(({ count: n }) => n === null)) return { kind: 'withheld', why: withheld(reason) };
  const shown = stages.map(({ id, label, count: n }): Stage => {
    if (n === null) return { id, label, people: withheld(reason), share: null, inHundred: null };
    const share = started === null ? null : n / started;
    return { id, label, people: count(n), share, inHundred: share === null ? null : inHundred(share) };
  });
  const said = shown
    .filter(({ inHundred: rate }, i) => i > 0 && rate !== null)
    .map(({ label, inHundred: rate }) => `${label.toLowerCase()}: ${rate}`);
  const reading =
    started === null || said.length === 0
      ? 'The stages that can be shown are listed with their numbers.'
      : `Of every 100 people who started, ${said.join('; ')}.`;
  return { kind: 'shown', stages: shown, reading };
}
