/**
 * Episodes -> cells: how many episodes agree in every date and flag that any figure looks at.
 *
 * All figures are sums of cells, so after one pass over the episodes nothing depends on their number, and
 * whether one figure could be worked out from others is a question about cells.
 *
 * @module
 */
import { dayOfDate } from './calendar.ts';
import { belongs, flag, type Population } from './episode-flags.ts';
import { type EpisodeRecord, followUpWindows } from './episode-record.ts';
import { type Dating, datings } from './metric.ts';
import { nhsFlags } from './nhs-flags.ts';
import { type MeasuredBy, scorePairs } from './score-pair.ts';
import type { Period } from './snapshot.ts';

/** A set of cells as 0 and 1, one number a cell. */
export type CellSet = Uint8Array;

export interface Tally {
  readonly cells: number;
  /** Episodes in each cell, never 0. */
  readonly episodes: Float64Array;
  /** The cells of a population whose date of this kind lies in the period. */
  cellsOf(period: Period, dating: Dating, population: Population): CellSet;
  count(set: CellSet): number;
}

/** @param periods every period that will be asked for. */
export function tally(
  records: readonly EpisodeRecord[],
  measures: MeasuredBy,
  periods: readonly Period[],
): Tally {
  const slots = slotsOf(periods);
  const width = slots.edges.length + 1;
  const counts = new Map<number, number>();
  for (const record of records) {
    let key = flagsOf(record, measures);
    for (const dating of datings) key = key * width + slots.of(dayOf(record, dating));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const keys = [...counts.keys()].sort((a, b) => a - b);
  const episodes = Float64Array.from(keys, (key) => counts.get(key) ?? 0);
  const columns = unpack(keys, width);
  return {
    cells: keys.length,
    episodes,
    cellsOf(period, dating, population) {
      const [from, to] = [slots.of(dayOfDate(period.start)), slots.of(dayOfDate(period.end))];
      const dated = columns.slots[dating];
      return Uint8Array.from(columns.flags, (flags, cell) => {
        const slot = dated[cell] ?? 0;
        return slot >= from && slot <= to && belongs(flags, population) ? 1 : 0;
      });
    },
    count(set) {
      let total = 0;
      for (let cell = 0; cell < set.length; cell++) total += (set[cell] ?? 0) * (episodes[cell] ?? 0);
      return total;
    },
  };
}

/** Everything a figure may ask of an episode but its dates. */
export function flagsOf(record: EpisodeRecord, measures: MeasuredBy): number {
  const { end, ending, contactDays } = record;
  let flags = nhsFlags(scorePairs(record, measures));
  if (end !== null) flags |= flag.ended;
  if (contactDays.length >= 2) flags |= flag.treated;
  if (contactDays.length === 1) flags |= flag.onceTreated;
  if (ending === 'completed') flags |= flag.completed;
  if (ending === 'dropped-out') flags |= flag.droppedOut;
  for (const { instrument, first, last, followUps } of record.measurements) {
    if (instrument !== measures.depression && instrument !== measures.anxiety) continue;
    if (first !== null && last !== null) {
      flags |= instrument === measures.depression ? flag.depressionPaired : flag.anxietyPaired;
    }
    if ((followUps & 1) !== 0) flags |= flag.followUp3;
    if ((followUps & 2) !== 0) flags |= flag.followUp6;
    if ((followUps & 4) !== 0) flags |= flag.followUp12;
  }
  return flags;
}

/** The day that puts the record into a period; null where there is none. Nobody is followed up after death. */
function dayOf({ start, end, ending }: EpisodeRecord, dating: Dating): number | null {
  if (dating === 'ended') return end;
  if (dating === 'started') return start;
  const [three, six, twelve] = followUpWindows;
  const window = dating === 'followUp3' ? three : dating === 'followUp6' ? six : twelve;
  const closes = start + window.to;
  return ending === 'died' && end !== null && end < closes ? null : closes;
}

/** The stretches of time between any two boundaries of the periods; 0 is before all of them or no date. */
interface Slots {
  readonly edges: readonly number[];
  of(day: number | null): number;
}

function slotsOf(periods: readonly Period[]): Slots {
  const days = periods.flatMap(({ start, end }) => [dayOfDate(start), dayOfDate(end) + 1]);
  const edges = [...new Set(days)].sort((a, b) => a - b);
  return {
    edges,
    of(day) {
      if (day === null) return 0;
      let slot = 0;
      while (slot < edges.length && day >= (edges[slot] ?? 0)) slot += 1;
      return slot;
    },
  };
}

interface Columns {
  readonly flags: Int32Array;
  readonly slots: Readonly<Record<Dating, Uint8Array>>;
}

function unpack(keys: readonly number[], width: number): Columns {
  const flags = new Int32Array(keys.length);
  const slots = {
    ended: new Uint8Array(keys.length),
    started: new Uint8Array(keys.length),
    followUp3: new Uint8Array(keys.length),
    followUp6: new Uint8Array(keys.length),
    followUp12: new Uint8Array(keys.length),
  };
  keys.forEach((key, cell) => {
    let rest = key;
    for (const dating of datings.toReversed()) {
      slots[dating][cell] = rest % width;
      rest = Math.floor(rest / width);
    }
    flags[cell] = rest;
  });
  return { flags, slots };
}
