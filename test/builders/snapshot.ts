/**
 * Snapshots as the compile writes them, from hand-written counts: 412 people finished, and what became of
 * them. Change one thing with a spread.
 */
import { compareFigures, compareWithRate } from '../../shared/metrics/comparison.ts';
import type { ProcessOutcomes } from '../../shared/metrics/program-figures.ts';
import type {
  Benchmark,
  MeanFigure,
  Partition,
  Period,
  ProportionFigure,
  ProportionMeasure,
  Snapshot,
  WithheldReason,
} from '../../shared/metrics/snapshot.ts';
import { wilsonInterval } from '../../shared/stats/proportion.ts';

/** When the snapshot is looked at: some hours after the nightly compile. */
export const morning = new Date('2026-02-01T14:10:00Z');

interface Counts {
  readonly numerator: number;
  readonly eligible: number;
  /** @default everyone */
  readonly observed?: number;
  readonly excluded?: number;
}

export function figure({ numerator, eligible, observed = eligible, excluded = 0 }: Counts): ProportionFigure {
  const [all, measured] = [interval(numerator, eligible), interval(numerator, observed)];
  const denominator = eligible + excluded;
  return {
    populations: {
      initialPopulation: denominator,
      denominator,
      denominatorExclusion: excluded,
      numerator,
    },
    denominators: { eligible, observed },
    rate: numerator / eligible,
    interval: all,
    observedRate: numerator / observed,
    observedInterval: measured,
    reason: null,
  };
}

export function noFigure(reason: WithheldReason): ProportionFigure {
  const count = reason === 'no-episodes' ? 0 : null;
  return {
    populations: {
      initialPopulation: count,
      denominator: count,
      denominatorExclusion: count,
      numerator: count,
    },
    denominators: { eligible: count, observed: count },
    rate: null,
    interval: null,
    observedRate: null,
    observedInterval: null,
    reason,
  };
}

interface MeasureParts {
  readonly id: string;
  readonly label: string;
  readonly direction?: 'increase' | 'decrease';
  readonly text: string;
  readonly term: string;
  readonly current: ProportionFigure;
  readonly previous: ProportionFigure;
  readonly months: readonly ProportionFigure[];
  readonly england?: number;
}

function measure({
  id,
  label,
  direction = 'increase',
  text,
  term,
  england,
  ...figures
}: MeasureParts): ProportionMeasure {
  const { current, previous } = figures;
  const benchmark: Benchmark | null =
    england === undefined
      ? null
      : {
          label: 'NHS Talking Therapies, England 2024-25',
          rate: england,
          citation: 'NHS England, NHS Talking Therapies Annual Report 2024-25',
          comparison: compareWithRate(current, england),
        };
  return {
    kind: 'proportion',
    id,
    label,
    direction,
    definition: { text, term, citation: 'NHS England, Talking Therapies metadata' },
    ...figures,
    comparison: compareFigures(current, previous),
    benchmark,
  };
}

const finishedEachMonth = [36, 31, 38, 33, 29, 35, 40, 34, 37, 30, 36, 33];
const monthly = (numerators: readonly number[]): readonly ProportionFigure[] =>
  finishedEachMonth.map((eligible, i) => figure({ numerator: numerators[i] ?? 0, eligible }));

