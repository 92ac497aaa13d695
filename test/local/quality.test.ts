/**
 * Quality measures of a program, by the operator's commands: a roster, an export of the EHR, value sets of one's
 * own; published, and answered by the deployed API in FHIR.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle, MeasureReport } from 'fhir/r4.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { remissionSets as sets } from '../../shared/metrics/quality/value-set-names.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { Riverside } from '../builders/riverside.ts';
import { diagnosis, patient, visit } from '../shared/metrics/quality/record-builder.ts';

const PEOPLE = 30;
let riverside: Riverside;

/** 30 of the program: 18 points in March 2024; twelve of them none a year later, eleven ten, seven not asked. */
function recordOf(number: number, id: string): readonly object[] {
  const score = (name: string, authored: string, points: readonly number[]) =>
    responseTo('phq-9', points, { id: `${id}-${name}`, authored, subject: { reference: `Patient/${id}` } });
  const nine = (points: number) => Array.from({ length: 9 }, () => points);
  const ten = [2, 2, 1, 1, 1, 1, 1, 1, 0];
  const later = number < 12 ? nine(0) : number < 23 ? ten : null;
  return [
    { ...patient('1980-06-01'), id },
    ...[
      diagnosis(`dx-${id}`, sets.majorDepression, '2023-01-01'),
      visit(`v-${id}`, sets.visit, '2024-03-10'),
    ].map((one) => ({ ...one, subject: { reference: `Patient/${id}` } })),
    score('index', '2024-03-10T09:00:00Z', nine(2)),
    ...(later === null ? [] : [score('later', '2025-03-10T09:00:00Z', later)]),
  ];
}

const file = (name: string): string => join(riverside.data, name);

beforeAll(async () => {
  riverside = await Riverside.open();
  const program = { id: 'talking-therapy', source: 'riverside', name: 'Talking Therapy' };
  await riverside.deploy({ settings: { programs: [program] } });
  const people = Array.from({ length: PEOPLE }, (_, number) => `p${number}`);
  writeFileSync(file('roster.csv'), ['patient,start', ...people.map((id) => `${id},2024-02-01`)].join('\n'));
  const strangers = Array.from({ length: 20 }, (_, number) => recordOf(0, `stranger${number}`));
  const records = [...people.map((id, number) => recordOf(number, id)), ...strangers].flat();
  writeFileSync(file('export.ndjson'), records.map((one) => JSON.stringify(one)).join('\n'));
  const valueSets = Object.values(sets).map((url) => ({
    resourceType: 'ValueSet',
    url,
    compose: { include: [{ system: 'urn:test:codes', concept: [{ code: url }] }] },
  }));
  writeFileSync(file('value-sets.json'), JSON.stringify(valueSets));
}, 120_000);

afterAll(() => riverside?.close());

test('what is published of a program is what the API answers, of its people alone', {
  timeout: 60_000,
}, async () => {
  expect(await riverside.ask('talking-therapy', 'quality')).toMatchObject({
    status: 404,
    body: { code: 'not-published' },
  });
  await riverside.run('roster', file('roster.csv'), '--source', 'riverside', '--program', 'talking-therapy');
  const said = await riverside.run(
    'quality',
    ...[
      '--year',
      '2025',
      '--value-sets',
      file('value-sets.json'),
      '--program',
      'talking-therapy',
      '--publish',
    ],
    ...['--measure', 'depression-remission-12-months', file('export.ndjson')],
  );
  expect(JSON.parse(said)).toMatchObject({
    published: 'depression-remission-12-months',
    all: { eligible: 30 },
  });

  const { status, body } = await riverside.ask('talking-therapy', 'quality', {
    format: 'measure-report',
    year: '2025',
  });
  expect(status).toBe(200);
  const [report] = (body as Bundle<MeasureReport>).entry ?? [];
  const [group] = report?.resource?.group ?? [];
  expect(group?.measureScore?.value).toBeCloseTo(12 / 30, 12);
  expect(JSON.stringify(body)).not.toMatch(/stranger|Patient\//);
  expect(riverside.cloud.denied).toEqual([]);
});
