/**
 * The wholes whose pieces a page shows: what happened to everyone who finished, how everyone who left had
 * been treated, and why they left. "Not measured" is a piece, so the picture cannot flatter.
 *
 * @module
 */
import type { CellSet } from './cell-set.ts';
import type { Disclosure } from './disclosure.ts';
import { both, finished, flag, type Population } from './episode-flags.ts';
import type { Dating } from './metric.ts';
import type { Funnel, Partition, Period } from './snapshot.ts';
import type { Tally } from './tally.ts';

interface Piece {
  readonly id: string;
  readonly label: string;
  readonly population: Population;
}

export interface Whole {
  readonly dating: Dating;
  readonly population: Population;
  /** Without overlap, and together the whole. The later one is withheld first. */
  readonly pieces: readonly Piece[];
}

/** The 100 % bar of NHS outcomes, worst news included. */
export const outcomesOfFinished: Whole = {
  dating: 'ended',
  population: finished,
  pieces: [
    {
      id: 'recovered',
      label: 'Reliably recovered',
      population: { all: flag.recovered | flag.improved },
    },
    {
      id: 'improved',
      label: 'Got reliably better, not recovered',
      population: { all: flag.improved, none: flag.recovered },
    },
    {
      id: 'no-clear-change',
      label: 'No clear change',
      population: { all: flag.paired, none: flag.improved | flag.deteriorated },
    },
    { id: 'worse', label: 'Got worse', population: { all: flag.deteriorated } },
    {
      id: 'not-measured',
      label: 'Not measured at the start and at the end',
      population: { all: 0, none: flag.paired },
    },
  ],
};

/** Attrition: how much treatment those who left had had. */
export const treatmentOfEnded: Whole = {
  dating: 'ended',
  population: { all: flag.ended },
  pieces: [
    { id: 'finished', label: 'Finished: two or more contacts', population: { all: flag.treated } },
    { id: 'one-contact', label: 'Left after one contact', population: { all: flag.onceTreated } },
    {
      id: 'no-contact',
      label: 'Left before treatment',
      population: { all: 0, none: flag.treated | flag.onceTreated },
    },
  ],
};

export const reasonsOfEnded: Whole = {
  dating: 'ended',
  population: { all: flag.ended },
  pieces: [
    { id: 'completed', label: 'Ended as planned', population: { all: flag.completed } },
    { id: 'dropped-out', label: 'Stopped coming', population: { all: flag.droppedOut } },
    {
      id: 'other',
      label: 'Moved on, died or no reason given',
      population: { all: 0, none: flag.completed | flag.droppedOut },
    },
  ],
};

/** Each stage within the one before. */
const stages: readonly Piece[] = [
  { id: 'started', label: 'Started', population: { all: 0 } },
  { id: 'treated', label: 'Came twice or more', population: { all: flag.treated } },
  { id: 'finished', label: 'Finished so far', population: finished },
];

export interface WholeSets {
  readonly total: CellSet;
  readonly pieces: readonly CellSet[];
}

export function wholeSets(tally: Tally, { dating, population, pieces }: Whole, period: Period): WholeSets {
  return {
    total: tally.cellsOf(period, dating, population),
    pieces: pieces.map((piece) => tally.cellsOf(period, dating, both(population, piece.population))),
  };
}

export function partition(disclosure: Disclosure, whole: Whole, sets: WholeSets): Partition {
  const total = disclosure.show(sets.total);
  const segments = whole.pieces.map(({ id, label }, index) => {
    const set = sets.pieces[index];
    const count = set === undefined ? null : disclosure.show(set);
    const share = count === null || total === null || total === 0 ? null : count / total;
    return { id, label, count, share };
  });
  const withheld = total === null || segments.some(({ count }) => count === null);
  return { total, segments, reason: withheld ? 'too-few' : total === 0 ? 'no-episodes' : null };
}

export function funnelSets(tally: Tally, period: Period): readonly CellSet[] {
  return stages.map(({ population }) => tally.cellsOf(period, 'started', population));
}

export function funnel(disclosure: Disclosure, sets: readonly CellSet[]): Funnel {
  const counted = stages.map(({ id, label }, index) => {
    const set = sets[index];
    return { id, label, count: set === undefined ? null : disclosure.show(set) };
  });
  return { stages: counted, reason: counted.some(({ count }) => count === null) ? 'too-few' : null };
}
