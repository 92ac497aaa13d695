/**
 * Figures of the quality measures -> FHIR Measures and summary MeasureReports, as a collection Bundle each, by
 * the same conventions as those of the program measures.
 *
 * @module
 */
import type {
  Bundle,
  Measure,
  MeasureReport,
  MeasureReportGroup,
  MeasureReportGroupPopulation,
} from 'fhir/r4.js';
import { populationCodes } from '../quality/quality-case.ts';
import type { QualityFigure, QualityGroup } from '../quality/quality-figures.ts';
import {
  improvementNotation,
  intervalExtension,
  MEASURE_BASE,
  masked,
  populationConcept,
  REPORT_SYSTEM,
  SOURCE_SYSTEM,
  SUMMARY_PROFILE,
  scoringConcept,
  scoringExtension,
} from './deqm.ts';

/** Raise it when any rule of a quality measure changes. */
const DEFINITIONS = '1.0.0';

export interface QualityPublication {
  readonly source: string;
  readonly program: { readonly id: string; readonly name: string };
  readonly year: string;
  /** `YYYY-MM-DD` on which it was judged. */
  readonly asOf: string;
  readonly measures: readonly QualityFigure[];
}

export function qualityMeasureBundle({ asOf, measures }: QualityPublication): Bundle<Measure> {
  return collection(measures.map((one) => measureOf(one, asOf)));
}

export function qualityReportBundle(publication: QualityPublication): Bundle<MeasureReport> {
  return collection(publication.measures.map((one) => reportOf(publication, one)));
}

function collection<T extends Measure | MeasureReport>(resources: readonly T[]): Bundle<T> {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

function measureOf({ id, title, citation, confidence }: QualityFigure, asOf: string): Measure {
  return {
    resourceType: 'Measure',
    url: MEASURE_BASE + id,
    version: DEFINITIONS,
    name: id.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase()),
    title,
    status: 'active',
    experimental: confidence === 'unverified',
    date: asOf,
    description:
      `${title}. ${confidence === 'unverified' ? 'Some of its dates or groups are not verified.' : ''}`.trim(),
    subjectCodeableConcept: {
      coding: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Patient' }],
    },
    relatedArtifact: [{ type: 'citation', citation }],
    scoring: scoringConcept('proportion'),
    improvementNotation: improvementNotation('increase'),
    group: [
      {
        id: 'main',
        population: populationCodes.map((code) => ({
          id: code,
          code: populationConcept(code),
          criteria: { language: 'text/plain', expression: `${title}: ${code}` },
        })),
      },
    ],
  };
}

function reportOf({ source, program, year, asOf }: QualityPublication, one: QualityFigure): MeasureReport {
  const [start, end] = [`${year}-01-01`, `${year}-12-31`];
  return {
    resourceType: 'MeasureReport',
    meta: { profile: [SUMMARY_PROFILE] },
    extension: [scoringExtension('proportion')],
    identifier: [{ system: REPORT_SYSTEM, value: [program.id, one.id, start, end].join('|') }],
    status: 'complete',
    type: 'summary',
    measure: `${MEASURE_BASE}${one.id}|${DEFINITIONS}`,
    date: asOf,
    reporter: { identifier: { system: SOURCE_SYSTEM, value: source }, display: program.name },
    period: { start, end },
    improvementNotation: improvementNotation('increase'),
    group: [groupOf(one)],
  };
}

function groupOf({ title, all, strata }: QualityFigure): MeasureReportGroup {
  return {
    id: 'main',
    code: { text: title },
    ...partsOf(all),
    ...(strata.length > 0 && {
      stratifier: [
        {
          code: [{ text: 'age at the index or the start of the year, as the measure says' }],
          stratum: strata.map((one) => ({ value: { text: one.stratum ?? '' }, ...partsOf(one) })),
        },
      ],
    }),
  };
}

function partsOf({
  populations,
  score,
  interval,
}: QualityGroup): Pick<MeasureReportGroup, 'population' | 'measureScore'> {
  return {
    population: populationCodes.map((code): MeasureReportGroupPopulation => {
      const about = { id: code, code: populationConcept(code) };
      const count = populations[code];
      return count === null ? { ...about, _count: masked } : { ...about, count };
    }),
    ...(score !== null &&
      interval !== null && {
        measureScore: { extension: [intervalExtension(interval, 'wilson')], value: score },
      }),
  };
}
