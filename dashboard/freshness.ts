/**
 * How fresh and how final the figures are.
 *
 * @module
 */
import type { Snapshot } from '../shared/metrics/snapshot.ts';
import { headlineMeasures } from './headline.ts';
import { day } from './wording.ts';

/** Figures are compiled every night; this many days later somebody should have noticed. */
const STALE_AFTER_DAYS = 2;

/** `As of 1 Feb 2026`, and up to which month nothing is expected to change. */
export function asOfLine({ asOf, months }: Pick<Snapshot, 'asOf' | 'months'>): {
  readonly asOf: string;
  readonly finality: string;
} {
  const firstOpen = months.findIndex(({ provisional }) => provisional);
  const lastFinal = firstOpen === -1 ? undefined : months[firstOpen - 1];
  const open = firstOpen === -1 ? [] : months.slice(firstOpen);
  const last = open.at(-1)?.label ?? '';
  const finality =
    open.length === 0
      ? 'all months final'
      : lastFinal === undefined
        ? 'all months provisional'
        : `final to ${lastFinal.label}, ${open.length === 1 ? last : `${open[0]?.label} to ${last}`} provisional`;
  return { asOf: `As of ${day(asOf)}`, finality };
}

/** How many days old the figures are, where that is more than a nightly compile explains; else null. */
export function staleDays(asOf: string, now: Date): number | null {
  const days = Math.floor((now.getTime() - Date.parse(`${asOf}T00:00:00Z`)) / 86_400_000);
  return days > STALE_AFTER_DAYS ? days : null;
}

/**
 * `first-day`: nobody has finished yet. `too-few`: people have, but not one headline figure may be shown.
 */
export function fullness(snapshot: Snapshot): 'first-day' | 'too-few' | 'figures' {
  const measures = headlineMeasures(snapshot);
  if (measures.some(({ current }) => current.rate !== null)) return 'figures';
  return measures.every(({ current }) => current.reason === 'no-episodes') ? 'first-day' : 'too-few';
}
