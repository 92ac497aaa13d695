/**
 * Response and remission at a set time after the first score: of the episodes whose window closed in the period,
 * those whose last score in the window is at most half of the first, or in remission. They stand beside the
 * measures of the last observation and are never mixed with them.
 *
 * Unit: episodes; proportion 0..1. The window counts from the first score, from the start of care where there is
 * none, and a score after the end of care counts as well. Known to have started well: excluded. Not measured in
 * the window, or without a first score: not achieved. Who died before the window closed is not asked.
 *
 * @module
 */
import { type EpisodeRecord, followUpWindows } from '../episode-record.ts';
import type { ProportionSets } from '../proportion-figure.ts';
import type { Definition } from '../snapshot.ts';
import type { Facet, Tally } from '../tally.ts';
import { populationLine, type WhyLine } from '../why-line.ts';
import { type Course, courseOf, measurementOf } from './course.ts';
import { cited, type InstrumentRules, isRemission } from './instrument-rules.ts';
import { startedUnwell } from './remission.ts';
import { isHalved } from './response.ts';

const months = {
  cite: '60 days either side as in CMS159 and CBE 0711 and 1884',
  confidence: 'verified',
} as const;
/** A week either way of four weeks, two of eight and of twelve but for the day they would share. */
const weeks = { cite: 'the window is ours, no published rule was found', confidence: 'unverified' } as const;

const [, six, twelve] = followUpWindows;

/** Days after the first score, both included. */
const anchors = [
  { id: 'week-4', at: 'four weeks', from: 21, to: 35, source: weeks },
  { id: 'week-8', at: 'eight weeks', from: 42, to: 70, source: weeks },
  { id: 'week-12', at: 'twelve weeks', from: 71, to: 98, source: weeks },
  { id: 'month-6', at: 'six months', from: six.from, to: six.to, source: months },
  { id: 'month-12', at: 'twelve months', from: twelve.from, to: twelve.to, source: months },
] as const;

type Anchor = (typeof anchors)[number];

/** Whether a window that closes on this day is asked about. */
type IsAsked = (closes: number) => boolean;

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

/** @param asOf day up to which an open episode is known. @param isAsked whether the period has the day. */
export function anchoredFacet(rules: InstrumentRules, asOf: number, isAsked: IsAsked): Facet {
  return {
    id: anchoredFacetId(rules.instrument),
    of: (record) =>
      isAtSetTime(record, rules.instrument, isAsked)
        ? anchoredFlags(record, courseOf(record, rules, asOf), isAsked)
        : 0,
  };
}

/** Whether any of the windows closes on a day that is asked about. */
export function isAtSetTime(record: EpisodeRecord, instrument: string, isAsked: IsAsked): boolean {
  const origin = measurementOf(record, instrument)?.first?.day ?? record.start;
  return anchors.some(({ to }) => isAsked(origin + to));
}

function anchoredFlags({ start, end, ending }: EpisodeRecord, course: Course, isAsked: IsAsked): number {
  const { rules, first, all } = course;
  const origin = first?.day ?? start;
  let flags = 0;
  anchors.forEach(({ from, to }, at) => {
    const closes = origin + to;
    if (!isAsked(closes) || (ending === 'died' && end !== null && end < closes)) return;
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
  const isWell = first !== null && startedUnwell(rules, first.score) === false;
  return flags !== 0 && isWell ? flags | STARTED_WELL : flags;
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
  const well = caseness === null ? 'in remission' : 'better than the cut-off';
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
              definition: definitionOf(
                anchor,
                'Response',
                'is at most half of the first',
                well,
                cited(caseness),
              ),
            },
          ]),
      ...(remission === null
        ? []
        : [
            {
              metric: of('remission', REMITTED, 'In remission'),
              definition: definitionOf(anchor, 'Remission', 'is in remission', well, cited(remission)),
            },
          ]),
    ];
  });
}

function definitionOf(
  { at, from, to, source }: Anchor,
  term: string,
  says: string,
  well: string,
  threshold: string,
): Definition {
  return {
    term: `${term} at ${at}`,
    text: `Of the episodes whose window, ${from} to ${to} days after the first score (without one: after the start of care), closed in the period, those whose last score in it ${says}. Known to have started well (${well}): left out. Not measured in it, or without a first score: not achieved; the rate of those measured stands beside it.`,
    citation: `${threshold}; window: ${source.cite}${source.confidence === 'unverified' ? ' (unverified)' : ''}`,
  };
}

/** Of the period that the facet was made for. */
export function anchoredSets(
  tally: Tally,
  instrument: string,
  { anchor, achieved }: AnchoredMetric,
): ProportionSets {
  const cells = (all: number, isExcluded: boolean | null): Uint8Array =>
    tally.cellsOf(
      null,
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
  const flags = anchoredFlags(record, course, (closes) => closes <= asOf);
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
