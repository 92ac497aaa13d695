/**
 * An episode with everything the metrics need of it: dates, contacts, and the first and last score of each
 * instrument. It is what is left of a patient's rows after the pass, and names the patient, so it stays
 * inside: no record leaves the compile but for `metrics --why`, which an operator runs with access to the tables.
 *
 * @module
 */
import { type Ending, endings, type Strata } from './packed-row.ts';
import { packed, unpacked } from './packed-text.ts';

/** A score and the local day (since 1970-01-01) it was given on. */
export interface DatedScore {
  readonly day: number;
  readonly score: number;
}

export interface Measurement {
  readonly instrument: string;
  /** Baseline: the first score from 14 days before to 30 days after the start. */
  readonly first: DatedScore | null;
  /** The latest score up to the end or the as-of date, on another day than the first. */
  readonly last: DatedScore | null;
  /** Scores within the episode. */
  readonly scores: number;
  /** Bit per window of `followUpWindows` in which there is a score. */
  readonly followUps: number;
  /** Every day with a score from the baseline window on, also after the end: relapse is seen there. */
  readonly history: ScoreHistory;
  /** Points per item of the first score, as packed in its row; see `pointsOf`. */
  readonly points: string;
}

/** One score a day, oldest first: of several the latest. Two columns, because there are many. */
export interface ScoreHistory {
  readonly days: readonly number[];
  readonly scores: readonly number[];
}

/** A questionnaire that somebody asked for. */
export interface Due {
  /** The day it was due on. */
  readonly day: number;
  /** The first day with an answer, from a week before until four weeks after it. */
  readonly done: number | null;
  /** The person has said no: it is not due, and counted apart. */
  readonly declined: boolean;
}

/** One time that people were told of a safety answer. */
export interface AnsweredAlert {
  /** Local day on which they were. */
  readonly day: number;
  /** Until somebody took it on; null where nobody had by the as-of date. */
  readonly seconds: number | null;
}

/** A questionnaire answered this many days early is the one that was due ... */
export const DUE_BEFORE = 7;
/** ... as is one answered this many days late, though not in time. Both ours; no published rule. */
export const DUE_AFTER = 28;

export interface EpisodeRecord {
  readonly program: string;
  readonly patient: string;
  readonly id: string;
  /** Not from the EHR: made from responses that name the program. */
  readonly inferred: boolean;
  /** `NEVER` while it is only planned or waited for; see `hasBegun`. */
  readonly start: number;
  /** Null while open at the as-of date. */
  readonly end: number | null;
  readonly ending: Ending;
  /** Day of the referral; null where the EHR does not say. */
  readonly referred: number | null;
  readonly descriptor: string | null;
  readonly strata: Strata;
  /** Who paid on the first day; null is not recorded. */
  readonly payer: string | null;
  /** Days of the attended treatment contacts, oldest first. */
  readonly contactDays: readonly number[];
  /** Day of the last attended contact of any kind; null where there was none. */
  readonly lastContact: number | null;
  /** Questionnaires that fell due within the episode, oldest first. */
  readonly due: readonly Due[];
  /** Safety alerts of the person that had to be answered within the episode, oldest first. */
  readonly alerts: readonly AnsweredAlert[];
  /** Sorted by instrument. */
  readonly measurements: readonly Measurement[];
}

/**
 * Days after the start at which a follow-up score is looked for: 3 months +/- 30 days, 6 and 12 months
 * +/- 60 days.
 */
export const followUpWindows = [
  { months: 3, from: 60, to: 120 },
  { months: 6, from: 120, to: 240 },
  { months: 12, from: 305, to: 425 },
] as const;

/** Day on which what has not begun starts: before every period. */
export const NEVER = -1_000_000;

export function hasBegun({ start }: Pick<EpisodeRecord, 'start'>): boolean {
  return start > NEVER;
}

