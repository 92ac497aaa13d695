/**
 * How many people the stays of the year are of: somebody who had care twice counts twice in every rate, and once
 * here. Beside the stays, so that nobody takes one for the other.
 *
 * Unit: people. Each is counted by one of their stays, the first in the year, so that a number of people is a
 * number of stays like any other and is protected with them.
 *
 * @module
 */
import type { CellSet } from './cell-set.ts';
import type { Disclosure } from './disclosure.ts';
import { finished, type Population } from './episode-flags.ts';
import type { EpisodeRecord } from './episode-record.ts';
import type { Dating } from './metric.ts';
import { daysOf } from './periods.ts';
import type { PeopleFigure } from './program-figures.ts';
import type { Period } from './snapshot.ts';
import type { Facet, Tally } from './tally.ts';

const STARTED = 1;
const FINISHED = 2;
const FACET = 'first stay';

export function firstStayFacet(records: readonly EpisodeRecord[], period: Period): Facet {
  const inYear = daysOf(period);
  const started = firstOfEach(
    records.filter(({ start }) => inYear(start)),
    ({ start }) => start,
  );
  const ended = records.filter(({ end, contactDays }) => inYear(end) && contactDays.length >= 2);
  const done = firstOfEach(ended, ({ end }) => end ?? 0);
  return {
    id: FACET,
    of: (record) => (started.has(record) ? STARTED : 0) | (done.has(record) ? FINISHED : 0),
  };
}

/** The record of each patient with the smallest day; of one day the first in their order. */
function firstOfEach(
  records: readonly EpisodeRecord[],
  dayOf: (record: EpisodeRecord) => number,
): ReadonlySet<EpisodeRecord> {
  const first = new Map<string, EpisodeRecord>();
  for (const record of records) {
    const known = first.get(record.patient);
    if (known === undefined || dayOf(record) < dayOf(known)) first.set(record.patient, record);
  }
  return new Set(first.values());
}

export interface PeopleSets {
  readonly started: CellSet;
  readonly startedStays: CellSet;
  readonly finished: CellSet;
  readonly finishedStays: CellSet;
}

export function peopleSets(tally: Tally, period: Period): PeopleSets {
  const people = (bit: number, dating: Dating, population: Population): CellSet =>
    tally.cellsOf(period, dating, population, { facet: FACET, accepts: (value) => (value & bit) !== 0 });
  return {
    started: people(STARTED, 'started', { all: 0 }),
    startedStays: tally.cellsOf(period, 'started', { all: 0 }),
    finished: people(FINISHED, 'ended', finished),
    finishedStays: tally.cellsOf(period, 'ended', finished),
  };
}

/** With the stays they are a part of: how many came twice must not be told where it is few. */
export function peopleFamilies(sets: PeopleSets): readonly (readonly CellSet[])[] {
  return [
    [sets.startedStays, sets.started],
    [sets.finishedStays, sets.finished],
  ];
}

export function peopleFigure(disclosure: Disclosure, sets: PeopleSets): PeopleFigure {
  const [started, done] = [disclosure.show(sets.started), disclosure.show(sets.finished)];
  return { started, finished: done, reason: started === null || done === null ? 'too-few' : null };
}
