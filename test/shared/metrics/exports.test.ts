import type { Resource } from '@medplum/fhirtypes';
import type { MeasureReport } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { validator } from '../../../local/sandbox-ehr/validation.ts';
import { csvOf } from '../../../shared/metrics/exports/csv.ts';
import { measureBundle, measureReportBundle } from '../../../shared/metrics/exports/measure-report.ts';
import { reportedMeasures } from '../../../shared/metrics/exports/reported-measure.ts';
import type { Snapshot } from '../../../shared/metrics/snapshot.ts';
import { figure, fullYear, noFigure } from '../../builders/snapshot.ts';

/** 276 of 412 got reliably better; in Spanish 14 of 20, in Vietnamese too few to show. */
const snapshot: Snapshot = {
  ...fullYear,
  strata: [
    {
      measure: 'reliable-improvement',
      by: 'language',
      rows: [
        {
          value: 'es',
          figure: figure({ numerator: 14, eligible: 28 }),
          gap: { words: null, difference: null, interval: null, reason: 'no-comparison' },
        },
        {
          value: 'vi',
          figure: noFigure('too-few'),
          gap: { words: null, difference: null, interval: null, reason: 'too-few' },
        },
        {
          value: null,
          figure: figure({ numerator: 262, eligible: 364 }),
          gap: { words: null, difference: null, interval: null, reason: 'no-comparison' },
        },
      ],
    },
  ],
  instruments: [
    {
      instrument: 'ras-r',
      title: 'RAS-R',
      area: 'recovery',
      better: 'higher',
      measures: [],
      change: {
        observed: 300,
        eligible: 412,
        meanFirst: 70,
        meanLast: 78,
        change: 8,
        interval: { lower: 6.5, upper: 9.5, level: 0.95 },
        effectSize: { name: 'SMCR', value: 0.6, interval: { lower: 0.5, upper: 0.7, level: 0.95 } },
        otherEffectSizes: [],
        reason: null,
      },
      categories: null,
      timeToRemission: null,
      alpha: null,
      variability: null,
      notOnTrackNow: null,
    },
  ],
};

const reports = (measureReportBundle(snapshot).entry ?? []).flatMap(({ resource }) => resource ?? []);
const report = (id: string): MeasureReport => {
  const found = reports.find(({ measure }) => measure.startsWith(`urn:outcomes-pipeline:measure:${id}|`));
  if (found === undefined) throw new Error(`no report of ${id}`);
  return found;
};
const counts = (group: { population?: readonly object[] | undefined } | undefined) =>
  (group?.population ?? []).map((one) => {
    const { id, count, _count } = one as {
      id: string;
      count?: number;
      _count?: { extension: readonly { valueCode: string }[] };
    };
    return [id, count ?? _count?.extension[0]?.valueCode];
  });

