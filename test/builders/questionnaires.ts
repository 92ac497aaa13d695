/** `fullYear` with what its questionnaires say, and how its care goes, from hand-written counts. */
import type { Area } from '../../shared/instruments/instrument.ts';
import type { InstrumentOutcomes, ProcessOutcomes } from '../../shared/metrics/program-figures.ts';
import type { ProportionFigure, Snapshot } from '../../shared/metrics/snapshot.ts';
import { figure, fullYear, noFigure, noMean } from './snapshot.ts';

const definition = { term: 'Term', text: 'What it says.', citation: 'Who says so' } as const;
const level = 0.95;

function measure(id: string, label: string, current: ProportionFigure) {
  return { id, label, direction: 'increase', definition, current } as const;
}

function outcomes(
  instrument: string,
  title: string,
  area: Area,
  parts: Partial<InstrumentOutcomes> = {},
): InstrumentOutcomes {
  return {
    instrument,
    title,
    area,
    better: area === 'symptoms' ? 'lower' : 'higher',
    measures: [],
    change: noMean,
    categories: null,
    timeToRemission: null,
    alpha: null,
    variability: null,
    notOnTrackNow: null,
    ...parts,
  };
}

const phq9 = outcomes('phq-9', 'PHQ-9', 'symptoms', {
  measures: [
    measure('response', 'Score at least halved', figure({ numerator: 190, eligible: 381, observed: 352 })),
    measure('remission', 'In remission at the end', figure({ numerator: 99, eligible: 381, observed: 352 })),
    measure('remission-month-6', 'In remission after six months', noFigure('too-few')),
  ],
  change: {
    observed: 380,
    eligible: 412,
    meanFirst: 15.2,
    meanLast: 8.1,
    change: 7.1,
    interval: { lower: 6.5, upper: 7.7, level },
    effectSize: { name: 'SMCR', value: 1.31, interval: { lower: 1.18, upper: 1.44, level } },
    otherEffectSizes: [],
    reason: null,
  },
  timeToRemission: {
    id: 'time-to-remission',
    label: 'In remission, by days since the first score',
    definition,
    n: 381,
    events: 120,
    points: [],
    median: 154,
    medianInterval: null,
    reason: null,
  },
  alpha: {
    definition,
    n: 402,
    alpha: 0.874,
    interval: { lower: 0.855, upper: 0.892, level },
    duhachek: { lower: 0.854, upper: 0.893, level },
    items: [
      { item: 1, alphaIfDropped: 0.861 },
      { item: 2, alphaIfDropped: 0.879 },
    ],
    published: [
      { value: 0.89, population: 'primary care, USA', citation: 'Kroenke 2001', within: true },
      { value: 0.95, population: 'somewhere else', citation: 'Somebody', within: false },
    ],
    warning: null,
    reason: null,
  },
  notOnTrackNow: { judged: 88, offTrack: 19, mayRespondLate: 12, basis: 'past-episodes', reason: null },
});

const recovery = outcomes('iroc', 'I.ROC', 'recovery', {
  change: {
    observed: 141,
    eligible: 412,
    meanFirst: 41.2,
    meanLast: 40.2,
    change: -1,
    interval: { lower: -2.4, upper: 0.4, level },
    effectSize: { name: 'SMCR', value: -0.12, interval: { lower: -0.31, upper: 0.07, level } },
    otherEffectSizes: [],
    reason: null,
  },
});

const process: ProcessOutcomes = {
  ...fullYear.process,
  completion: {
    definition,
    due: 500,
    done: 410,
    declined: 0,
    rate: 0.82,
    interval: { lower: 0.784, upper: 0.851, level },
    days: { lower: 0, median: 1, upper: 3 },
    reason: null,
  },
  longGaps: { definition, open: 120, longGap: 14, reason: null },
  alerts: {
    definition,
    raised: 25,
    acknowledged: 23,
    hours: { lower: 1, median: 3.2, upper: 9 },
    reason: null,
  },
  retention: {
    ...fullYear.process.retention,
    n: 640,
    events: 180,
    points: [
      { day: 30, share: 0.08, interval: { lower: 0.06, upper: 0.1, level }, atRisk: 560 },
      { day: 90, share: 0.184, interval: { lower: 0.155, upper: 0.216, level }, atRisk: 410 },
    ],
    reason: null,
  },
  writeBack: { definition, written: 9120, withinDay: 9111, share: 0.999, medianWithin: 30, reason: null },
};

export const questionnaireYear: Snapshot = {
  ...fullYear,
  measures: [
    ...fullYear.measures,
    ...(['3', '6', '12'] as const).map((months, at) => ({
      ...measure(
        `follow-up-${months}-months`,
        `Measured after ${months} months`,
        [
          figure({ numerator: 390, eligible: 500 }),
          figure({ numerator: 244, eligible: 400 }),
          noFigure('too-few'),
        ][at] ?? noFigure('too-few'),
      ),
      kind: 'proportion' as const,
      previous: noFigure('no-episodes'),
      comparison: { words: null, difference: null, interval: null, reason: 'no-comparison' as const },
      benchmark: null,
      months: [],
    })),
  ],
  instruments: [phq9, outcomes('barc-10', 'BARC-10', 'recovery'), recovery],
  process,
};