const measures: readonly ProportionMeasure[] = [
  measure({
    id: 'reliable-improvement',
    label: 'Got reliably better',
    term: 'Reliable improvement',
    text: 'One score fell by more than measurement error and the other did not rise by as much. Whoever was not measured counts as not improved.',
    current: figure({ numerator: 276, eligible: 412, observed: 375 }),
    previous: figure({ numerator: 262, eligible: 410, observed: 390 }),
    months: monthly([24, 20, 26, 22, 20, 24, 27, 22, 25, 20, 24, 22]),
    england: 0.675,
  }),
  measure({
    id: 'reliable-recovery',
    label: 'Reliably recovered',
    term: 'Reliable recovery',
    text: 'Started above the cut-off, ended below both cut-offs, and the change was larger than measurement error. Whoever was not measured counts as not recovered.',
    current: figure({ numerator: 183, eligible: 381, observed: 348, excluded: 31 }),
    previous: figure({ numerator: 178, eligible: 380, observed: 361, excluded: 30 }),
    months: monthly([16, 13, 18, 14, 12, 16, 18, 14, 17, 13, 17, 15]),
    england: 0.475,
  }),
  measure({
    id: 'reliable-deterioration',
    label: 'Got worse',
    direction: 'decrease',
    term: 'Reliable deterioration',
    text: 'One score rose by more than measurement error and the other did not fall by as much.',
    current: figure({ numerator: 25, eligible: 412, observed: 375 }),
    previous: figure({ numerator: 26, eligible: 410, observed: 390 }),
    months: finishedEachMonth.map(() => noFigure('too-few')),
    england: 0.058,
  }),
  measure({
    id: 'paired',
    label: 'Measured at the start and at the end',
    term: 'Paired outcome data',
    text: 'Finished care with a first and a last score, on different days, of both the depression and the anxiety measure.',
    current: figure({ numerator: 375, eligible: 412 }),
    previous: figure({ numerator: 390, eligible: 410 }),
    months: monthly([33, 29, 35, 31, 27, 32, 37, 31, 33, 27, 32, 28]),
  }),
  measure({
    id: 'recovery',
    label: 'Ended below the cut-off',
    term: 'Recovery',
    text: 'Started above the cut-off and ended below both cut-offs, whatever the size of the change.',
    current: figure({ numerator: 194, eligible: 381, observed: 348, excluded: 31 }),
    previous: figure({ numerator: 190, eligible: 380, observed: 361, excluded: 30 }),
    months: monthly([17, 14, 19, 15, 13, 17, 19, 15, 18, 14, 18, 15]),
    england: 0.505,
  }),
];

export const noMean: MeanFigure = {
  observed: null,
  eligible: null,
  meanFirst: null,
  meanLast: null,
  change: null,
  interval: null,
  effectSize: null,
  otherEffectSizes: [],
  reason: 'too-few',
};

const definition = { term: 'Term', text: 'What it says.', citation: 'Who says so' } as const;

/** A program that is asked nothing, has no alliance scores and whom nobody has left. */
const quietProcess: ProcessOutcomes = {
  completion: {
    definition,
    due: 0,
    done: 0,
    declined: 0,
    rate: null,
    interval: null,
    days: null,
    reason: 'no-episodes',
  },
  people: { started: 500, finished: 405, reason: null },
  referrals: { definition, referred: 0, begun: 0, waitDays: null, reason: 'not-recorded' },
  longGaps: { definition, open: 0, longGap: 0, reason: 'no-episodes' },
  retention: {
    id: 'retention',
    label: 'Stopped coming',
    definition,
    n: 0,
    events: 0,
    points: [],
    median: null,
    medianInterval: null,
    reason: 'no-episodes',
  },
  alerts: { definition, raised: 0, acknowledged: 0, hours: null, reason: 'no-episodes' },
  writeBack: {
    definition,
    written: 0,
    withinDay: null,
    share: null,
    medianWithin: null,
    reason: 'no-episodes',
  },
  alliance: { definition, raters: [], difference: { n: 0, t: null, p: null, reason: 'no-episodes' } },
};

const months: readonly Period[] = [
  ...['Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, i) =>
    period(2025, i + 2, name),
  ),
  { ...period(2026, 1, 'Jan'), provisional: true },
];

