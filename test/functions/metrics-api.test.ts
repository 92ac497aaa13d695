/** Who may read which outcomes, in which form. */
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import type { SnapshotStore } from '../../functions/adapters/snapshot-store.ts';
import { metricsApi } from '../../functions/metrics/metrics-api.ts';
import type { QualityPublication } from '../../shared/metrics/exports/quality-report.ts';
import type { ProgramComparison } from '../../shared/metrics/program-comparison.ts';
import { tokenWith } from '../builders/http-request.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const group = {
  stratum: null,
  populations: {
    'initial-population': 40,
    denominator: 40,
    'denominator-exclusion': 0,
    'denominator-exception': null,
    numerator: 12,
  },
  eligible: 40,
  measured: 25,
  score: 0.3,
  interval: { lower: 0.18, upper: 0.45, level: 0.95 },
  scoreOfMeasured: 0.48,
  reason: null,
};
const published: QualityPublication = {
  source: 'riverside',
  program: { id: 'talking-therapy', name: 'Talking Therapy' },
  year: '2025',
  asOf: '2026-02-01',
  measures: [
    {
      id: 'depression-remission-12-months',
      title: 'Depression remission',
      citation: 'CMS159',
      confidence: 'verified',
      all: group,
      strata: [{ ...group, stratum: '18+', score: null, interval: null, reason: 'too-few' }],
    },
  ],
};

/** A program with a snapshot and two releases, or with nothing. */
function store(released: boolean): SnapshotStore {
  const unused = () => Promise.reject(new Error('the API writes nothing'));
  return {
    ...{ putPartial: unused, readPartial: unused, finishShard: unused, putSnapshot: unused },
    ...{ putRelease: unused, putComparison: unused, putQuality: unused },
    quality: async (_, year = '2025') =>
      released && year === '2025' ? { release: '2025', prefix: 'q' } : undefined,
    readComparison: async () =>
      released
        ? ({
            measures: [
              {
                measure: 'paired',
                target: 0.8,
                programs: [{ program: 'talking-therapy' }, { program: 'other' }],
              },
            ],
            adjusted: [{ instrument: 'phq-9', programs: [{ program: 'other' }] }],
            curves: [
              { id: 'retention', programs: ['talking-therapy', 'other'] },
              { id: 'phq-9.time-to-remission', programs: ['talking-therapy'] },
            ],
          } as unknown as ProgramComparison)
        : undefined,
    readSnapshot: async () => (released ? '{"version":1}' : undefined),
    releases: async (_, most) =>
      released
        ? [
            { release: '2026-02', prefix: 'new' },
            { release: '2026-01', prefix: 'old' },
          ].slice(0, most)
        : [],
    readReleased: async ({ prefix }, file) =>
      prefix === 'q' ? JSON.stringify(published) : `${prefix}/${file}`,
  };
}

function get(
  format: string | undefined,
  {
    id = 'talking-therapy',
    groups = 'program:talking-therapy',
    accept = '*/*',
    released = true,
    what = 'outcomes',
    year,
  }: {
    id?: string;
    groups?: string;
    accept?: string;
    released?: boolean;
    what?: string;
    year?: string;
  } = {},
) {
  const request = {
    rawPath: `/programs/${id}/${what}`,
    pathParameters: { id },
    headers: { accept, authorization: tokenWith({ groups: [groups] }) },
    queryStringParameters: { ...(format && { format }), ...(year && { year }) },
  };
  return metricsApi(store(released), 'groups')(request as unknown as APIGatewayProxyEventV2WithJWTAuthorizer);
}

