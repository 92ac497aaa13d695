/**
 * Snapshot -> FHIR Measures and summary MeasureReports, as a collection Bundle each.
 *
 * Counts are before exclusions: score = numerator / (denominator - exclusion), 0..1. What is withheld has no
 * count but the data-absent-reason `masked`, and no score. The same snapshot gives the same bytes; a report of
 * the same program, measure and period has the same identifier, so a later one replaces it.
 *
 * @module
 */
import type {
  Bundle,
  Measure,
  MeasureGroupPopulation,
  MeasureReport,
  MeasureReportGroup,
  MeasureReportGroupPopulation,
  Quantity,
} from 'fhir/r4.js';
import type { Count, MeanFigure, ProportionFigure, Snapshot } from '../snapshot.ts';
import {
  effectSizeExtension,
  improvementNotation,
  intervalExtension,
  MEASURE_BASE,
  masked,
  type PopulationCode,
  PROVISIONAL_EXTENSION,
  populationConcept,
  REPORT_SYSTEM,
  type Scoring,
  SOURCE_SYSTEM,
  SUMMARY_PROFILE,
  scoringConcept,
  scoringExtension,
  stratumValue,
} from './deqm.ts';
import { definitionVersion, type ReportedMeasure, reportedMeasures } from './reported-measure.ts';

type Improvable = ReportedMeasure & { readonly direction: 'increase' | 'decrease' };

export function measureBundle(snapshot: Snapshot): Bundle<Measure> {
  return collection(improvable(snapshot).map((one) => measureOf(snapshot, one)));
}

export function measureReportBundle(snapshot: Snapshot): Bundle<MeasureReport> {
  return collection(improvable(snapshot).map((one) => reportOf(snapshot, one)));
}

function collection<T extends Measure | MeasureReport>(resources: readonly T[]): Bundle<T> {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

function improvable(snapshot: Snapshot): readonly Improvable[] {
  return reportedMeasures(snapshot).filter((one): one is Improvable => one.direction !== 'neither');
}

const populationsOf: Readonly<Record<Scoring, readonly PopulationCode[]>> = {
  proportion: ['initial-population', 'denominator', 'denominator-exclusion', 'numerator'],
  'continuous-variable': [
    'initial-population',
    'measure-population',
    'measure-population-exclusion',
    'measure-observation',
  ],
};

function scoringOf({ kind }: ReportedMeasure): Scoring {
  return kind === 'proportion' ? 'proportion' : 'continuous-variable';
}

function measureOf(snapshot: Snapshot, one: Improvable): Measure {
  const { id, label, direction, definition } = one;
  const scoring = scoringOf(one);
  return {
    resourceType: 'Measure',
    url: MEASURE_BASE + id,
    version: definitionVersion(snapshot),
    name: id.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase()),
    title: label,
    status: 'active',
    experimental: false,
    date: snapshot.asOf,
    description: `${definition.term}. ${definition.text}`,
    subjectCodeableConcept: { text: 'Treatment episode' },
    relatedArtifact: [{ type: 'citation', citation: definition.citation }],
    scoring: scoringConcept(scoring),
    improvementNotation: improvementNotation(direction),
    group: [
      {
        id: 'main',
        population: populationsOf[scoring].map(
          (code): MeasureGroupPopulation => ({
            id: code,
            code: populationConcept(code),
            criteria: { language: 'text/plain', expression: `${definition.term}: ${code}` },
          }),
        ),
      },
    ],
  };
}

function reportOf(snapshot: Snapshot, one: Improvable): MeasureReport {
  const { program, source, period, asOf } = snapshot;
  return {
    resourceType: 'MeasureReport',
    meta: { profile: [SUMMARY_PROFILE] },
    extension: [
      scoringExtension(scoringOf(one)),
      { url: PROVISIONAL_EXTENSION, valueBoolean: period.provisional },
    ],
    identifier: [{ system: REPORT_SYSTEM, value: [program.id, one.id, period.start, period.end].join('|') }],
    status: 'complete',
    type: 'summary',
    measure: `${MEASURE_BASE}${one.id}|${definitionVersion(snapshot)}`,
    date: asOf,
    reporter: { identifier: { system: SOURCE_SYSTEM, value: source }, display: program.name },
    period: { start: period.start, end: period.end },
    improvementNotation: improvementNotation(one.direction),
    group: [groupOf(one)],
  };
}

function groupOf(one: Improvable): MeasureReportGroup {
  const about = { id: 'main', code: { text: one.label } };
  if (one.kind === 'mean') {
    const score = meanScore(one.figure);
    return {
      ...about,
      population: meanPopulations(one.figure),
      ...(score === null ? {} : { measureScore: score }),
    };
  }
  const strata = one.strata.filter(({ rows }) => rows.length > 0);
  return {
    ...about,
    ...proportionParts(one.figure),
    ...(strata.length === 0
      ? {}
      : {
          stratifier: strata.map(({ by, rows }) => ({
            code: [{ text: by }],
            stratum: rows.map(({ value, figure }) => ({
              value: stratumValue(by, value),
              ...proportionParts(figure),
            })),
          })),
        }),
  };
}

function proportionParts({ populations, rate, interval }: ProportionFigure): {
  population: MeasureReportGroupPopulation[];
  measureScore?: Quantity;
} {
  const { initialPopulation, denominator, denominatorExclusion, numerator } = populations;
  return {
    population: [
      population('initial-population', initialPopulation),
      population('denominator', denominator),
      population('denominator-exclusion', denominatorExclusion),
      population('numerator', numerator),
    ],
    ...(rate === null || interval === null
      ? {}
      : { measureScore: { extension: [intervalExtension(interval, 'wilson')], value: rate } }),
  };
}

function population(code: PopulationCode, count: Count): MeasureReportGroupPopulation {
  const about = { id: code, code: populationConcept(code) };
  return count === null ? { ...about, _count: masked } : { ...about, count };
}

function meanPopulations({ eligible, observed }: MeanFigure): MeasureReportGroupPopulation[] {
  const notMeasured = eligible === null || observed === null ? null : eligible - observed;
  return [
    population('initial-population', eligible),
    population('measure-population', eligible),
    population('measure-population-exclusion', notMeasured),
    population('measure-observation', observed),
  ];
}

function meanScore({ change, interval, effectSize }: MeanFigure): Quantity | null {
  if (change === null) return null;
  return {
    extension: [
      ...(interval === null ? [] : [intervalExtension(interval, 'paired-t')]),
      ...(effectSize === null ? [] : [effectSizeExtension(effectSize)]),
    ],
    value: change,
    unit: 'points',
    system: 'http://unitsofmeasure.org',
    code: '{score}',
  };
}
