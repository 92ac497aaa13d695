import { expect, test } from 'vitest';
import { lackingScopes, neededScope } from '../../../shared/write-back/system-scopes.ts';

test('scores are written and looked up, sheets and people read, and what outcomes search', () => {
  expect(neededScope([])).toBe('system/Observation.crus system/QuestionnaireResponse.rs system/Patient.rs');
  expect(neededScope(['Patient', 'Encounter'])).toBe(
    'system/Observation.crus system/QuestionnaireResponse.rs system/Patient.rs system/Encounter.rs',
  );
});

test.for<[asked: string, granted: string, lacking: readonly string[]]>([
  ['system/Observation.crus', 'system/Observation.crus', []],
  ['system/Observation.crus', 'system/Observation.cruds', []],
  ['system/Observation.crus', 'system/Observation.rs', ['system/Observation.c', 'system/Observation.u']],
  ['system/Observation.crus', 'system/Observation.read system/Observation.write', []],
  ['system/Observation.crus', 'system/*.*', []],
  ['system/Observation.rs system/Patient.rs', 'system/*.rs', []],
  [
    'system/Observation.rs',
    'user/Observation.rs patient/Observation.rs',
    ['system/Observation.r', 'system/Observation.s'],
  ],
  ['system/Observation.rs', 'system/Observation.rs?category=survey', []],
  ['system/Observation.rs', '', ['system/Observation.r', 'system/Observation.s']],
  ['', 'whatever', []],
])('asked for %o and granted %o lacks %o', ([asked, granted, lacking]) => {
  expect(lackingScopes(asked, granted)).toEqual(lacking);
});
