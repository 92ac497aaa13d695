import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nextStep } from '../../../shared/responses/next-step.ts';
import { type IssueCode, issue } from '../../../shared/scoring/issue.ts';

test('what to do names the item where it is known, and is a sentence where it is not', () => {
  const of = (reason: IssueCode, at?: string) => nextStep('incomplete', reason, at, 'none', null);
  expect(of('item-missing', '/44252-5')).toMatch(/^Item \/44252-5 has no answer\. Ask for it/);
  expect(of('item-missing')).toMatch(/^An item has no answer\. Ask for it/);
  expect(of('answer-contradictory')).toMatch(
    /^Code, text and number of the answer to one of the items do not/,
  );
  expect(of('structure-invalid')).toMatch(/^The response is not shaped as FHIR R4 says\./);
});

test('no sentence ever says null or undefined', () => {
  const source = readFileSync('shared/scoring/issue.ts', 'utf8');
  const codes = [...source.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, code]) => code as IssueCode);
  expect(codes.length).toBeGreaterThan(10);
  for (const code of codes)
    for (const at of [null, '/44252-5'])
      expect(issue(code, at).message).toMatch(/^[A-Z/](?!.*(null|undefined)).*\.$/);
});
