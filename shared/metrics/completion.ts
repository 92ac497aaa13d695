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
import { quartiles } from '../stats/quantile.ts';
import { dayOfDate } from './calendar.ts';
import type { CellSet } from './cell-set.ts';
import type { Disclosure } from './disclosure.ts';
import type { EpisodeRecord } from './episode-record.ts';
import type { CompletionFigure } from './program-figures.ts';
import type { Period } from './snapshot.ts';
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
  const [from, to] = [dayOfDate(period.start), dayOfDate(period.end)];
  return due.filter(({ day }) => day + IN_TIME >= from && day + IN_TIME <= to);
}

export function askedFacet(period: Period): Facet {
  return { id: FACET, of: (record) => (record.due.length > 0 && dueIn(record, period).length > 0 ? 1 : 0) };
}

export function askedSet(tally: Tally): CellSet {
  return tally.cellsOf(null, 'started', { all: 0 }, { facet: FACET, accepts: (asked) => asked === 1 });
}

export function completionFigure(
  disclosure: Disclosure,
  askedOf: CellSet,
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
  const people = disclosure.show(askedOf);
  if (people === null) return { ...nothing, reason: 'too-few' };
  const asked = records.flatMap((record) => dueIn(record, period));
  const all = asked.filter(({ declined }) => !declined);
  const refused = asked.length - all.length;
  const inTime = all.filter(({ day, done }) => done !== null && done <= day + IN_TIME).length;
  const isSmall = (count: number): boolean => count > 0 && count < minimumCell;
  const declined = isSmall(refused) ? null : refused;
  if (all.length === 0) return { ...nothing, due: 0, done: 0, declined, reason: 'no-episodes' };
  if (isSmall(inTime) || isSmall(all.length - inTime))
    return { ...nothing, due: all.length, declined, reason: 'too-few' };
  const late = all.flatMap(({ day, done }) => (done === null ? [] : [Math.max(0, done - day)]));
  const estimate = wilsonInterval(inTime, all.length);
  const spread = late.length < minimumCell ? null : quartiles(late);
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
    days:
      spread === null || spread.kind === 'none'
        ? null
        : { lower: spread.lower, median: spread.median, upper: spread.upper },
    reason: null,
  };
}
