import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { receiptsOf } from '../../cli/explain/receipt.ts';
import { toText } from '../../cli/explain/text.ts';
import { instruments } from '../../shared/instruments/catalog.ts';
import { readQuestionnaireResponse } from '../../shared/responses/questionnaire-response.ts';
import { compileCatalog, type ScoringSettings } from '../../shared/scoring/compile.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { documentedExamples, folderOf, runCli } from './run-cli.ts';

function explain(resource: unknown, settings: ScoringSettings = {}): string {
  const catalog = compileCatalog(instruments, settings);
  const response = readQuestionnaireResponse(resource as Record<string, unknown>);
  return receiptsOf(response, { catalog, forms: [] }).map(toText).join('\n');
}

test('a PHQ-9 is explained answer by answer, so that it can be added up by hand', () => {
  const out = explain(responseTo('phq-9', [2, 3, 2, 1, 1, 2, 1, 0, 1]));
  expect(out).toContain('phq-9, version 1.0.0');
  expect(out).toMatch(/1 +interest +44250-9 +LA6570-1 "More than half the days" +2\n/);
  expect(out).toContain('PHQ-9 total (http://loinc.org 44261-6): 13 of 0 to 27');
  expect(out).toContain('  2 + 3 + 2 + 1 + 1 + 2 + 1 + 0 + 1 = 13\n');
  expect(out).toContain('band: moderate (minimal 0-4, mild 5-9, moderate 10-14');
  expect(out).toContain('missing answers: every answer is needed');
  expect(out).toContain('Item 9 self-harm thoughts (44260-8): positive, 1 or more is positive.');
  expect(out).toContain('Kroenke K, Spitzer RL, Williams JBW. J Gen Intern Med 2001;16:606 [literature]');
  expect(out).toContain('phq-2, version 1.0.0, from the answers of phq-9');
});

test('a reversed item shows how it was turned round', () => {
  // PSS-10: items 4, 5, 7 and 8 are reversed on 0 to 4.
  const out = explain(responseTo('pss-10', [1, 2, 3, 4, 3, 1, 0, 2, 1, 1]));
  expect(out).toMatch(/4 +confidence +4 +0 \(reversed: 0 \+ 4 - 4\)\n/);
  expect(out).toContain('  1 + 2 + 3 + 0 + 1 + 1 + 4 + 2 + 1 + 1 = 16\n');
});

test.for([
  { instrument: 'who-5', points: [5, 4, 3, 2, 1], says: ['5 + 4 + 3 + 2 + 1 = 15', '4 x 15 = 60'] },
  {
    instrument: 'c-ssrs-screener',
    points: [1, 1, 0, 0, 0, 0, null],
    says: [
      'item 1 has 1 or more: level 1',
      'the highest level stands: 1',
      'left out by the form after an earlier No',
    ],
  },
  {
    instrument: 'pcl-5',
    points: [2, 0, 0, 0, 0, 2, 0, 2, 2, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0],
    says: ['items with 2 points or more among 8, 9, 10, 11, 12, 13, 14: 8, 9; 2 needed, met'],
  },
])('$instrument: its own arithmetic is written out', ({ instrument, points, says }) => {
  const out = explain(responseTo(instrument, points));
  for (const line of says) expect(out).toContain(line);
});

test('whatever the answers, the last line of the arithmetic is the score', () => {
  for (const { id, items, answerLists } of instruments) {
    for (const pick of [0, 1, 2, 3, 5]) {
      const points = items.map(({ answers }, index) => {
        const options = answerLists[answers]?.options ?? [];
        return options[(index * pick + pick) % options.length]?.points ?? null;
      });
      const response = readQuestionnaireResponse({
        ...responseTo(id, points),
        author: { reference: 'Practitioner/1' },
      });
      for (const { scores } of receiptsOf(response, { catalog: compileCatalog(instruments), forms: [] })) {
        for (const { arithmetic, value } of scores.filter((score) => score.value !== 'not given')) {
          const [number] = value.replace('level ', '').split(' ');
          expect(arithmetic.at(-1)).toMatch(new RegExp(`[ =]${number?.replace('.', '\\.')}$`));
        }
      }
    }
  }
});

test('goal attainment shows the formula with its numbers', () => {
  // Weights 3 and 1, levels 1 and -1: 50 + 10 x 2 / sqrt(0.7 x 10 + 0.3 x 16) = 55.8222
  const goal = (name: string, weight: number, level: number) => ({
    linkId: name,
    item: [
      { linkId: 'weight', answer: [{ valueDecimal: weight }] },
      { linkId: 'level', answer: [{ valueInteger: level }] },
    ],
  });
  const out = explain(responseTo('gas', [], { item: [goal('goal-1', 3, 1), goal('goal-2', 1, -1)] }));
  expect(out).toContain('goal-1: level 1, weight 3');
  expect(out).toContain('50 + 10 x 2 / sqrt((1 - 0.3) x 10 + 0.3 x 4 x 4) = 55.8222');
});