/** A year of a program in which 412 people finished care; January is still provisional. */
export const fullYear: Snapshot = {
  version: 1,
  source: 'riverside',
  program: { id: 'north-clinic', name: 'North Clinic, outpatient therapy' },
  registryVersion: { scoring: 7, thresholds: 3 },
  asOf: '2026-02-01',
  watermark: { rows: 18_204, digest: '4be1c07d52a9f310', changedAt: '2026-02-01T04:31:07.000Z' },
  minimumCell: 11,
  episodes: 'stored',
  measuredBy: { depression: 'phq-9', anxiety: 'gad-7' },
  period: { start: '2025-02-01', end: '2026-01-31', label: 'Feb 2025 to Jan 2026', provisional: true },
  previousPeriod: {
    start: '2024-02-01',
    end: '2025-01-31',
    label: 'Feb 2024 to Jan 2025',
    provisional: false,
  },
  months,
  sentence:
    'Of 381 people who finished and are not known to have started below the cut-off, 183 (48 in 100) reliably recovered. This is not clearly different from the year before (47) and not clearly different from NHS Talking Therapies, England 2024-25 (48).',
  measures,
  means: [
    {
      kind: 'mean',
      id: 'mean-change-depression',
      label: 'Average change of the depression score (PHQ-9)',
      instrument: 'phq-9',
      definition: {
        term: 'Mean change',
        text: 'The average change of those with both scores.',
        citation: 'Student 1908',
      },
      current: {
        observed: 375,
        eligible: 412,
        meanFirst: 15.2,
        meanLast: 8.1,
        change: 7.1,
        interval: { lower: 6.5, upper: 7.7, level: 0.95 },
        effectSize: { name: 'SMCR', value: 1.31, interval: { lower: 1.18, upper: 1.44, level: 0.95 } },
        otherEffectSizes: [],
        reason: null,
      },
      previous: noMean,
    },
  ],
  outcomes: whole(412, [
    ['recovered', 'Reliably recovered', 183],
    ['improved', 'Got reliably better, not recovered', 93],
    ['no-clear-change', 'No clear change', 74],
    ['worse', 'Got worse', 25],
    ['not-measured', 'Not measured at the start and at the end', 37],
  ]),
  endings: whole(520, [
    ['finished', 'Finished: two or more contacts', 412],
    ['one-contact', 'Left after one contact', 61],
    ['no-contact', 'Left before treatment', 47],
  ]),
  reasons: whole(520, [
    ['completed', 'Ended as planned', 318],
    ['dropped-out', 'Stopped coming', 149],
    ['other', 'Moved on, died or no reason given', 53],
  ]),
  funnel: {
    stages: [
      { id: 'started', label: 'Started', count: 640 },
      { id: 'treated', label: 'Came twice or more', count: 508 },
      { id: 'finished', label: 'Finished so far', count: 391 },
    ],
    reason: null,
  },
  instruments: [],
  process: quietProcess,
  strata: [],
};

/** Enough people for the year, too few for three months, for two pieces of the bar and for "got worse". */
export const thinYear: Snapshot = {
  ...fullYear,
  program: { id: 'south-house', name: 'South House, residential' },
  sentence:
    'Of 64 people who finished and are not known to have started below the cut-off, 29 (45 in 100) reliably recovered. This is not clearly different from NHS Talking Therapies, England 2024-25 (48).',
  measures: measures.map((one) => thinned(one)),
  outcomes: whole(70, [
    ['recovered', 'Reliably recovered', 29],
    ['improved', 'Got reliably better, not recovered', 17],
    ['no-clear-change', 'No clear change', 12],
    ['worse', 'Got worse', null],
    ['not-measured', 'Not measured at the start and at the end', null],
  ]),
  endings: whole(null, [
    ['finished', 'Finished: two or more contacts', 70],
    ['one-contact', 'Left after one contact', null],
    ['no-contact', 'Left before treatment', null],
  ]),
  reasons: whole(null, [
    ['completed', 'Ended as planned', 51],
    ['dropped-out', 'Stopped coming', 23],
    ['other', 'Moved on, died or no reason given', null],
  ]),
  funnel: {
    stages: [
      { id: 'started', label: 'Started', count: 81 },
      { id: 'treated', label: 'Came twice or more', count: null },
      { id: 'finished', label: 'Finished so far', count: 66 },
    ],
    reason: 'too-few',
  },
};

