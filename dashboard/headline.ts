/**
 * The four measures the page leads with, by their stored ids. All others are listed under "How we count".
 *
 * @module
 */
import type { ProportionMeasure, Snapshot } from '../shared/metrics/snapshot.ts';
import { count } from './wording.ts';

export const headlineIds = [
  'reliable-improvement',
  'reliable-recovery',
  'reliable-deterioration',
  'paired',
] as const;

export function headlineMeasures({ measures }: Pick<Snapshot, 'measures'>): readonly ProportionMeasure[] {
  return headlineIds.flatMap((id) => measures.find((measure) => measure.id === id) ?? []);
}

/** Figures are about stays; how many people these are of, where that may be shown. */
export function personsLine({ process, outcomes }: Pick<Snapshot, 'outcomes'> & Partial<Snapshot>): string {
  const twice = 'Somebody who had care twice counts twice';
  const people = process?.people?.finished ?? null;
  if (people === null || people === 0 || outcomes.total === null) return `${twice}.`;
  return `${twice}: ${count(outcomes.total)} stays of ${count(people)} people.`;
}
