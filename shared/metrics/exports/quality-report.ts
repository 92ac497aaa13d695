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
  return collection(reported(measures).map((one) => measureOf(one, asOf)));
}

export function qualityReportBundle(publication: QualityPublication): Bundle<MeasureReport> {
  return collection(reported(publication.measures).map((one) => reportOf(publication, one)));
}

/** A measure with its rates: one group each, and one report for all of them. */
interface Reported {
  readonly id: string;
  readonly title: string;
  readonly rates: readonly QualityFigure[];
}

function reported(figures: readonly QualityFigure[]): readonly Reported[] {
  const measures = new Map(
    figures.map(({ rateOf, id, title }) => [rateOf?.id ?? id, rateOf ?? { id, title }]),
  );
  return [...measures.values()].map(({ id, title }) => ({
    id,
    title,
    rates: figures.filter((one) => (one.rateOf?.id ?? one.id) === id),
  }));
}

function collection<T extends Measure | MeasureReport>(resources: readonly T[]): Bundle<T> {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

function measureOf({ id, title, rates }: Reported, asOf: string): Measure {
  const unsure = rates.some(({ confidence }) => confidence === 'unverified');
  return {
    resourceType: 'Measure',
    url: MEASURE_BASE + id,
    version: DEFINITIONS,
    name: id.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase()),
    title,
    status: 'active',
    experimental: unsure,
    date: asOf,
    description: `${title}. ${unsure ? 'Some of its dates or groups are not verified.' : ''}`.trim(),
    subjectCodeableConcept: {
      coding: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Patient' }],
    },
    relatedArtifact: [...new Set(rates.map(({ citation }) => citation))].map((citation) => ({
      type: 'citation',
      citation,
    })),
    scoring: scoringConcept('proportion'),
    improvementNotation: improvementNotation('increase'),
    group: rates.map((rate) => ({
      id: groupId(rate, rates),
      code: { text: rate.title },
      population: populationCodes.map((code) => ({
        id: idIn(rate, rates, code),
        code: populationConcept(code),
        criteria: { language: 'text/plain', expression: `${rate.title}: ${code}` },
      })),
    })),
  };
}

function reportOf(
  { source, program, year, asOf }: QualityPublication,
  { id, rates }: Reported,
): MeasureReport {
  const [start, end] = [`${year}-01-01`, `${year}-12-31`];
  return {
    resourceType: 'MeasureReport',
    meta: { profile: [SUMMARY_PROFILE] },
    extension: [scoringExtension('proportion')],
    identifier: [{ system: REPORT_SYSTEM, value: [program.id, id, start, end].join('|') }],
    status: 'complete',
    type: 'summary',
    measure: `${MEASURE_BASE}${id}|${DEFINITIONS}`,
    date: asOf,
    reporter: { identifier: { system: SOURCE_SYSTEM, value: source }, display: program.name },
    period: { start, end },
    improvementNotation: improvementNotation('increase'),
    group: rates.map((rate) => groupOf(rate, rates)),
  };
}

/** Ids of a Measure and its report must meet: `main` where there is one group, else the rate. */
function groupId({ id }: QualityFigure, rates: readonly QualityFigure[]): string {
  return rates.length === 1 ? 'main' : id;
}

function idIn(rate: QualityFigure, rates: readonly QualityFigure[], code: string): string {
  return rates.length === 1 ? code : `${rate.id}-${code}`;
}

function groupOf(rate: QualityFigure, rates: readonly QualityFigure[]): MeasureReportGroup {
  const { title, all, strata } = rate;
  return {
    id: groupId(rate, rates),
    code: { text: title },
    ...partsOf(all, (code) => idIn(rate, rates, code)),
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

function partsOf(
  { populations, score, interval }: QualityGroup,
  idOf: (code: string) => string = (code) => code,
): Pick<MeasureReportGroup, 'population' | 'measureScore'> {
  return {
    population: populationCodes.map((code): MeasureReportGroupPopulation => {
      const about = { id: idOf(code), code: populationConcept(code) };
      const count = populations[code];
      return count === null ? { ...about, _count: masked } : { ...about, count };
    }),
    ...(score !== null &&
      interval !== null && {
        measureScore: { extension: [intervalExtension(interval, 'wilson')], value: score },
      }),
  };
}
