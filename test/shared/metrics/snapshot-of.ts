/** Rows of the index -> what the compile makes of them. */
import { EpisodePass, type PassOptions } from '../../../shared/metrics/episode-pass.ts';
import { mergePartials, type Partial as ShardPartial } from '../../../shared/metrics/partial.ts';
import { type ReduceOptions, reduceProgram } from '../../../shared/metrics/reduce.ts';
import type { Snapshot } from '../../../shared/metrics/snapshot.ts';
import type { IndexRow } from './index-row.ts';

export const talkingTherapy = {
  id: 'talking-therapy',
  source: 'riverside',
  name: 'Talking Therapy',
  measures: { depression: 'phq-9', anxiety: 'gad-7' },
} as const;

/** One pass over the rows, as of 1 February 2026 in UTC unless it is said otherwise. */
export function partialOf(rows: readonly IndexRow[], options: Partial<PassOptions> = {}): ShardPartial {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'UTC', asOf: '2026-02-01', ...options });
  for (const [sk, m] of rows) pass.row(sk, m);
  return mergePartials([pass.end()]);
}

/** The snapshot of Talking Therapy, with nothing below eleven shown. */
export function snapshotOf(
  rows: readonly IndexRow[],
  { pass, reduce }: { readonly pass?: Partial<PassOptions>; readonly reduce?: Partial<ReduceOptions> } = {},
): Snapshot {
  return reduceProgram(partialOf(rows, pass), talkingTherapy, { minimumCell: 11, ...reduce });
}