test('a program that accepts missing answers sees the prorating', () => {
  const out = explain(responseTo('phq-9', [1, 1, 1, 1, 1, 1, 1, 2, null]), { prorating: { 'phq-9': 2 } });
  // 9 over 8 items: 9 x 9 / 8 = 10.125, rounded 10
  expect(out).toContain('prorated over 9 items: 9 x 9 / 8 = 10.125, rounded to 10');
  expect(out).toContain('The total is prorated.');
});

describe('a score that is not given', () => {
  test('names the missing items and makes no sum', () => {
    const out = explain(responseTo('gad-7', [1, 1, null, 1, 1, null, 1]));
    expect(out).toContain('Not scored: answers are missing. No partial sum is made.');
    expect(out).toContain('Not given: no readable answer to item 3, 6.');
    expect(out).not.toContain('GAD-7 total (http://loinc.org 70274-6): 5');
  });

  test('says what must be settled first', () => {
    const response = responseTo('gad-7', [1, 1, 1, 1, 1, 1, 9], {}, 'integer');
    const out = explain(response);
    expect(out).toContain('Held for review');
    expect(out).toMatch(/7 +afraid +69736-7 +9 +cannot be read\n/);
    expect(out).toContain('outside the item');
  });

  test('says which setting it waits for', () => {
    const out = explain(
      responseTo(
        'ras-r',
        Array.from({ length: 24 }, () => 3),
      ),
    );
    expect(out).toContain('RAS-R total (urn:outcomes-pipeline:score ras-r.total): 72 of 24 to 120');
    expect(out).toContain('It waits for the setting factors (docs/instruments.md).');
  });
});

test('a total inside the response is compared, never used', () => {
  const { item = [], ...rest } = responseTo('phq-9', [1, 1, 1, 1, 1, 1, 1, 1, 0]);
  const out = explain({
    ...rest,
    item: [...item, { linkId: '/44261-6', answer: [{ valueDecimal: 9 }] }],
  });
  expect(out).toContain('The response itself carries the total 9: ours differs and stands.');
});

describe('npm run explain', () => {
  test('explains with an instrument of the operator', () => {
    const [definition = {}] = documentedExamples();
    const folder = folderOf({ 'morning.json': definition });
    const item = [2, 1, 0].map((valueInteger, index) => ({
      linkId: `q${index + 1}`,
      answer: [{ valueInteger }],
    }));
    const questionnaire = 'https://clinic.example/Questionnaire/morning-check|1';
    const response = { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire, item };
    const { status, out } = runCli('explain', '--instruments', folder, fileOf(response));
    expect(out).toContain('  2 + 1 + 0 = 3\n');
    expect(status).toBe(0);
  });

  test('--html prints one page in which an answer is never markup', () => {
    const response = responseTo('gad-2', [], {
      item: [{ linkId: '/69725-0', answer: [{ valueString: '<script>alert(1)</script>' }] }],
    });
    const { status, out } = runCli('explain', '--html', fileOf(response));
    expect(status).toBe(0);
    expect(out).toMatch(/^<!doctype html>/);
    expect(out).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(out).not.toContain('<script');
  });

  test('says that no instrument recognises a response, which is no failure', () => {
    const response = { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: 'urn:x' };
    const { status, out } = runCli('explain', fileOf(response));
    expect(out).toContain('no instrument recognises this questionnaire');
    expect(status).toBe(0);
  });

  test.for([
    { why: 'no file', args: [] },
    { why: 'a file that is not there', args: ['/nowhere.json'] },
    { why: 'two files', args: ['a.json', 'b.json'] },
    { why: 'not JSON', args: [fileOf('{')] },
    { why: 'another resource', args: [fileOf({ resourceType: 'Patient' })] },
    { why: 'an empty Bundle', args: [fileOf({ resourceType: 'Bundle', type: 'batch' })] },
    { why: 'an unknown option', args: ['--nonsense', 'a.json'] },
  ])('answers $why with one line and exit status 1', ({ args }) => {
    const { status, out, err } = runCli('explain', ...args);
    expect(status).toBe(1);
    expect(out).toBe('');
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

function fileOf(content: unknown): string {
  return join(folderOf({ 'r.json': content }), 'r.json');
}
