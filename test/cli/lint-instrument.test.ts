import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generatedDocs } from '../../cli/write-docs/generated-docs.ts';
import { parseInstrument } from '../../functions/adapters/instrument-definition.ts';
import { readInstrumentFolder } from '../../functions/adapters/instrument-folder.ts';
import { instruments } from '../../shared/instruments/catalog.ts';
import { documentedExamples, folderOf, runCli } from './run-cli.ts';

const [definition = {}, questionnaire = {}] = documentedExamples();

describe('the examples of docs/custom-instruments.md', () => {
  test('pass lint-instrument, the definition with its golden cases', () => {
    const folder = folderOf({ 'morning.json': definition, 'evening.json': questionnaire });
    const { status, out } = runCli(
      'lint-instrument',
      join(folder, 'morning.json'),
      join(folder, 'evening.json'),
    );
    expect(out).toContain('ok morning-check: version 1.0.0, 3 items, scores total, 3 golden cases right');
    expect(out).toContain(
      'ok evening-check: version 1, 2 items, scores total; recognised as https://clinic.example/Questionnaire/evening-check|1',
    );
    expect(status).toBe(0);
  });

  test('score a response from their folder, without touching code', () => {
    const folder = folderOf({ 'morning.json': definition, 'evening.json': questionnaire });
    const morning = response('https://clinic.example/Questionnaire/morning-check|1', {
      q1: { valueInteger: 2 },
      q2: { valueString: 'a little' },
      q3: { valueInteger: 0 },
    });
    const evening = response('https://clinic.example/Questionnaire/evening-check|1', {
      calm: { valueCoding: { system: 'https://clinic.example/agreement', code: 'yes' } },
      company: { valueCoding: { system: 'https://clinic.example/agreement', code: 'no' } },
    });
    const otherVersion = {
      ...evening,
      questionnaire: 'https://clinic.example/Questionnaire/evening-check|2',
    };
    const answers = folderOf({ 'a.json': morning, 'b.json': evening, 'c.json': otherVersion });
    const { status, out } = runCli(
      'score',
      '--instruments',
      folder,
      ...['a', 'b', 'c'].map((name) => join(answers, `${name}.json`)),
    );
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).results[0]);
    expect(status).toBe(0);
    // 2 + (0 + 2 - 1) + 0 = 3, and 2 + 0 = 2.
    expect(results).toMatchObject([
      { instrument: 'morning-check', outcome: 'scored', total: 3, band: 'fair' },
      { instrument: 'evening-check', outcome: 'scored', total: 2, band: 'quiet' },
      { instrument: null, outcome: 'ignored' },
    ]);
  });
});

describe('a definition with a fault', () => {
  test.for([
    {
      file: { ...definition, items: [{ label: 'x', answers: 'agreement', revresed: true }] },
      says: 'error definition-invalid at items.0.revresed: There is no such key',
    },
    { file: { ...definition, licence: undefined }, says: 'error definition-invalid at licence: Expected' },
    {
      file: { ...definition, golden: [{ answers: [2, 0, 1], expect: { total: 4 } }] },
      says: 'error golden-wrong at golden[0]: total is 5, and the case says 4',
    },
    { file: { ...definition, golden: [] }, says: 'error golden-missing at golden' },
    {
      file: { ...questionnaire, version: undefined },
      says: 'error element-missing at Questionnaire.version',
    },
    { file: { resourceType: 'Patient' }, says: 'error not-a-questionnaire at Questionnaire' },
    { file: 'not json', says: 'error not-json: The file is not JSON.' },
  ])('is said with its place, and the command ends with 1: $says', ({ file, says }) => {
    const { status, out } = runCli('lint-instrument', join(folderOf({ 'x.json': file }), 'x.json'));
    expect(out).toContain(says);
    expect(status).toBe(1);
  });

  test('a file that is not there is said, and no file is a hint', () => {
    expect(runCli('lint-instrument', '/nowhere.json')).toMatchObject({
      status: 1,
      out: expect.stringContaining('file-unreadable'),
    });
    expect(runCli('lint-instrument')).toMatchObject({
      status: 1,
      err: expect.stringContaining('Name at least one file'),
    });
  });
});

describe('a folder of instruments', () => {
  test('takes what is sound and says what is not, file by file', () => {
    const folder = folderOf({
      'a.json': definition,
      'b.json': { ...definition, id: 'other' },
      'c.json': { ...definition, id: 'phq-9', questionnaires: ['urn:x:1'] },
      'd.json': questionnaire,
      'e.txt': 'left alone',
    });
    const { instruments: read, faults } = readInstrumentFolder(folder);
    expect(read.map(({ id }) => id)).toEqual(['morning-check', 'evening-check']);
    expect(faults.map(({ file, code }) => [file.slice(-6), code])).toEqual([
      ['b.json', 'canonical-duplicated'],
      ['c.json', 'instrument-duplicated'],
    ]);
  });

  test('that is not there is a fault', () => {
    expect(readInstrumentFolder('/nowhere').faults).toMatchObject([{ code: 'file-unreadable' }]);
  });
});

describe('the JSON form', () => {
  test('takes every built-in instrument as it stands', () => {
    for (const instrument of instruments) {
      expect(parseInstrument(JSON.parse(JSON.stringify(instrument)))).toEqual({
        kind: 'instrument',
        instrument: JSON.parse(JSON.stringify(instrument)),
        golden: [],
      });
    }
  });

  test('names its $schema, so that an editor completes it', () => {
    expect(definition.$schema).toBe('../docs/schema/instrument.schema.json');
  });
});

test.for(generatedDocs().map((doc) => [doc.path, doc] as const))(
  '%s is what `npm run docs` writes',
  ([path, { content }]) => {
    expect(readFileSync(join(import.meta.dirname, '../..', path), 'utf8')).toBe(content);
  },
);

function response(questionnaire: string, answers: Readonly<Record<string, object>>) {
  return {
    resourceType: 'QuestionnaireResponse',
    id: 'r1',
    status: 'completed',
    questionnaire,
    item: Object.entries(answers).map(([linkId, answer]) => ({ linkId, answer: [answer] })),
  };
}
