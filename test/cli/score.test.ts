import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { responseTo } from '../builders/questionnaire-response.ts';
import { times } from '../shared/scoring/assess.ts';

const folder = mkdtempSync(join(tmpdir(), 'score-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

interface Line {
  readonly file: string;
  readonly line: number | null;
  readonly responseId?: string;
  readonly results?: readonly Record<string, unknown>[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** Runs `node cli/score.ts` as an operator does. */
function score(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/score.ts', ...args], {
    encoding: 'utf8',
  });
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  return { status, lines, stderr };
}

const codes = (lines: readonly Line[]) => lines.map(({ error }) => error?.code ?? 'scored');

describe('score', () => {
  test('prints the contract: one line per response, derived instruments as results of their own', () => {
    const { status, lines } = score('docs/examples/phq-9.json');
    expect(status).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      file: 'docs/examples/phq-9.json',
      line: null,
      responseId: 'example-phq-9',
    });
    expect(lines[0]?.results?.map(({ instrument }) => instrument)).toEqual(['phq-9', 'phq-2', 'phq-8']);
    // 2 + 3 + 2 + 1 + 1 + 2 + 1 + 0 + 1 = 13; the difficulty item is not in it
    expect(lines[0]?.results?.[0]).toEqual({
      instrument: 'phq-9',
      instrumentVersion: '1.0.0',
      outcome: 'scored',
      answered: 9,
      of: 9,
      prorated: false,
      scores: [{ id: 'total', code: '44261-6', value: 13, band: 'moderate' }],
      total: 13,
      band: 'moderate',
      alerts: [{ item: '44260-8', state: 'positive' }],
      reported: { total: null, agrees: null },
      issues: [],
    });
  });

  test('the other examples end as their names say', () => {
    const names = ['gad-7', 'pcl-5', 'phq-9-incomplete', 'phq-9-contradictory'];
    const { status, lines } = score(...names.map((name) => `docs/examples/${name}.json`));
    expect(status).toBe(0);
    expect(
      lines.map(
        ({ results }) => `${results?.[0]?.instrument} ${results?.[0]?.outcome} ${results?.[0]?.total}`,
      ),
    ).toEqual([
      'gad-7 scored 11', // 2 + 2 + 1 + 2 + 1 + 2 + 1
      'pcl-5 scored 38', // B 10 + C 5 + D 12 + E 11
      'phq-9 incomplete null',
      'phq-9 review null',
    ]);
  });

  test('what cannot be read is a line with an error, the rest is scored, and the exit status is 1', () => {
    const { status, lines } = score(
      file('broken.json', '{"resourceType": "QuestionnaireResponse", '),
      file('patient.json', { resourceType: 'Patient' }),
      file('plain.json', { hello: 'world' }),
      file('list.json', [1, 2]),
      file('empty.json', ''),
      file('bundle-without.json', { resourceType: 'Bundle', type: 'collection', entry: [] }),
      join(folder, 'nowhere.json'),
      'docs/examples/phq-9.json',
    );
    expect(status).toBe(1);
    expect(codes(lines)).toEqual([
      'not-json',
      'resource-type',
      'not-fhir',
      'not-fhir',
      'not-json',
      'no-responses',
      'file-unreadable',
      'scored',
    ]);
    for (const { error } of lines) if (error !== undefined) expect(error.message).toMatch(/\.$/);
  });

  test('a broken NDJSON line is named by its number and does not stop the others', () => {
    const good = JSON.stringify(responseTo('gad-7', times(7, 1)));
    const { status, lines } = score(file('mixed.ndjson', `${good}\n{"broken\n\n${good}\n`));
    expect(status).toBe(1);
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 4]);
    expect(codes(lines)).toEqual(['scored', 'not-json', 'scored']);
  });

  test('NDJSON under another name is still NDJSON', () => {
    const good = JSON.stringify(responseTo('gad-7', times(7, 1)));
    const { status, lines } = score(file('export.json', `${good}\n${good}\n`));
    expect(status).toBe(0);
    expect(codes(lines)).toEqual(['scored', 'scored']);
  });

  test('wrong structure is rejected with status 0, and a positive item 9 in it still shows', () => {
    const response = { ...responseTo('phq-9', [...times(8, 0), 2]), status: 'done' };
    const { status, lines } = score(file('rejected.json', response));
    expect(status).toBe(0);
    expect(lines[0]?.results?.[0]).toMatchObject({
      outcome: 'rejected',
      total: null,
      alerts: [{ item: '44260-8', state: 'positive' }],
    });
  });

  test('a form nobody knows is ignored, kept and said', () => {
    const { status, lines } = score(
      file('unknown.json', {
        resourceType: 'QuestionnaireResponse',
        status: 'completed',
        item: [{ linkId: 'a' }],
      }),
    );
    expect(status).toBe(0);
    expect(lines[0]?.results).toMatchObject([
      { instrument: null, outcome: 'ignored', issues: [{ code: 'instrument-unknown' }] },
    ]);
  });

  test('three responses that share one id keep the identities of their fullUrls', () => {
    const entry = [1, 2, 3].map((ward) => ({
      fullUrl: `https://ehr${ward}.example/fhir/QuestionnaireResponse/same`,
      resource: { ...responseTo('isi', times(7, ward)), id: 'same' },
    }));
    const { lines } = score(file('shared-id.json', { resourceType: 'Bundle', type: 'collection', entry }));
    expect(lines.map(({ responseId, results }) => `${responseId} ${results?.[0]?.total}`)).toEqual([
      'https://ehr1.example/fhir/QuestionnaireResponse/same 7',
      'https://ehr2.example/fhir/QuestionnaireResponse/same 14',
      'https://ehr3.example/fhir/QuestionnaireResponse/same 21',
    ]);
  });

  test('without a file it says how it is used', () => {
    const { status, stderr } = score();
    expect(status).toBe(1);
    expect(stderr).toContain('npm run --silent score');
  });
});

