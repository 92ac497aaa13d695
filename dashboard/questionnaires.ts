/**
 * How people changed by each questionnaire. Recovery, well-being and functioning stand beside symptoms: all are
 * drawn against how far people differed at the start, and right is better for every one of them.
 *
 * @module
 */
import type { Area } from '../shared/instruments/instrument.ts';
import type { InstrumentOutcomes } from '../shared/metrics/program-figures.ts';
import type { MeanFigure, Snapshot } from '../shared/metrics/snapshot.ts';
import { count, fromTo, inHundred, withheld } from './wording.ts';

/** In the order of the page. */
const areas = {
  symptoms: 'Symptoms',
  recovery: 'Recovery',
  'well-being': 'Well-being',
  functioning: 'Everyday functioning',
  goals: 'Own goals',
  mood: 'Mood',
  alliance: 'Working alliance',
} satisfies Readonly<Record<Area, string>>;

export interface QuestionnaireRow {
  readonly id: string;
  readonly title: string;
  /** `7.1 points better`; null where it may not be shown. */
  readonly change: string | null;
  /** Why there is no number, else how many people and the likely range. */
  readonly people: string;
  /** The change in standard deviations of the first score, positive = better. */
  readonly shift: MeanFigure['effectSize'];
  /** What else is known of how it ended, in whole phrases. */
  readonly also: readonly string[];
}

export interface QuestionnaireArea {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly QuestionnaireRow[];
}

export interface Questionnaires {
  readonly areas: readonly QuestionnaireArea[];
  /** Both ends of the line on which all of them are drawn; 0, no change, lies between. */
  readonly scale: { readonly from: number; readonly to: number };
}

/** Without areas where no questionnaire has been answered yet. */
export function questionnaires({ instruments = [] }: Partial<Snapshot>): Questionnaires {
  const shown = Object.entries(areas).flatMap(([id, name]) => {
    const rows = instruments.filter(({ area }) => area === id).map(rowOf);
    return rows.length === 0 ? [] : [{ id, name, rows }];
  });
  const shifts = shown.flatMap(({ rows }) => rows.flatMap(({ shift }) => shift ?? []));
  return {
    areas: shown,
    scale: {
      from: Math.min(-0.25, ...shifts.map(({ interval }) => interval.lower)),
      to: Math.max(1, ...shifts.map(({ interval }) => interval.upper)),
    },
  };
}

function rowOf(outcomes: InstrumentOutcomes): QuestionnaireRow {
  const { instrument: id, title, change: figure } = outcomes;
  const { change, interval, effectSize, observed, eligible, reason } = figure;
  const also = alsoKnown(outcomes);
  if (change === null || observed === null)
    return { id, title, change: null, people: withheld(reason), shift: null, also };
  const range = interval === null ? '' : `, likely range ${fromTo(interval, 1)}`;
  const finished = eligible === null ? '' : ` of ${count(eligible)} who finished`;
  return {
    id,
    title,
    change: points(change),
    people: `${count(observed)}${finished} answered twice${range}`,
    shift: effectSize,
    also,
  };
}

function points(change: number): string {
  const size = Math.abs(change).toFixed(1);
  if (size === '0.0') return 'No change';
  return `${size} ${size === '1.0' ? 'point' : 'points'} ${change > 0 ? 'better' : 'worse'}`;
}

/** Everybody is the denominator: whoever was not measured counts as not achieved. */
const ends: Readonly<Record<string, string>> = {
  response: 'score at least halved',
  remission: 'in remission at the end',
  'goals-reached': 'reached their goals',
};

function alsoKnown({ measures, timeToRemission }: InstrumentOutcomes): readonly string[] {
  const shares = Object.entries(ends).flatMap(([id, says]) => {
    const rate = measures.find((one) => one.id === id)?.current.rate ?? null;
    return rate === null ? [] : [`${inHundred(rate)} in 100 ${says}`];
  });
  const median = timeToRemission?.median ?? null;
  return median === null ? shares : [...shares, `half in remission within ${count(median)} days`];
}
