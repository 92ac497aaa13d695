/**
 * Retention: time from the start until somebody stops coming. A planned end, a move, a death and still being in
 * care end the watching without the event.
 *
 * Where none of the ended episodes says how it ended, nobody can be seen to stop, and there is no curve: FHIR has
 * no element for it, so many EHRs send none.
 *
 * Unit: episodes that started in the period; Kaplan-Meier share.
 *
 * @module
 */
import type { Observed } from '../stats/survival.ts';
import { type CurveSets, curveBucket, curveFigure } from './curve.ts';
import type { Disclosure } from './disclosure.ts';
import type { EpisodeRecord } from './episode-record.ts';
import type { CurveFigure } from './program-figures.ts';
import type { Facet } from './tally.ts';

const RETENTION = 'retention';

export function stayOf({ start, end, ending }: EpisodeRecord, asOf: number): Observed {
  return { time: (end ?? asOf) - start, event: ending === 'dropped-out' };
}

export function retentionFacet(asOf: number): Facet {
  return { id: RETENTION, of: (record) => curveBucket(stayOf(record, asOf)) };
}

export const retention = {
  id: 'retention',
  facet: RETENTION,
  label: 'Stopped coming, by days since the start',
  definition: {
    term: 'Retention curve: time to unplanned ending',
    text: 'Of the episodes that started in the period, the share that had ended because the person stopped coming. Whoever ended as planned, moved on, died or is still in care is watched until then.',
    citation: 'Kaplan & Meier 1958, JASA 53:457; the event is our definition',
  },
} as const;

/** @param started the episodes that the sets are made of. */
export function retentionFigure(
  disclosure: Disclosure,
  sets: CurveSets,
  started: readonly EpisodeRecord[],
  asOf: number,
): CurveFigure {
  const figure = curveFigure(
    disclosure,
    sets,
    started.map((record) => stayOf(record, asOf)),
    retention,
  );
  if (figure.n === null || isEndingRecorded(started)) return figure;
  return { ...figure, events: null, points: [], median: null, medianInterval: null, reason: 'not-recorded' };
}

/** Somebody's ending says why, or nobody's care has ended. A death is told by the Patient, not by the ending. */
function isEndingRecorded(records: readonly EpisodeRecord[]): boolean {
  const ended = records.filter(({ end }) => end !== null);
  return ended.length === 0 || ended.some(({ ending }) => ending !== 'other' && ending !== 'died');
}
