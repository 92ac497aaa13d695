/**
 * How one episode was counted, rule by rule, with the scores used. It answers the question that services ask
 * most when two numbers disagree. It names scores and dates, so it is for the people who may see the episode.
 *
 * The flags and populations are those the figures are made of; nothing is judged a second time here.
 *
 * @module
 */
import { isoDate } from './calendar.ts';
import { proportions } from './catalog.ts';
import type { ExpectedCourse } from './courses/expected-course.ts';
import { whyCourse } from './courses/why-course.ts';
import { flag } from './episode-flags.ts';
import type { DatedScore, EpisodeRecord } from './episode-record.ts';
import { eligible } from './metric.ts';
import { type MeasuredBy, type ScorePair, scorePairs } from './score-pair.ts';
import type { Period } from './snapshot.ts';
import { flagsOf } from './tally.ts';
import { populationLine, type WhyLine, type WhySection } from './why-line.ts';
import { whyOutside } from './why-outside.ts';

export interface WhyInputs {
  readonly measures: MeasuredBy;
  readonly asOf: number;
  /** Of which the figures are. */
  readonly period: Period;
  expectedOf(instrument: string): ExpectedCourse;
}

export function whyCounted(record: EpisodeRecord, inputs: WhyInputs): readonly WhySection[] {
  return [
    { title: 'The episode', lines: episodeLines(record) },
    { title: 'The scores used', lines: scoreLines(record) },
    { title: 'The rules of NHS Talking Therapies', lines: ruleLines(record, inputs.measures) },
    { title: 'The program measures', lines: measureLines(record, inputs) },
    ...record.measurements.flatMap(
      ({ instrument }) => whyCourse(record, instrument, { ...inputs, book: inputs.measures.book }) ?? [],
    ),
  ];
}

function episodeLines({
  start,
  end,
  ending,
  contactDays,
  lastContact,
  descriptor,
  inferred,
  referred,
}: EpisodeRecord): readonly WhyLine[] {
  return [
    {
      rule: 'comes from the EHR',
      holds: !inferred,
      because: inferred
        ? 'made from responses that name the program'
        : 'an episode of care of the EHR or a roster',
    },
    { rule: 'started', holds: null, because: isoDate(start) },
    ...(referred === null ? [] : [{ rule: 'referred', holds: null, because: isoDate(referred) }]),
    {
      rule: 'has ended: outcomes count it in the period of its end',
      holds: end !== null,
      because: end === null ? 'still open at the as-of date' : `${isoDate(end)}, ${ending}`,
    },
    {
      rule: 'two treatment contacts or more: finished once it has ended',
      holds: contactDays.length >= 2,
      because:
        contactDays.length === 0
          ? 'none'
          : `${contactDays.length}, the last on ${isoDate(contactDays.at(-1) ?? 0)}`,
    },
    {
      rule: 'last contact of any kind',
      holds: null,
      because: lastContact === null ? 'none' : isoDate(lastContact),
    },
    {
      rule: 'problem treated',
      holds: null,
      because: descriptor ?? 'not recorded: the general anxiety measure is used',
    },
  ];
}

function scoreLines({ measurements, start, end }: EpisodeRecord): readonly WhyLine[] {
  const window = `${isoDate(start - 14)} to ${isoDate(start + 30)}`;
  return measurements.flatMap(({ instrument, first, last, history }) => [
    {
      rule: `${instrument}: first score, of ${window}`,
      holds: first !== null,
      because: first === null ? 'none in that time' : dated(first),
    },
    {
      rule: `${instrument}: last score, up to ${end === null ? 'the as-of date' : isoDate(end)}, on another day`,
      holds: last !== null,
      because: last === null ? 'none' : dated(last),
    },
    {
      rule: `${instrument}: all days with a score`,
      holds: null,
      because: history.days.map((day, i) => `${isoDate(day)} ${history.scores[i]}`).join(', ') || 'none',
    },
  ]);
}

function dated({ day, score }: DatedScore): string {
  return `${score} on ${isoDate(day)}`;
}

function ruleLines(record: EpisodeRecord, measures: MeasuredBy): readonly WhyLine[] {
  const flags = flagsOf(record, measures);
  const { depression, anxiety } = scorePairs(record, measures);
  const known = (flags & flag.casenessKnown) !== 0;
  const has = (bit: number, told: boolean): boolean | null => (told ? (flags & bit) !== 0 : null);
  const measured = (flags & flag.paired) !== 0;
  return [
    pairLine('depression', measures.depression, depression),
    pairLine('anxiety', measures.anxiety, anxiety),
    {
      rule: 'at caseness: one first score at its cut-off or worse',
      holds: has(flag.atCaseness, known),
      because: known ? '' : 'a first score is missing',
    },
    { rule: 'measured: both at the start and at the end', holds: measured, because: '' },
    {
      rule: 'recovered: at caseness, and both last scores are below their cut-offs',
      holds: has(flag.recovered, measured),
      because: '',
    },
    {
      rule: 'reliably improved: one better by its reliable change, none worse by it',
      holds: has(flag.improved, measured),
      because: '',
    },
    {
      rule: 'reliably deteriorated: one worse by its reliable change, none better by it',
      holds: has(flag.deteriorated, measured),
      because: '',
    },
  ];
}

function pairLine(which: string, instrument: string, pair: ScorePair | null): WhyLine {
  const because =
    pair === null
      ? `no threshold of ${instrument} is registered`
      : `${pair.first ?? 'none'} -> ${pair.last ?? 'none'}; cut-off ${pair.caseness}, reliable change ${pair.reliableChange}, ${pair.better} is better`;
  return { rule: `${which} measure`, holds: null, because };
}

function measureLines(record: EpisodeRecord, { measures, period, asOf }: WhyInputs): readonly WhyLine[] {
  const flags = flagsOf(record, measures);
  return proportions.map((metric) => {
    const because = whyOutside(record, metric.dating, period, asOf);
    if (because !== null) return { rule: metric.label, holds: null, because };
    return populationLine(flags, {
      label: metric.label,
      initial: metric.initialPopulation,
      kept: eligible(metric),
      observed: metric.observed,
      numerator: metric.numerator,
    });
  });
}
