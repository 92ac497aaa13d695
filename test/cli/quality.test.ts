import { expect, test } from 'vitest';
import { remissionSets as sets } from '../../shared/metrics/quality/value-set-names.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { diagnosis, patient, visit } from '../shared/metrics/quality/record-builder.ts';
import { folderOf, runCli } from './run-cli.ts';

const valueSets = Object.values(sets).map((url) => ({
  resourceType: 'ValueSet',
  url,
  compose: { include: [{ system: 'urn:test:codes', concept: [{ code: url }] }] },
}));
/** Nine answers of 2 are 18 points, nine of 0 are none. */
const answers = (id: string, authored: string, points: number): object =>
  responseTo(
    'phq-9',
    Array.from({ length: 9 }, () => points),
    {
      id,
      authored,
      subject: { reference: 'Patient/p' },
    },
  );
const record = [
  patient('1980-06-01'),
  diagnosis('dx', sets.majorDepression, '2023-01-01'),
  visit('v', sets.visit, '2024-03-10'),
  answers('index', '2024-03-10T09:00:00Z', 2),
  answers('later', '2025-03-10T09:00:00Z', 0),
];
const folder = folderOf({
  'value-sets.json': valueSets,
  'export.ndjson': record.map((resource) => JSON.stringify(resource)).join('\n'),
  'broken.ndjson': `${JSON.stringify(record[0])}\n{"resourceType":`,
});
const file = (name: string): string => `${folder}/${name}`;
const args = ['--year', '2025', '--value-sets', file('value-sets.json')];
const remission = ['--measure', 'depression-remission-12-months'];

test('answers in an export are scored, and counted by the measure', () => {
  const { status, out } = runCli('quality', ...args, ...remission, file('export.ndjson'));
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    measure: 'depression-remission-12-months',
    counts: { 'initial-population': 1, denominator: 1, 'denominator-exclusion': 0, numerator: 1 },
    score: 1,
    measured: 1,
    strata: { '18+': { score: 1 } },
  });
});

test('--why says how one patient was counted, and nothing of who they are', () => {
  const { out } = runCli('quality', ...args, ...remission, '--why', 'p', file('export.ndjson'));
  expect(out).toContain('p is in initial-population, denominator, numerator');
  expect(out).toContain('yes  index: 18 on 2024-03-10 (QuestionnaireResponse/index)');
  expect(out).toContain('yes  last-score: 0 on 2025-03-10');
  expect(out).not.toContain('1980');
});

test('a measure without its value sets is an error of its own, never a zero', () => {
  const { status, out } = runCli(
    'quality',
    ...args,
    '--measure',
    'screening-follow-up',
    file('export.ndjson'),
  );
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'value-sets-not-provided' } });
});

test.for<[why: string, args: readonly string[], says: RegExp]>([
  ['no year', [file('export.ndjson')], /^Say which year/],
  ['no file', ['--year', '2025'], /^Name the files of resources/],
  ['a file that is not there', [...args, '/none.json'], /^\/none\.json cannot be read/],
  ['a broken line', [...args, file('broken.ndjson')], /broken\.ndjson, line 2, is not JSON/],
  ['an unknown measure', [...args, '--measure', 'x', file('export.ndjson')], /^There is no measure x/],
  ['an unknown patient', [...args, '--why', 'q', file('export.ndjson')], /^There is no patient q/],
  ['an unknown zone', [...args, '--time-zone', 'Mars', file('export.ndjson')], /is no IANA time zone/],
])('%s is refused with what to write', ([, given, says]) => {
  const { status, out, err } = runCli('quality', ...given);
  expect(err).toMatch(says);
  expect({ status, out }).toEqual({ status: 1, out: '' });
});