describe('GET /programs/{id}/outcomes', () => {
  test('is the snapshot of last night, unless a format is asked for', async () => {
    expect((await get(undefined)).body).toBe('{"version":1}');
    expect((await get('json')).headers['content-type']).toBe('application/json');
    expect((await get(undefined, { accept: 'application/json' })).body).toBe('{"version":1}');
  });

  test.for([
    ['csv', 'new/outcomes.csv', 'text/csv; charset=utf-8'],
    ['measure-report', 'new/measure-reports.json', 'application/fhir+json; charset=utf-8'],
    ['measure', 'new/measures.json', 'application/fhir+json; charset=utf-8'],
  ] as const)('%s is a file of the latest release', async ([format, body, type]) => {
    const answer = await get(format);
    expect(answer).toMatchObject({ statusCode: 200, body });
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers['content-disposition']).toContain('talking-therapy-2026-02-');
  });

  test('may also be asked for by Accept', async () => {
    expect((await get(undefined, { accept: 'text/csv' })).body).toBe('new/outcomes.csv');
    expect((await get(undefined, { accept: 'application/fhir+json;q=0.9, */*' })).body).toBe(
      'new/measure-reports.json',
    );
  });

  test('an unknown format, the ledger among them, is refused with those there are', async () => {
    for (const format of ['xml', 'ledger', 'ledger.txt', '../ledger', 'constructor']) {
      const answer = await get(format);
      expect(answer.statusCode).toBe(400);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'format-unknown' });
    }
  });

  test('before the first release there is none to have, and it says when there will be', async () => {
    const answer = await get('csv', { released: false });
    expect(answer.statusCode).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'not-released' });
  });

  test('in no format for those who may not see the program', async () => {
    for (const format of [undefined, 'csv', 'measure-report'])
      expect((await get(format, { groups: 'program:other' })).statusCode).toBe(404);
  });
});

describe('GET /programs/{id}/comparison', () => {
  test('names only programs the person may see, against all of them pooled', async () => {
    const answer = await get(undefined, { what: 'comparison' });
    expect(JSON.parse(answer.body)).toEqual({
      measures: [{ measure: 'paired', target: 0.8, programs: [{ program: 'talking-therapy' }] }],
      adjusted: [{ instrument: 'phq-9', programs: [] }],
      curves: [{ id: 'phq-9.time-to-remission', programs: ['talking-therapy'] }],
    });
  });

  test('is not there before the first compile, nor for those who may not see the program', async () => {
    expect((await get(undefined, { what: 'comparison', released: false })).statusCode).toBe(404);
    expect((await get(undefined, { what: 'comparison', groups: 'program:other' })).statusCode).toBe(404);
  });
});

describe('GET /programs/{id}/quality', () => {
  const quality = (format?: string, more: object = {}) => get(format, { what: 'quality', ...more });

  test('is what an operator has published, as JSON and as FHIR', async () => {
    expect(JSON.parse((await quality()).body)).toEqual(published);
    const reports = await quality('measure-report');
    expect(reports.headers['content-type']).toContain('application/fhir+json');
    const [{ resource }] = JSON.parse(reports.body).entry;
    expect(resource).toMatchObject({
      resourceType: 'MeasureReport',
      status: 'complete',
      type: 'summary',
      measure: 'urn:outcomes-pipeline:measure:depression-remission-12-months|1.0.0',
      period: { start: '2025-01-01', end: '2025-12-31' },
      group: [{ measureScore: { value: 0.3 } }],
    });
    const codeOf = ({ code }: { code: { coding: { code: string }[] } }) => code.coding[0]?.code;
    const counts = resource.group[0].population.map((one: never) => [
      codeOf(one),
      (one as { count?: number }).count,
    ]);
    expect(counts).toEqual([
      ['initial-population', 40],
      ['denominator', 40],
      ['denominator-exclusion', 0],
      ['denominator-exception', undefined],
      ['numerator', 12],
    ]);
    expect(JSON.stringify(resource.group[0].population[3])).toContain('"masked"');
    // The age group whose score is withheld has none.
    expect(resource.group[0].stratifier[0].stratum[0].measureScore).toBeUndefined();
    const measures = JSON.parse((await quality('measure')).body);
    expect(measures.entry[0].resource).toMatchObject({ resourceType: 'Measure', experimental: false });
  });

  test('of a year nobody has published, in a form there is none of, or not to be seen, is refused', async () => {
    expect((await quality(undefined, { year: '2024' })).statusCode).toBe(404);
    expect((await quality(undefined, { year: 'all' })).statusCode).toBe(400);
    expect((await quality('csv')).statusCode).toBe(400);
    expect((await quality(undefined, { groups: 'program:other' })).statusCode).toBe(404);
    expect((await quality(undefined, { released: false })).statusCode).toBe(404);
  });
});
