/**
 * Episodes -> cells: how many episodes agree in every date and flag that any figure looks at.
 *
 * All figures are sums of cells, so after one pass over the episodes nothing depends on their number, and
 * whether one figure could be worked out from others is a question about cells.
 *
 * @module
 */
import { specificAnxietyMeasures } from './anxiety-measure.ts';
import { dayOfDate } from './calendar.ts';
import type { CellSet, Cells } from './cell-set.ts';
import { belongs, flag, type Population } from './episode-flags.ts';
import { compareText, type EpisodeRecord, followUpWindows } from './episode-record.ts';
import { type Dating, datings } from './metric.ts';
import { nhsFlags } from './nhs-flags.ts';
import { type MeasuredBy, scorePairs } from './score-pair.ts';
import type { Period } from './snapshot.ts';

/** Something else that figures ask of an episode, as a whole number from 0. */
export interface Facet {
  readonly id: string;
  of(record: EpisodeRecord): number;
}

/** Which episodes by a facet. */
export interface Where {
  readonly facet: string;
  accepts(value: number): boolean;
}

export interface Tally extends Cells {
  /** The cell of each record, in their order. */
  readonly cellOf: Int32Array;
  /** The cells of a population whose date of this kind lies in the period; of any date without a period. */
  cellsOf(period: Period | null, dating: Dating, population: Population, ...where: readonly Where[]): CellSet;
}

/** @param periods every period that will be asked for. @param facets asked of the same records, each once. */
export function tally(
  records: readonly EpisodeRecord[],
  measures: MeasuredBy,
  periods: readonly Period[],
  facets: readonly Facet[] = [],
): Tally {
  const slots = slotsOf(periods);
  const width = slots.edges.length + 1;
  const found = new Map<
    string,
    { readonly key: number; readonly values: readonly number[]; episodes: number }
  >();
  const names: string[] = [];
  for (const record of records) {
    let key = flagsOf(record, measures);
    for (const dating of datings) key = key * width + slots.of(dayOf(record, dating));
    const values = facets.map(({ of }) => of(record));
    const name = `${key};${values.join()}`;
    names.push(name);
    const cell = found.get(name);
    if (cell === undefined) found.set(name, { key, values, episodes: 1 });
    else cell.episodes += 1;
  }
  const ordered = [...found].sort(([a], [b]) => compareText(a, b));
  const cells = ordered.map(([, cell]) => cell);
  const numbers = new Map(ordered.map(([name], number) => [name, number]));
  const columns = unpack(
    cells.map(({ key }) => key),
    width,
  );
  const facetColumns = new Map(
    facets.map(({ id }, place) => [id, Int32Array.from(cells, ({ values }) => values[place] ?? 0)]),
  );
  return {
    cells: cells.length,
    cellOf: Int32Array.from(names, (name) => numbers.get(name) ?? -1),
    episodes: Float64Array.from(cells, ({ episodes }) => episodes),
    cellsOf(period, dating, population, ...where) {
      const from = period === null ? 0 : slots.of(dayOfDate(period.start));
      const to = period === null ? width : slots.of(dayOfDate(period.end));
      const dated = columns.slots[dating];
      const set = new Uint8Array(cells.length);
      for (let cell = 0; cell < set.length; cell++) {
        const slot = dated[cell] ?? 0;
        if (slot >= from && slot <= to && belongs(columns.flags[cell] ?? 0, population)) set[cell] = 1;
      }
      for (const { facet, accepts } of where) {
        const column = facetColumns.get(facet);
        if (column === undefined) throw new RangeError(`No facet ${facet} was tallied`);
        for (let cell = 0; cell < set.length; cell++)
          if (set[cell] === 1 && !accepts(column[cell] ?? 0)) set[cell] = 0;
      }
      return set;
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
  const specific = specificAnxietyMeasures(record.descriptor);
  if (specific.length > 0) flags |= flag.specificCalled;
  for (const { instrument, first, last, followUps } of record.measurements) {
    if (first !== null && last !== null && specific.includes(instrument)) flags |= flag.specificPaired;
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
