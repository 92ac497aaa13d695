/**
 * Measurement completion and timeliness: of the questionnaires that somebody asked for and that fell due in the
 * period, those answered in time, and how many days later the answered ones came.
 *
 * Unit: questionnaires, not people; proportion 0..1. In time: from a week before to a week after the day it was
 * due on (ours; no published rule). Any questionnaire of the program counts as the answer. Not due: after the
 * end of care, what was cancelled, and what the person declined, which is counted apart.
 *
 * @module
 */
import { wilsonInterval } from '../stats/proportion.ts';
import type { CellSet } from './cell-set.ts';
import type { Disclosure } from './disclosure.ts';
import type { EpisodeRecord } from './episode-record.ts';
import { daysOf } from './periods.ts';
import type { CompletionFigure } from './program-figures.ts';
import type { Period } from './snapshot.ts';
import { spreadOf } from './spread.ts';
import type { Facet, Tally } from './tally.ts';

const IN_TIME = 7;
const FACET = 'asked';

const definition = {
  term: 'Measurement completion; days from due to done',
  text: 'Of the questionnaires that fell due in the period, those answered within a week of the day they were due on. Requests and tasks of the EHR say what is due.',
  citation: 'Our definition; the week is a setting of this pipeline, not a published rule',
} as const;

/** Due in the period and no longer answerable in time. */
function dueIn({ due }: EpisodeRecord, period: Period): EpisodeRecord['due'] {
  const inPeriod = daysOf(period);
  return due.filter(({ day }) => inPeriod(day + IN_TIME));
}

const DUE = 1;
const IN_TIME_ONCE = 2;
const MISSED_ONCE = 4;
const DECLINED_ONCE = 8;

function isInTime({ day, done }: EpisodeRecord['due'][number]): boolean {
  return done !== null && done <= day + IN_TIME;
}

export function askedFacet(period: Period): Facet {
  return {
    id: FACET,
    of(record) {
      if (record.due.length === 0) return 0;
      let bits = 0;
      for (const one of dueIn(record, period))
        bits |= one.declined ? DECLINED_ONCE : DUE | (isInTime(one) ? IN_TIME_ONCE : MISSED_ONCE);
      return bits;
    },
  };
}

/** Whose questionnaires they are: a count of them is shown where the people may be. */
export interface AskedSets {
  readonly due: CellSet;
  readonly inTime: CellSet;
  readonly missed: CellSet;
  readonly declined: CellSet;
}

export function askedSets(tally: Tally): AskedSets {
  const of = (bit: number): CellSet =>
    tally.cellsOf(null, 'started', { all: 0 }, { facet: FACET, accepts: (bits) => (bits & bit) !== 0 });
  return { due: of(DUE), inTime: of(IN_TIME_ONCE), missed: of(MISSED_ONCE), declined: of(DECLINED_ONCE) };
}

export function askedFamily({ due, inTime, missed, declined }: AskedSets): readonly CellSet[] {
  return [due, inTime, missed, declined];
}

export function completionFigure(
  disclosure: Disclosure,
  sets: AskedSets,
  records: readonly EpisodeRecord[],
  period: Period,
  minimumCell: number,
): CompletionFigure {
  const nothing = {
    definition,
    due: null,
    done: null,
    declined: null,
    rate: null,
    interval: null,
    days: null,
  };
  const asked = records.flatMap((record) => dueIn(record, period));
  const all = asked.filter(({ declined }) => !declined);
  const refused = asked.length - all.length;
  const inTime = all.filter(isInTime).length;
  const isSafe = (count: number, people: CellSet): boolean =>
    (count === 0 || count >= minimumCell) && disclosure.show(people) !== null;
  const declined = isSafe(refused, sets.declined) ? refused : null;
  if (!isSafe(all.length, sets.due)) return { ...nothing, declined, reason: 'too-few' };
  if (all.length === 0) return { ...nothing, due: 0, done: 0, declined, reason: 'no-episodes' };
  if (!isSafe(inTime, sets.inTime) || !isSafe(all.length - inTime, sets.missed))
    return { ...nothing, due: all.length, declined, reason: 'too-few' };
  const late = all.flatMap(({ day, done }) => (done === null ? [] : [Math.max(0, done - day)]));
  const estimate = wilsonInterval(inTime, all.length);
  return {
    definition,
    due: all.length,
    done: inTime,
    declined,
    rate: inTime / all.length,
    interval:
      estimate.kind === 'none'
        ? null
        : { lower: estimate.lower, upper: estimate.upper, level: estimate.level },
    days: spreadOf(late, minimumCell),
    reason: null,
  };
}