describe('a summary MeasureReport', () => {
  test('has counts before exclusions, and a score between 0 and 1', () => {
    const [group] = report('reliable-recovery').group ?? [];
    expect(counts(group)).toEqual([
      ['initial-population', 412],
      ['denominator', 412],
      ['denominator-exclusion', 31],
      ['numerator', 183],
    ]);
    // 183 / (412 - 31)
    expect(group?.measureScore?.value).toBeCloseTo(0.4803149606299213, 12);
  });

  test('keeps the DEQM rules: scoring on the root alone, improvement notation, days, no subject', () => {
    for (const one of reports) {
      expect(one.meta?.profile).toEqual([
        'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition/summary-measurereport-deqm',
      ]);
      expect(one.extension?.[0]?.url).toBe(
        'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition/extension-measureScoring',
      );
      expect(one.group?.every(({ extension }) => extension === undefined)).toBe(true);
      expect(one.improvementNotation?.coding?.[0]?.code).toMatch(/^(increase|decrease)$/);
      expect([one.period.start, one.period.end]).toEqual(['2025-02-01', '2026-01-31']);
      expect(one).not.toHaveProperty('subject');
      expect(one).toMatchObject({ status: 'complete', type: 'summary', date: '2026-02-01' });
    }
  });

  test('names a version of a measure that is in the bundle of measures', () => {
    const measures = (measureBundle(snapshot).entry ?? []).flatMap(({ resource }) => resource ?? []);
    const canonicals = measures.map(({ url, version }) => `${url}|${version}`);
    expect(reports.map(({ measure }) => measure)).toEqual(canonicals);
    expect(canonicals[0]).toBe('urn:outcomes-pipeline:measure:reliable-improvement|1.3.0');
  });

  test('masks a withheld stratum, count by count, and gives it no score', () => {
    const [stratifier] = report('reliable-improvement').group?.[0]?.stratifier ?? [];
    const [spanish, vietnamese, unknown] = stratifier?.stratum ?? [];
    expect(spanish?.value?.coding).toEqual([{ system: 'urn:ietf:bcp:47', code: 'es' }]);
    expect(spanish?.measureScore?.value).toBe(0.5);
    expect(counts(vietnamese)).toEqual([
      ['initial-population', 'masked'],
      ['denominator', 'masked'],
      ['denominator-exclusion', 'masked'],
      ['numerator', 'masked'],
    ]);
    expect(vietnamese).not.toHaveProperty('measureScore');
    expect(unknown?.value?.text).toBe('not recorded');
  });

  test('of a mean says who was measured, its interval and the named effect size', () => {
    const [group] = report('ras-r.mean-change').group ?? [];
    expect(counts(group)).toEqual([
      ['initial-population', 412],
      ['measure-population', 412],
      ['measure-population-exclusion', 112],
      ['measure-observation', 300],
    ]);
    expect(group?.measureScore).toMatchObject({ value: 8, code: '{score}' });
    expect(group?.measureScore?.extension?.map(({ url }) => url)).toEqual([
      'urn:outcomes-pipeline:extension:score-interval',
      'urn:outcomes-pipeline:extension:effect-size',
    ]);
  });

  test('has an identifier that a later report of the same period shares', () => {
    expect(report('paired').identifier).toEqual([
      {
        system: 'urn:outcomes-pipeline:measure-report',
        value: 'north-clinic|paired|2025-02-01|2026-01-31',
      },
    ]);
  });

  test('is valid FHIR R4, and so are the measures', () => {
    const validate = validator('r4');
    for (const bundle of [measureBundle(snapshot), measureReportBundle(snapshot)])
      for (const { resource } of bundle.entry ?? []) validate(resource as unknown as Resource);
  });

  test('the same snapshot gives the same bytes', () => {
    expect(JSON.stringify(measureReportBundle(snapshot))).toBe(
      JSON.stringify(measureReportBundle(structuredClone(snapshot))),
    );
  });
});

describe('CSV', () => {
  const [head = '', ...lines] = csvOf(snapshot).trimEnd().split('\r\n');
  const columns = head.split(',');
  const cell = (line: string | undefined, column: string): string | undefined =>
    line?.split(',')[columns.indexOf(column)];

  test('agrees with the MeasureReport to the digit', () => {
    const line = lines.find((one) => one.includes(',reliable-recovery,'));
    const [group] = report('reliable-recovery').group ?? [];
    expect(cell(line, 'rate')).toBe(String(group?.measureScore?.value));
    expect(cell(line, 'excluded')).toBe('31');
  });

  test('has a line a group of people, empty with a reason where it is withheld', () => {
    const line = lines.find((one) => cell(one, 'group') === 'vi');
    expect([cell(line, 'numerator'), cell(line, 'rate'), cell(line, 'reason')]).toEqual(['', '', 'too-few']);
    expect(lines.some((one) => cell(one, 'group') === 'not recorded')).toBe(true);
    expect(cell(line, 'group_name')).toBe('Vietnamese');
  });

  test('says behind each figure what it is and who says so', () => {
    const { definition } = reportedMeasures(snapshot)[0] ?? {};
    expect(columns.slice(-3)).toEqual(['term', 'definition', 'citation']);
    expect(lines[0]).toContain(definition?.term);
    expect(lines[0]).toContain(definition?.citation);
  });

  test('has as many lines as there are figures', () => {
    expect(lines).toHaveLength(reportedMeasures(snapshot).length + 3);
  });

  test('nothing in it is a formula to a spreadsheet', () => {
    const named: Snapshot = {
      ...snapshot,
      program: { id: '=HYPERLINK("http://x")', name: 'x' },
    };
    expect(csvOf(named)).toContain('"\'=HYPERLINK(""http://x"")"');
  });
});
