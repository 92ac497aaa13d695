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
import { builtInRules } from './rule-book.ts';
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
  /** What the facet is in each cell. */
  valuesOf(facet: string): Int32Array;
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
  const asked = columnsOf(records, [
    (record) => flagsOf(record, measures),
    ...datings.map((dating) => (record: EpisodeRecord) => slots.of(dayOf(record, dating))),
    ...facets.map(({ of }) => of),
  ]);
  const { groupOf, first } = alike(asked, records.length);
  const names = first.map((record) => nameOf(asked, record, width));
  const order = [...names.keys()].sort((a, b) => compareText(names[a] ?? '', names[b] ?? ''));
  const cells = order.length;
  const numberOf = new Int32Array(cells);
  for (const [cell, group] of order.entries()) numberOf[group] = cell;
  const cellOf = groupOf.map((group) => numberOf[group] ?? -1);
  const episodes = new Float64Array(cells);
  cellOf.forEach((cell) => {
    episodes[cell] = (episodes[cell] ?? 0) + 1;
  });
  const [flags = new Int32Array(), ...columns] = asked.map((column) =>
    Int32Array.from(order, (group) => column[first[group] ?? 0] ?? 0),
  );
  const slotColumns = new Map(datings.map((dating, place) => [dating, columns[place]]));
  const facetColumns = new Map(facets.map(({ id }, place) => [id, columns[datings.length + place]]));
  const valuesOf = (facet: string): Int32Array => {
    const column = facetColumns.get(facet);
    if (column === undefined) throw new RangeError(`No facet ${facet} was tallied`);
    return column;
  };
  const stretches = new Map<string, Int32Array>();
  /** The cells of a stretch of time. Kept, because a stretch is asked for a hundred times and a month is short. */
  const datedIn = (dating: Dating, from: number, to: number): Int32Array => {
    const key = `${dating} ${from} ${to}`;
    const known = stretches.get(key);
    if (known !== undefined) return known;
    const column = slotColumns.get(dating) ?? new Int32Array();
    const found: number[] = [];
    column.forEach((slot, cell) => {
      if (slot >= from && slot <= to) found.push(cell);
    });
    const cellsFound = Int32Array.from(found);
    stretches.set(key, cellsFound);
    return cellsFound;
  };
  return {
    cells,
    cellOf,
    episodes,
    valuesOf,
    cellsOf(period, dating, population, ...where) {
      const from = period === null ? 0 : slots.of(dayOfDate(period.start));
      const to = period === null ? width : slots.of(dayOfDate(period.end));
      const dated = datedIn(dating, from, to);
      const set = new Uint8Array(cells);
      for (let i = 0; i < dated.length; i++) {
        const cell = dated[i] ?? 0;
        if (belongs(flags[cell] ?? 0, population)) set[cell] = 1;
      }
      for (const { facet, accepts } of where) {
        const column = valuesOf(facet);
        for (let i = 0; i < dated.length; i++) {
          const cell = dated[i] ?? 0;
          if (set[cell] === 1 && !accepts(column[cell] ?? 0)) set[cell] = 0;
        }
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
  const { book = builtInRules } = measures;
  const specific = specificAnxietyMeasures(record.descriptor).filter(
    (instrument) => book.pairThresholdsOf(instrument) !== null,
  );
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
export function dayOf({ start, end, ending }: EpisodeRecord, dating: Dating): number | null {
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

/** All is asked of one record before the next, while the record is in the processor's cache. */
function columnsOf(
  records: readonly EpisodeRecord[],
  questions: readonly ((record: EpisodeRecord) => number)[],
): readonly Int32Array[] {
  const columns = questions.map(() => new Int32Array(records.length));
  records.forEach((record, i) => {
    questions.forEach((of, k) => {
      const column = columns[k];
      if (column !== undefined) column[i] = of(record);
    });
  });
  return columns;
}

/** Cells are numbered in the order of these texts, whatever the order of the records. */
function nameOf(asked: readonly Int32Array[], record: number, width: number): string {
  const values = asked.map((column) => column[record] ?? 0);
  const [flags = 0, ...rest] = values;
  const key = rest.slice(0, datings.length).reduce((sum, slot) => sum * width + slot, flags);
  return `${key};${rest.slice(datings.length).join()}`;
}

/**
 * Which records have the same value in every column, by a table of hashes. A text of each record as the key of
 * a `Map` was slower and left more to collect.
 *
 * @returns the group of each record, and the first record of each group
 */
function alike(
  columns: readonly Int32Array[],
  records: number,
): { readonly groupOf: Int32Array; readonly first: readonly number[] } {
  const hashes = new Int32Array(records);
  for (const column of columns) {
    for (let record = 0; record < records; record++) {
      const mixed = Math.imul((hashes[record] ?? 0) ^ (column[record] ?? 0), 0x9e3779b1);
      hashes[record] = mixed ^ (mixed >>> 15);
    }
  }
  const first: number[] = [];
  const groupOf = new Int32Array(records);
  const groupAt = new Int32Array(2 ** Math.ceil(Math.log2(2 * records + 1))).fill(-1);
  const mask = groupAt.length - 1;
  for (let record = 0; record < records; record++) {
    let place = (hashes[record] ?? 0) & mask;
    for (;;) {
      const group = groupAt[place] ?? -1;
      if (group === -1) break;
      const other = first[group] ?? 0;
      if (columns.every((column) => column[other] === column[record])) break;
      place = (place + 1) & mask;
    }
    if (groupAt[place] === -1) {
      groupAt[place] = first.length;
      first.push(record);
    }
    groupOf[record] = groupAt[place] ?? -1;
  }
  return { groupOf, first };
}
