import type { Course } from '../../../../shared/metrics/courses/course.ts';
import { courseOf } from '../../../../shared/metrics/courses/course.ts';
import type { EpisodeRecord } from '../../../../shared/metrics/episode-record.ts';
import { builtInRules } from '../../../../shared/metrics/rule-book.ts';

/** An episode that started on day 0 and ended on `end`, with one instrument's scores on these days. */
export function record(
  instrument: string,
  scores: readonly (readonly [day: number, score: number])[],
  { end = 200, patient = 'ann' }: { readonly end?: number | null; readonly patient?: string } = {},
): EpisodeRecord {
  const upTo = end ?? 10_000;
  const inside = scores.filter(([day]) => day <= upTo);
  const dated = (one: readonly [number, number] | undefined) =>
    one === undefined ? null : { day: one[0], score: one[1] };
  return {
    program: 'p',
    patient,
    id: 'e1',
    inferred: false,
    start: 0,
    end,
    ending: end === null ? 'open' : 'completed',
    referred: null,
    descriptor: null,
    strata: { ageBand: null, sex: null, race: null, ethnicity: null, language: null },
    payer: null,
    contactDays: [1, 8],
    lastContact: 8,
    due: [],
    alerts: [],
    measurements: [
      {
        instrument,
        first: dated(inside[0]),
        last: inside.length > 1 ? dated(inside.at(-1)) : null,
        scores: inside.length,
        followUps: 0,
        history: { days: scores.map(([day]) => day), scores: scores.map(([, score]) => score) },
        points: '',
      },
    ],
  };
}

export function course(
  instrument: string,
  scores: readonly (readonly [day: number, score: number])[],
  options: { readonly end?: number | null } = {},
): Course {
  const rules = builtInRules.rulesOf(instrument);
  if (rules === null) throw new Error(`no instrument ${instrument}`);
  return courseOf(record(instrument, scores, options), rules, 10_000);
}