/** Seven people have finished. */
export const fewPeople: Snapshot = {
  ...fullYear,
  program: { id: 'harbour-group', name: 'Harbour Group' },
  sentence:
    "Too few people finished care in Feb 2025 to Jan 2026 to show how many recovered without showing somebody's outcome.",
  measures: measures.map((one) => empty(one, 'too-few')),
  means: [],
  outcomes: whole(
    null,
    fullYear.outcomes.segments.map(({ id, label }) => [id, label, null]),
  ),
  endings: whole(
    null,
    fullYear.endings.segments.map(({ id, label }) => [id, label, null]),
  ),
  reasons: whole(
    null,
    fullYear.reasons.segments.map(({ id, label }) => [id, label, null]),
  ),
  funnel: {
    stages: [
      { id: 'started', label: 'Started', count: 19 },
      { id: 'treated', label: 'Came twice or more', count: null },
      { id: 'finished', label: 'Finished so far', count: null },
    ],
    reason: 'too-few',
  },
};

/** Two weeks old: fourteen people have started and nobody has finished. */
export const firstDays: Snapshot = {
  ...fewPeople,
  program: { id: 'east-youth', name: 'East Youth Service' },
  sentence:
    'Nobody who started above the cut-off finished care in Feb 2025 to Jan 2026, so there is no outcome to show yet.',
  measures: measures.map((one) => empty(one, 'no-episodes')),
  outcomes: whole(
    0,
    fullYear.outcomes.segments.map(({ id, label }) => [id, label, 0]),
  ),
  endings: whole(
    0,
    fullYear.endings.segments.map(({ id, label }) => [id, label, 0]),
  ),
  reasons: whole(
    0,
    fullYear.reasons.segments.map(({ id, label }) => [id, label, 0]),
  ),
  funnel: {
    stages: [
      { id: 'started', label: 'Started', count: 14 },
      { id: 'treated', label: 'Came twice or more', count: 0 },
      { id: 'finished', label: 'Finished so far', count: 0 },
    ],
    reason: null,
  },
};

export function whole(
  total: number | null,
  pieces: readonly (readonly [string, string, number | null])[],
): Partition {
  const segments = pieces.map(([id, label, count]) => {
    const share = count === null || total === null || total === 0 ? null : count / total;
    return { id, label, count, share };
  });
  const withheld = total === null || segments.some(({ count }) => count === null);
  return { total, segments, reason: withheld ? 'too-few' : total === 0 ? 'no-episodes' : null };
}

function thinned(one: ProportionMeasure): ProportionMeasure {
  const counts: Readonly<Record<string, Counts>> = {
    'reliable-improvement': { numerator: 46, eligible: 70, observed: 62 },
    'reliable-recovery': { numerator: 29, eligible: 64, observed: 57, excluded: 0 },
  };
  const now = counts[one.id];
  const current = now === undefined ? noFigure('too-few') : figure(now);
  const before = noFigure('too-few');
  const sizes = [14, null, 13, 12, null, 15, 12, 14, null, 13, 12, 14];
  const monthsThen = sizes.map((eligible, i) =>
    eligible === null || now === undefined
      ? noFigure('too-few')
      : figure({ numerator: eligible - 4 - (i % 3), eligible }),
  );
  return {
    ...one,
    current,
    previous: before,
    comparison: compareFigures(current, before),
    benchmark: one.benchmark && {
      ...one.benchmark,
      comparison: compareWithRate(current, one.benchmark.rate),
    },
    months: monthsThen,
  };
}

function empty(one: ProportionMeasure, reason: 'too-few' | 'no-episodes'): ProportionMeasure {
  const none = noFigure(reason);
  return {
    ...one,
    current: none,
    previous: none,
    comparison: compareFigures(none, none),
    benchmark: one.benchmark && { ...one.benchmark, comparison: compareWithRate(none, one.benchmark.rate) },
    months: one.months.map(() => none),
  };
}

function period(year: number, month: number, name: string): Period {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const at = `${year}-${String(month).padStart(2, '0')}`;
  return { start: `${at}-01`, end: `${at}-${last}`, label: `${name} ${year}`, provisional: false };
}

function interval(count: number, of: number): ProportionFigure['interval'] {
  const found = wilsonInterval(count, of);
  return found.kind === 'none' ? null : { lower: found.lower, upper: found.upper, level: found.level };
}
