/**
 * Retention: time from the start until somebody stops coming. A planned end, a move, a death and still being in
 * care end the watching without the event.
 *
 * Unit: episodes that started in the period; Kaplan-Meier share.
 *
 * @module
 */
import type { Observed } from '../stats/survival.ts';
import { curveBucket } from './curve.ts';
import type { EpisodeRecord } from './episode-record.ts';
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
    citation: 'Kaplan & Meier 1958, JASA 53:457; event as in our specification, metrics.md 5',
  },
} as const;
