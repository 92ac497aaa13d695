/**
 * The four measures the page leads with, by their stored ids. All others are listed under "How we count".
 *
 * @module
 */
import type { ProportionMeasure, Snapshot } from '../shared/metrics/snapshot.ts';

export const headlineIds = [
  'reliable-improvement',
  'reliable-recovery',
  'reliable-deterioration',
  'paired',
] as const;

export function headlineMeasures({ measures }: Pick<Snapshot, 'measures'>): readonly ProportionMeasure[] {
  return headlineIds.flatMap((id) => measures.find((measure) => measure.id === id) ?? []);
}
