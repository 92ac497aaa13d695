import { describe, expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import type { Instrument } from '../../../shared/instruments/instrument.ts';
import { phq9 } from '../../../shared/instruments/phq-9.ts';
import { readQuestionnaireResponse } from '../../../shared/responses/questionnaire-response.ts';
import { type Catalog, compileCatalog, type ScoringSettings } from '../../../shared/scoring/compile.ts';
import { compileForms, type LocalForm } from '../../../shared/scoring/match.ts';
import { scoreResponse } from '../../../shared/scoring/score-response.ts';
import { responseTo } from '../../builders/questionnaire-response.ts';

const OURS = 'urn:outcomes-pipeline:questionnaire:';
const version = (name: string, questionnaires: readonly string[]): Instrument => ({
  ...phq9,
  version: name,
  questionnaires,
});
const FORM = 'https://clinic.example/mood';
const two = version('2.0.0', [FORM, 'https://clinic.example/new', `${FORM}|2026`]);
const one = version('1.0.0', [FORM, 'https://clinic.example/old']);
const others = instruments.filter(({ id }) => id !== 'phq-9');

function catalogOf(settings: ScoringSettings = {}): Catalog {
  return compileCatalog([...others, one, two], settings);
}

/** `id version` of what the response is scored by, without what derives from it. */
function scoredBy(resource: object, settings: ScoringSettings = {}, forms: readonly LocalForm[] = []) {
  const response = readQuestionnaireResponse(resource as Record<string, unknown>);
  return scoreResponse(response, catalogOf(settings), compileForms(forms))
    .filter(({ derivedFrom }) => derivedFrom === undefined)
    .map(({ instrument }) => `${instrument.instrument.id} ${instrument.instrument.version}`);
}

const answered = responseTo('phq-9', [1, 1, 1, 1, 1, 1, 1, 1, 0]);
const named = (questionnaire: string) => ({ ...answered, questionnaire });

describe('with 1.0.0 in force, a response that names', () => {
  test.for([
    { questionnaire: FORM, by: '1.0.0', why: 'no version is scored by the one in force' },
    { questionnaire: `${FORM}|2.0.0`, by: '2.0.0', why: 'a version that we have is scored by it' },
    {
      questionnaire: `${FORM}|2026`,
      by: '2.0.0',
      why: 'a canonical with a version is scored by who declares it',
    },
    { questionnaire: `${FORM}|9`, by: '1.0.0', why: 'a version nobody has is scored by the one in force' },
    { questionnaire: `${OURS}phq-9`, by: '1.0.0', why: 'our canonical is scored by the one in force' },
    { questionnaire: `${OURS}phq-9|2.0.0`, by: '2.0.0', why: 'our canonical and a version is scored by it' },
    {
      questionnaire: 'https://clinic.example/new',
      by: '2.0.0',
      why: 'a form only the other has is scored by the other',
    },
    { questionnaire: 'https://elsewhere.example/x', by: '1.0.0', why: 'nothing we know goes by its items' },
  ])('$why: $questionnaire', ({ questionnaire, by }) => {
    expect(scoredBy(named(questionnaire))).toEqual([`phq-9 ${by}`]);
  });
});

test('with 2.0.0 in force old responses that name no version move, and pinned ones stay', () => {
  const versions = { 'phq-9': '2.0.0' };
  expect(scoredBy(named(FORM), { versions })).toEqual(['phq-9 2.0.0']);
  expect(scoredBy(named(`${FORM}|1.0.0`), { versions })).toEqual(['phq-9 1.0.0']);
  expect(scoredBy(named('https://clinic.example/old'), { versions })).toEqual(['phq-9 1.0.0']);
});

test('a local form names the instrument, or one version of it', () => {
  const form = { questionnaire: 'local', instrument: 'phq-9' };
  expect(scoredBy(named('local'), {}, [form])).toEqual(['phq-9 1.0.0']);
  expect(scoredBy(named('local'), {}, [{ ...form, instrument: 'phq-9|2.0.0' }])).toEqual(['phq-9 2.0.0']);
});

test('a canonical of which no version is known without its own is not scored by another version', () => {
  const only = version('1', ['https://clinic.example/sdc|1']);
  const catalog = compileCatalog([...others, only]);
  const bare = {
    ...named('https://clinic.example/sdc|2'),
    item: [{ linkId: '1', answer: [{ valueInteger: 1 }] }],
  };
  expect(scoreResponse(readQuestionnaireResponse(bare), catalog)).toEqual([]);
});

test('items that another version would know are not scored a second time under the same name', () => {
  const short: Instrument = { ...two, items: phq9.items.slice(0, 9) };
  const catalog = compileCatalog([one, short, ...others]);
  const whole = responseTo('phq-9', [1, 1, 1, 1, 1, 1, 1, 1, 0, 1], { questionnaire: `${FORM}|2.0.0` });
  const found = scoreResponse(readQuestionnaireResponse({ ...whole }), catalog);
  expect(found.filter(({ instrument }) => instrument.instrument.id === 'phq-9')).toHaveLength(1);
});

describe('canonical bases', () => {
  const base = 'https://outcomes.example.org/Questionnaire/';
  const numbered = (questionnaire: string) => ({
    ...answered,
    questionnaire,
    item: phq9.items.slice(0, 9).map((_, index) => ({
      linkId: String(index + 1),
      answer: [{ valueInteger: 1 }],
    })),
  });

  test('under the default base link ids are item numbers, and nowhere else', () => {
    expect(scoredBy(numbered(`${OURS}phq-9`))).toEqual(['phq-9 1.0.0']);
    expect(scoredBy(numbered(`${base}phq-9`))).toEqual([]);
  });

  test('and under a base of the settings as well', () => {
    const settings = { canonicalBases: [base] };
    expect(scoredBy(numbered(`${base}phq-9`), settings)).toEqual(['phq-9 1.0.0']);
    expect(scoredBy(numbered(`${base}phq-9|2.0.0`), settings)).toEqual(['phq-9 2.0.0']);
    expect(scoredBy(numbered(`${OURS}phq-9`), settings)).toEqual(['phq-9 1.0.0']);
  });
});

test('the same version twice is a contradiction', () => {
  expect(() => compileCatalog([...others, one, one])).toThrow('two instruments are phq-9|1.0.0');
});