/** By program, patient and id, in code-unit order. */
export function compareEpisodes(a: EpisodeRecord, b: EpisodeRecord): number {
  return compareText(a.program, b.program) || compareText(a.patient, b.patient) || compareText(a.id, b.id);
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** In the place of the day of an answer. */
const NO = 'no';

/** One line of text, without line breaks. */
export function encodeEpisode(episode: EpisodeRecord): string {
  const { ageBand, sex, race, ethnicity, language } = episode.strata;
  const fields = [
    line(episode.program),
    line(episode.patient),
    line(episode.id),
    episode.inferred ? 'i' : '',
    episode.start,
    episode.end ?? '',
    endings.indexOf(episode.ending),
    line(episode.descriptor),
    ...[ageBand, sex, race, ethnicity, language].map(line),
    episode.contactDays.join(','),
    episode.due.map(({ day, done, declined }) => `${day}:${declined ? NO : (done ?? '')}`).join(','),
    episode.alerts.map(({ day, seconds }) => `${day}:${seconds ?? ''}`).join(','),
    episode.lastContact ?? '',
    line(episode.payer),
    episode.referred ?? '',
  ];
  return [fields.join(';'), ...episode.measurements.map(encodeMeasurement)].join('|');
}

function encodeMeasurement(one: Measurement): string {
  const { instrument, first, last, scores, followUps, history, points } = one;
  const pairs = history.days.map((day, i) => `${day}:${history.scores[i]}`).join(',');
  return [line(instrument), dated(first), dated(last), scores, followUps, points, pairs].join(';');
}

function dated(score: DatedScore | null): string {
  return score === null ? '' : `${score.day}:${score.score}`;
}

function line(text: string | null): string {
  return packed(text).replace(/[\n\r]/g, (one) => (one === '\n' ? '%0a' : '%0d'));
}

/** The inverse of `encodeEpisode`; it reads our own text and does not expect any other. */
export function decodeEpisode(text: string): EpisodeRecord {
  const [head = '', ...measurements] = text.split('|');
  const fields = head.split(';');
  const field = (index: number): string => fields[index] ?? '';
  const words = (index: number): string | null => unpacked(field(index));
  return {
    program: words(0) ?? '',
    patient: words(1) ?? '',
    id: words(2) ?? '',
    inferred: field(3) === 'i',
    start: Number(field(4)),
    end: whole(field(5)),
    ending: endings[Number(field(6))] ?? 'other',
    descriptor: words(7),
    strata: { ageBand: words(8), sex: words(9), race: words(10), ethnicity: words(11), language: words(12) },
    payer: words(17),
    referred: whole(field(18)),
    contactDays: listed(field(13)).map(Number),
    lastContact: whole(field(16)),
    due: listed(field(14)).map((one) => {
      const [day, done = ''] = one.split(':');
      const declined = done === NO;
      return { day: Number(day), done: declined ? null : whole(done), declined };
    }),
    alerts: listed(field(15)).map((one) => {
      const [day, seconds = ''] = one.split(':');
      return { day: Number(day), seconds: whole(seconds) };
    }),
    measurements: measurements.map(decodeMeasurement),
  };
}

function decodeMeasurement(text: string): Measurement {
  const [instrument = '', first = '', last = '', scores, followUps, points = '', pairs = ''] =
    text.split(';');
  const history = listed(pairs).map((pair) => undated(pair) ?? { day: 0, score: 0 });
  return {
    instrument: unpacked(instrument) ?? '',
    first: undated(first),
    last: undated(last),
    scores: Number(scores),
    followUps: Number(followUps),
    history: { days: history.map(({ day }) => day), scores: history.map(({ score }) => score) },
    points,
  };
}

function listed(text: string): readonly string[] {
  return text === '' ? [] : text.split(',');
}

function undated(text: string): DatedScore | null {
  if (text === '') return null;
  const [day = '', score = ''] = text.split(':');
  return { day: Number(day), score: Number(score) };
}

function whole(text: string): number | null {
  return text === '' ? null : Number(text);
}
