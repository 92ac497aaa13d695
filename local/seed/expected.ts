/**
 * What a run over the seed must come to, counted from how the story was made.
 *
 * @module
 */
import { type Day, dateText, firstOfMonth } from './calendar.ts';
import type { EpisodePlan } from './episode-plan.ts';
import { type End, mishaps } from './mishap.ts';
import { type Sheet, selfHarmOf } from './sheet.ts';
import type { Story } from './story.ts';

/** Counts of distinct responses by where they end, and what else a run must show. */
export interface Expected extends Readonly<Record<End, number>> {
  /** Requests. */
  readonly pushes: number;
  /** Distinct responses: the sum of the six ends. */
  readonly responses: number;
  /** Distinct versions delivered; a delete is none. */
  readonly versions: number;
  /** Response versions delivered once more, unchanged. */
  readonly duplicates: number;
  /** Alerts published: positive safety items answered in the last 14 days. */
  readonly alerts: number;
  /** Positive safety items that are older: recorded, not published. */
  readonly historicalAlerts: number;
  readonly programs: readonly ExpectedProgram[];
}

interface ExpectedProgram {
  readonly id: string;
  readonly started: number;
  /** Ended in the twelve full months before `asOf`. */
  readonly ended: number;
  /** Of those, with two attended contacts or more: the finished courses of treatment. */
  readonly finished: number;
  /** Finished courses by the month (`YYYY-MM`) in which they ended. */
  readonly finishedByMonth: Readonly<Record<string, number>>;
}

const ALERT_DAYS = 14;

export function tally({ year, episodes, sheets, deliveries, repeats }: Story): Expected {
  const ends = { scored: 0, incomplete: 0, review: 0, ignored: 0, rejected: 0, retracted: 0 };
  for (const { mishap } of sheets) ends[mishap === undefined ? 'scored' : mishaps[mishap].ends] += 1;
  const carried = (list: Story['deliveries']) =>
    list
      .filter(({ push }) => push.method !== 'DELETE')
      .reduce((sum, delivery) => sum + delivery.sheets.length, 0);
  const positive = sheets.filter((sheet) => selfHarmOf(sheet) > 0);
  const live = positive.filter(({ visit }: Sheet) => year.asOf - visit.day <= ALERT_DAYS);
  return {
    ...ends,
    pushes: deliveries.length,
    responses: sheets.length,
    versions: carried(deliveries) - carried(repeats),
    duplicates: carried(repeats),
    alerts: live.length,
    historicalAlerts: positive.length - live.length,
    programs: [...Map.groupBy(episodes, ({ program }) => program)].map(([id, its]) =>
      programTally(id, its, year.from, year.until),
    ),
  };
}

function programTally(id: string, episodes: readonly EpisodePlan[], from: Day, until: Day): ExpectedProgram {
  const ended = episodes.filter(({ ended: end }) => end !== undefined && from <= end.day && end.day < until);
  const finished = ended.filter(({ visits }) => visits.filter(({ attended }) => attended).length >= 2);
  const months = Array.from({ length: 12 }, (_, month) => dateText(firstOfMonth(from, month)).slice(0, 7));
  const inMonth = (month: string) =>
    finished.filter(({ ended: end }) => end && dateText(end.day).startsWith(month));
  return {
    id,
    started: episodes.length,
    ended: ended.length,
    finished: finished.length,
    finishedByMonth: Object.fromEntries(months.map((month) => [month, inMonth(month).length])),
  };
}
