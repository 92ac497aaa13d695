/**
 * Response and remission at a set time after the first score: of the episodes that started in the period and
 * whose window has closed, those whose last score in the window is at most half of the first, or in remission.
 * They stand beside the measures of the last observation and are never mixed with them.
 *
 * Unit: episodes; proportion 0..1. The window counts from the first score, from the start of care where there is
 * none, and a score after the end of care counts as well. Known to have started below the cut-off: excluded. Not
 * measured in the window: not achieved. Who died before the window closed is not asked.
 *
 * @module
 */
import type { EpisodeRecord } from '../episode-record.ts';
import type { ProportionSets } from '../proportion-figure.ts';
import type { Definition, Period } from '../snapshot.ts';
import type { Facet, Tally } from '../tally.ts';
import { populationLine, type WhyLine } from '../why-line.ts';
import type { Course } from './course.ts';
import { cited, type InstrumentRules, isRemission } from './instrument-rules.ts';
import { startedUnwell } from './remission.ts';
import { isHalved } from './response.ts';

/**
 * Days after the first score. Six and twelve months, 60 days either way: as the follow-up windows. A week either
 * way of four weeks, two of eight and of twelve but for the day they would share: ours, no published rule.
 */
const anchors = [
  { id: 'week-4', at: 'four weeks', from: 21, to: 35 },
  { id: 'week-8', at: 'eight weeks', from: 42, to: 70 },
  { id: 'week-12', at: 'twelve weeks', from: 71, to: 98 },
  { id: 'month-6', at: 'six months', from: 120, to: 240 },
  { id: 'month-12', at: 'twelve months', from: 305, to: 425 },
] as const;

type Anchor = (typeof anchors)[number];

/** Bits of one anchor; those of the next follow. */
const CLOSED = 1;
const MEASURED = 2;
const HALVED = 4;
const REMITTED = 8;
const BITS = 4;
/** Behind those of all anchors. */
const STARTED_WELL = 1 << (BITS * anchors.length);

function anchoredFacetId(instrument: string): string {
  return `anchored ${instrument}`;
}

/** @param courseOf the course of the instrument in an episode. */
export function anchoredFacet(
  instrument: string,
  asOf: number,
  courseOf: (record: EpisodeRecord) => Course,
): Facet {
  return {
    id: anchoredFacetId(instrument),
    of: (record) => anchoredFlags(record, courseOf(record), asOf),
  };
}

function anchoredFlags({ start, end, ending }: EpisodeRecord, course: Course, asOf: number): number {
  const { rules, first, all } = course;
  const origin = first?.day ?? start;
  let flags = first !== null && startedUnwell(rules, first.score) === false ? STARTED_WELL : 0;
  anchors.forEach(({ from, to }, at) => {
    const closes = origin + to;
    if (closes > asOf || (ending === 'died' && end !== null && end < closes)) return;
    const found = all.findLast(({ day }) => day >= origin + from && day <= closes);
    let bits = CLOSED;
    if (first !== null && found !== undefined) {
      bits |= MEASURED;
      if (isHalved(rules, first.score, found.score)) bits |= HALVED;
      if (startedUnwell(rules, first.score) === true && isRemission(rules, found.score) === true)
        bits |= REMITTED;
    }
    flags |= bits << (BITS * at);
  });
  return flags;
}

export interface AnchoredMetric {
  readonly id: string;
  readonly label: string;
  readonly direction: 'increase';
  readonly anchor: number;
  readonly achieved: typeof HALVED | typeof REMITTED;
}

/** Those that the instrument has what is needed for, in the order of time. */
export function anchoredMetrics(
  rules: InstrumentRules,
): readonly { readonly metric: AnchoredMetric; readonly definition: Definition }[] {
  const { caseness, remission, better } = rules;
  return anchors.flatMap((anchor, at) => {
    const of = (outcome: 'response' | 'remission', achieved: AnchoredMetric['achieved'], says: string) =>
      ({
        id: `${outcome}-${anchor.id}`,
        label: `${says} after ${anchor.at}`,
        direction: 'increase',
        anchor: at,
        achieved,
      }) as const;
    return [
      ...(caseness === null || better !== 'lower'
        ? []
        : [
            {
              metric: of('response', HALVED, 'Score at least halved'),
              definition: definitionOf(anchor, 'Response', 'is at most half of the first', cited(caseness)),
            },
          ]),
      ...(remission === null
        ? []
        : [
            {
              metric: of('remission', REMITTED, 'In remission'),
              definition: definitionOf(anchor, 'Remission', 'is in remission', cited(remission)),
            },
          ]),
    ];
  });
}

function definitionOf({ at, from, to }: Anchor, term: string, says: string, threshold: string): Definition {
  return {
    term: `${term} at ${at}`,
    text: `Started care in the period, started above the cut-off, and the last score from ${from} to ${to} days after the first ${says}. Asked once that time is over; whoever was not measured in it counts as not achieved.`,
    citation: `${threshold}; the window is ours, not a published rule`,
  };
}

export function anchoredSets(
  tally: Tally,
  instrument: string,
  period: Period,
  { anchor, achieved }: AnchoredMetric,
): ProportionSets {
  const cells = (all: number, isExcluded: boolean | null): Uint8Array =>
    tally.cellsOf(
      period,
      'started',
      { all: 0 },
      {
        facet: anchoredFacetId(instrument),
        accepts: (flags) => {
          const has = (flags >> (BITS * anchor)) & (CLOSED | MEASURED | HALVED | REMITTED);
          const wanted = isExcluded === null || ((flags & STARTED_WELL) !== 0) === isExcluded;
          return (has & all) === all && wanted;
        },
      },
    );
  return {
    denominator: cells(CLOSED, null),
    exclusion: cells(CLOSED, true),
    eligible: cells(CLOSED, false),
    numerator: cells(CLOSED | achieved, false),
    observed: cells(CLOSED | MEASURED, false),
    observedNumerator: cells(CLOSED | MEASURED | achieved, false),
  };
}

export function whyAnchored(record: EpisodeRecord, course: Course, asOf: number): readonly WhyLine[] {
  const flags = anchoredFlags(record, course, asOf);
  return anchoredMetrics(course.rules).map(({ metric: { label, anchor, achieved } }) => {
    const bits = (flags >> (BITS * anchor)) & (CLOSED | MEASURED | HALVED | REMITTED);
    return populationLine(bits | (flags & STARTED_WELL), {
      label,
      initial: { all: CLOSED },
      kept: { all: CLOSED, none: STARTED_WELL },
      observed: { all: MEASURED },
      numerator: { all: achieved },
    });
  });
}
