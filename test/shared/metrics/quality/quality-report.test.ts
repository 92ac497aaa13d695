import { expect, test } from 'vitest';
import {
  type QualityPublication,
  qualityMeasureBundle,
  qualityReportBundle,
} from '../../../../shared/metrics/exports/quality-report.ts';
import { qualityMeasures } from '../../../../shared/metrics/quality/measures.ts';
import { qualityFigures } from '../../../../shared/metrics/quality/quality-figures.ts';
import { publishedYear } from '../../../builders/published-year.ts';

const { figures } = qualityFigures(
  qualityMeasures.map((measure) => ({ measure, cases: [] })),
  '2025',
  11,
);
const publication: QualityPublication = { ...publishedYear, measures: figures };

test('a measure of several rates is one report with a group for each, named alike in its Measure', () => {
  const reports = (qualityReportBundle(publication).entry ?? []).flatMap(({ resource }) => resource ?? []);
  const measures = (qualityMeasureBundle(publication).entry ?? []).flatMap(({ resource }) => resource ?? []);
  const shape = reports.map(({ measure, group = [] }) => [measure, group.map(({ id }) => id)]);
  expect(shape.slice(-4)).toEqual([
    ['urn:outcomes-pipeline:measure:screening-follow-up|1.0.0', ['main']],
    ['urn:outcomes-pipeline:measure:drr-e|1.0.0', ['drr-e-follow-up', 'drr-e-remission', 'drr-e-response']],
    ['urn:outcomes-pipeline:measure:dms-e|1.0.0', ['dms-e-period-1', 'dms-e-period-2', 'dms-e-period-3']],
    ['urn:outcomes-pipeline:measure:dsf-e|1.0.0', ['dsf-e-screening', 'dsf-e-follow-up']],
  ]);
  expect(
    measures.map(({ url, version, group = [] }) => [`${url}|${version}`, group.map(({ id }) => id)]),
  ).toEqual(shape);
});

test('no two populations of one report have one id', () => {
  for (const { resource } of qualityReportBundle(publication).entry ?? []) {
    const ids = (resource?.group ?? []).flatMap(({ population = [] }) => population.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('what is published of one rate alone is one group, with the ids it has always had', () => {
  const [report] = (qualityReportBundle(publishedYear).entry ?? []).flatMap(({ resource }) => resource ?? []);
  expect(report?.group?.map(({ id }) => id)).toEqual(['main']);
  expect(report?.group?.[0]?.population?.map(({ id }) => id)).toContain('numerator');
});