describe('score --source', () => {
  const dast = file('dast.json', responseTo('dast-10', times(10, 0)));
  const source = (name: string, settings: object) => ['--source', file(name, settings)];

  test('takes the keying that no source settles: absent until set', () => {
    expect(score(dast).lines[0]?.results).toMatchObject([{ outcome: 'review', total: null, scores: [] }]);
    const keyed = score(
      ...source('keying.json', { keying: { 'dast-10': { 'item-3-wording': 'able' } } }),
      dast,
    );
    expect(keyed.lines[0]?.results).toMatchObject([{ outcome: 'scored', total: 1, band: 'low' }]);
  });

  test('takes how many unanswered items are accepted, and flags the score', () => {
    const wsas = file('wsas.json', responseTo('wsas', [null, 4, 4, 4, 4]));
    const { lines } = score(...source('prorating.json', { prorating: { wsas: 1 } }), wsas);
    expect(lines[0]?.results).toMatchObject([{ outcome: 'scored', total: 20, prorated: true }]);
  });

  test('maps local paths and UUID answers', () => {
    const uuid = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
    const item = [1, 2].map((number) => ({
      linkId: `H1/T1/Q${number}`,
      answer: [{ valueCoding: { code: uuid } }],
    }));
    const local = {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      questionnaire: 'Questionnaire/mood',
      item,
    };
    const forms = [
      {
        questionnaire: 'mood',
        instrument: 'phq-2',
        items: { 'H1/T1/Q1': 1, 'H1/T1/Q2': '44255-8' },
        answers: { [uuid]: 2 },
      },
    ];
    const { lines } = score(...source('forms.json', { forms }), file('local.json', local));
    expect(lines[0]?.results).toMatchObject([{ instrument: 'phq-2', total: 4 }]);
  });

  test.for([
    {
      why: 'an instrument nobody knows',
      settings: { forms: [{ questionnaire: '*', instrument: 'phq9' }] },
      says: 'no such instrument',
    },
    {
      why: 'keying that cannot be applied',
      settings: { keying: { 'score-15': { 'reversed-items': [16] } } },
      says: 'keying.score-15.reversed-items',
    },
    { why: 'prorating of half an item', settings: { prorating: { wsas: 0.5 } }, says: 'prorating.wsas' },
  ])('refuses $why with a sentence and status 1', ({ settings, says }) => {
    const { status, lines, stderr } = score(...source('refused.json', settings), dast);
    expect(status).toBe(1);
    expect(lines).toEqual([]);
    expect(stderr).toContain(says);
  });
});
