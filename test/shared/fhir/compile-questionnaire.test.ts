import type { Extension, Questionnaire, QuestionnaireItem } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { compileQuestionnaire } from '../../../shared/fhir/compile-questionnaire.ts';
import type { Instrument } from '../../../shared/instruments/instrument.ts';

const WEIGHT = 'http://hl7.org/fhir/StructureDefinition/itemWeight';
const ORDINAL = 'http://hl7.org/fhir/StructureDefinition/ordinalValue';
const EXPRESSION = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';
const EXTRACT = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract';
const OURS = 'urn:outcomes-pipeline:extension:';

describe('a Questionnaire with weights and a sum', () => {
  const instrument = compiled(form([choice('a'), choice('b')], sum(['a', 'b'])));

  test('becomes an instrument whose score needs every answer', () => {
    expect(instrument).toMatchObject({
      id: 'demo',
      version: '2',
      title: 'Demo',
      questionnaires: ['https://clinic.example/Questionnaire/demo|2'],
      licence: { cite: 'The clinic', confidence: 'unverified' },
      primary: 'total',
      items: [
        { label: 'label a', aliases: ['a'], answers: 'answers-1' },
        { label: 'label b', aliases: ['b'], answers: 'answers-1' },
      ],
      scores: [
        {
          id: 'total',
          code: { system: 'http://loinc.org', code: '44261-6' },
          method: { kind: 'sum', items: [1, 2] },
          range: { min: 0, max: 6 },
          missing: { kind: 'complete', source: { confidence: 'unverified' } },
          bands: null,
        },
      ],
    });
    expect(instrument.answerLists['answers-1']).toMatchObject({
      system: 'urn:example:answers',
      options: [
        { code: 'c0', name: 'Answer 0', points: 0 },
        { code: 'c1', name: 'Answer 1', points: 1 },
        { code: 'c3', name: 'Answer 3', points: 3 },
      ],
    });
  });
});

describe('weights', () => {
  test('itemWeight goes before ordinalValue', () => {
    const option = (code: string, weight: number, ordinal: number) => ({
      extension: [
        { url: ORDINAL, valueDecimal: ordinal },
        { url: WEIGHT, valueDecimal: weight },
      ],
      valueCoding: { system: 'urn:s', code },
    });
    const item = {
      linkId: 'a',
      type: 'choice' as const,
      answerOption: [option('x', 5, 1), option('y', 7, 2)],
    };
    expect(points(compiled(form([item], sum(['a']))))).toEqual([5, 7]);
  });

  test.for([
    {
      where: 'on the coding',
      option: (n: number) => ({
        valueCoding: { system: 'urn:s', code: `c${n}`, extension: [{ url: ORDINAL, valueDecimal: n }] },
      }),
    },
    {
      where: 'on a string answer',
      option: (n: number) => ({ valueString: `s${n}`, extension: [{ url: WEIGHT, valueDecimal: n }] }),
    },
    { where: 'as a plain number', option: (n: number) => ({ valueInteger: n }) },
  ])('are read $where', ({ option }) => {
    const item = { linkId: 'a', type: 'choice' as const, answerOption: [option(0), option(4)] };
    expect(points(compiled(form([item], sum(['a']))))).toEqual([0, 4]);
  });

  test.for([
    {
      where: 'a contained value set',
      contained: [
        valueSet([
          { code: 'n', extension: [{ url: WEIGHT, valueDecimal: 0 }] },
          { code: 'y', extension: [{ url: WEIGHT, valueDecimal: 2 }] },
        ]),
      ],
    },
    {
      where: 'extensions of a contained code system',
      contained: [valueSet(undefined), codeSystem({ n: 0, y: 2 }, 'extension')],
    },
    {
      where: 'properties of a contained code system',
      contained: [valueSet([{ code: 'n' }, { code: 'y' }]), codeSystem({ n: 0, y: 2 }, 'property')],
    },
  ])('are read from $where', ({ contained }) => {
    const item = { linkId: 'a', type: 'choice' as const, answerValueSet: '#set' };
    const { answerLists } = compiled({ ...form([item], sum(['a'])), contained: contained as never });
    expect(Object.values(answerLists)[0]?.options).toMatchObject([
      { code: 'n', points: 0 },
      { code: 'y', points: 2 },
    ]);
  });

  test('a scale of numbers takes every number between its limits', () => {
    const limits = (['min', 'max'] as const).map((end, index) => ({
      url: `http://hl7.org/fhir/StructureDefinition/${end}Value`,
      valueInteger: index * 10,
    }));
    const item = { linkId: 'a', type: 'integer' as const, extension: limits };
    expect(points(compiled(form([item], sum(['a']))))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('numbers with the reverse weights are a reversed item on the printed scale', () => {
    const answerOption = [0, 1, 2].map((n) => ({
      valueInteger: n,
      extension: [{ url: WEIGHT, valueDecimal: 2 - n }],
    }));
    const instrument = compiled(form([{ linkId: 'a', type: 'integer', answerOption }], sum(['a'])));
    expect(instrument.items[0]?.reversed).toBe(true);
    expect(points(instrument)).toEqual([0, 1, 2]);
  });
});

describe('a calculatedExpression that is a sum', () => {
  const items = [group('g', [choice('a'), choice('b')]), choice('c'), text('note')];
  const all = [1, 2, 3];

  test.for([
    {
      expression: "%resource.repeat(item).where(linkId in ('a' | 'b' | 'c')).answer.weight().sum()",
      items: all,
    },
    {
      expression:
        "%resource.item.descendants().where(linkId='a' or linkId = 'b').answer.value.ordinal().sum()",
      items: [1, 2],
    },
    {
      expression: "%resource.item.where(linkId='g').item.where(linkId='b').answer.value.weight().sum()",
      items: [2],
    },
    { expression: '%resource.repeat(item).answer.value.weight().sum()', items: all },
    { expression: "%context.repeat(item).where(linkId!='total').answer.weight().sum()", items: all },
    {
      expression: "%resource.repeat(item).where(linkId.matches('^[ac]$')).answer.value.ordinal().sum()",
      items: [1, 3],
    },
    { expression: "%resource.repeat(item).where(linkId.startsWith('b')).answer.weight().sum()", items: [2] },
    { expression: "item.where(linkId = 'c').answer.weight().sum()", items: [3] },
    {
      expression:
        "%resource.repeat(item).where(linkId='a').answer.weight() + %resource.item.where(linkId='c').answer.weight()",
      items: [1, 3],
    },
    {
      expression:
        'iif(%resource.repeat(item).answer.weight().count() = 3, %resource.repeat(item).answer.weight().sum(), {})',
      items: all,
    },
    { expression: '%one + %two', items: [1, 2] },
  ])('$expression adds items $items', ({ expression, items: expected }) => {
    const variable = (name: string, linkId: string): Extension => ({
      url: 'http://hl7.org/fhir/StructureDefinition/variable',
      valueExpression: {
        name,
        language: 'text/fhirpath',
        expression: `%resource.repeat(item).where(linkId='${linkId}').answer.value.ordinal()`,
      },
    });
    const questionnaire = form(items, total(expression));
    const instrument = compiled({
      ...questionnaire,
      extension: [variable('one', 'a'), variable('two', 'b')],
    });
    expect(instrument.scores[0]?.method).toEqual({ kind: 'sum', items: expected });
  });

  test('a factor makes a weighted sum', () => {
    const expression = '4 * %resource.repeat(item).answer.weight().sum()';
    expect(compiled(form(items, total(expression))).scores[0]).toMatchObject({
      method: { kind: 'weighted', items: [1, 2, 3], factor: 4 },
      range: { min: 0, max: 36 },
    });
  });

  test.for([
    {
      expression: "%resource.item.where(linkId='a').answer.weight().sum()",
      code: 'expression-selects-nothing',
      says: '%resource.repeat(item)',
    },
    {
      expression: "%resource.repeat(item).where(linkId='zz').answer.weight().sum()",
      code: 'score-item-unknown',
      says: 'zz',
    },
    {
      expression:
        "iif(%resource.item.where(linkId='c').answer.exists(), %resource.item.where(linkId='c').answer.weight(), 0)",
      code: 'expression-partial-sum',
      says: 'counts a missing answer as 0',
    },
    {
      expression:
        "(%resource.repeat(item).where(linkId='a').answer.weight() | %resource.item.where(linkId='c').answer.weight()).sum()",
      code: 'expression-unsupported',
      says: 'drops equal numbers',
    },
    {
      expression: "%resource.item.where(type = 'choice').answer.weight().sum()",
      code: 'expression-unsupported',
      says: 'linkId only',
    },
    {
      expression: '%resource.repeat(item).answer.value.sum()',
      code: 'expression-raw-value',
      says: '.answer.weight()',
    },
    {
      expression: '%resource.repeat(item).answer.weight().sum() / 3',
      code: 'expression-unsupported',
      says: 'Only sums are read',
    },
    {
      expression: '%resource.repeat(item).answer.weight().aggregate($total + $this, 0)',
      code: 'expression-unsupported',
      says: 'Only sums are read',
    },
    { expression: '%resource.repeat(item).answer.weight()', code: 'expression-unsupported', says: '.sum()' },
    {
      expression:
        "%resource.item.where(linkId='c').answer.weight() + %resource.item.where(linkId='c').answer.weight()",
      code: 'expression-unsupported',
      says: 'twice',
    },
    {
      expression: 'iif(%age > 17, %resource.repeat(item).answer.weight().sum(), {})',
      code: 'expression-unsupported',
      says: 'condition of iif',
    },
    { expression: '%nobody + 1', code: 'expression-unsupported', says: '%nobody' },
    { expression: 'this is not FHIRPath', code: 'expression-unsupported', says: 'Only sums are read' },
    { expression: `${'('.repeat(5000)}`, code: 'expression-unsupported', says: 'Only sums are read' },
  ])('$expression is refused: $says', ({ expression, code, says }) => {
    expect(faultsOf(form(items, total(expression)))).toEqual([
      {
        code,
        path: "Questionnaire.item('total').calculatedExpression",
        message: expect.stringContaining(says),
      },
    ]);
  });
});

describe('what cannot be scored is said, with its place', () => {
  test.for([
    {
      why: 'some answers without a weight',
      questionnaire: form(
        [
          {
            ...choice('a'),
            answerOption: [
              { valueCoding: { code: 'x' }, extension: [{ url: WEIGHT, valueDecimal: 1 }] },
              { valueCoding: { code: 'y' } },
            ],
          },
        ],
        sum(['a']),
      ),
      code: 'weight-missing',
      path: "Questionnaire.item('a').answerOption",
    },
    {
      why: 'a summed item without any weight',
      questionnaire: form(
        [choice('a'), { linkId: 'b', type: 'choice', answerOption: [{ valueCoding: { code: 'x' } }] }],
        sum(['a', 'b']),
      ),
      code: 'score-item-without-points',
      path: "Questionnaire.item('total')",
    },
    {
      why: 'numbers with other weights',
      questionnaire: form(
        [
          {
            linkId: 'a',
            type: 'integer',
            answerOption: [1, 2, 3].map((n) => ({
              valueInteger: n,
              extension: [{ url: WEIGHT, valueDecimal: n * n }],
            })),
          },
        ],
        sum(['a']),
      ),
      code: 'weights-on-numbers',
      path: "Questionnaire.item('a').answerOption",
    },
    {
      why: 'a value set on a server',
      questionnaire: form(
        [{ linkId: 'a', type: 'choice', answerValueSet: 'http://loinc.org/vs/LL358-3' }, choice('b')],
        sum(['b']),
      ),
      code: 'value-set-not-contained',
      path: "Questionnaire.item('a').answerValueSet",
    },
    {
      why: 'an item that repeats',
      questionnaire: form([{ ...choice('a'), repeats: true }], sum(['a'])),
      code: 'item-repeats',
      path: "Questionnaire.item('a')",
    },
    {
      why: 'the same link id twice',
      questionnaire: form([choice('a'), choice('a')], sum(['a'])),
      code: 'link-id-duplicated',
      path: "Questionnaire.item('a')",
    },
    {
      why: 'a total without a rule',
      questionnaire: form([choice('a')], {
        ...sum(['a']),
        extension: [{ url: EXTRACT, valueBoolean: true }],
      }),
      code: 'score-rule-missing',
      path: "Questionnaire.item('total')",
    },
    {
      why: 'a formula and a method that differ',
      questionnaire: form([choice('a'), choice('b')], {
        ...sum(['a', 'b']),
        extension: [
          ...(sum(['a', 'b']).extension ?? []),
          {
            url: `${OURS}method`,
            extension: [
              { url: 'kind', valueCode: 'sum' },
              { url: 'item', valueString: 'a' },
            ],
          },
        ],
      }),
      code: 'score-rules-differ',
      path: "Questionnaire.item('total')",
    },
    { why: 'no total', questionnaire: form([choice('a')]), code: 'score-none', path: 'Questionnaire.item' },
    {
      why: 'no copyright',
      questionnaire: { ...form([choice('a')], sum(['a'])), copyright: ' ' },
      code: 'element-missing',
      path: 'Questionnaire.copyright',
    },
    {
      why: 'no version',
      questionnaire: { ...form([choice('a')], sum(['a'])), version: undefined },
      code: 'element-missing',
      path: 'Questionnaire.version',
    },
    {
      why: 'another resource',
      questionnaire: { resourceType: 'Patient' },
      code: 'not-a-questionnaire',
      path: 'Questionnaire',
    },
    { why: 'nothing', questionnaire: null, code: 'not-a-questionnaire', path: 'Questionnaire' },
  ])('$why', ({ questionnaire, code, path }) => {
    expect(faultsOf(questionnaire)).toEqual([{ code, path, message: expect.any(String) }]);
  });

  test.for([
    { item: 'x' },
    { item: [null, 3, {}] },
    { item: [{ linkId: 'a', type: 'choice', answerOption: 7 }] },
    { contained: 'x', item: [{ linkId: 'a', type: 'choice', answerValueSet: 4 }] },
  ])('odd JSON %j is a fault, never an exception', (odd) => {
    expect(faultsOf({ ...form([], sum([])), ...odd }).length).toBeGreaterThan(0);
  });
});

describe('our extensions', () => {
  const extended = compiled({
    ...form(
      [
        {
          ...choice('a'),
          extension: [{ url: `${OURS}critical`, extension: [{ url: 'at-least', valueDecimal: 3 }] }],
        },
        {
          ...choice('b'),
          extension: [
            {
              url: `${OURS}skip-rule`,
              extension: [
                {
                  url: 'when',
                  extension: [
                    { url: 'item', valueString: 'a' },
                    { url: 'points', valueDecimal: 0 },
                  ],
                },
                { url: 'counts', valueDecimal: 0 },
              ],
            },
          ],
        },
      ],
      {
        ...sum(['a', 'b']),
        extension: [
          ...(sum(['a', 'b']).extension ?? []),
          {
            url: `${OURS}missing`,
            extension: [
              { url: 'kind', valueCode: 'prorate' },
              { url: 'max-missing', valueInteger: 1 },
              { url: 'rounding', valueCode: 'nearest-integer' },
            ],
          },
          {
            url: `${OURS}band`,
            extension: [
              { url: 'from', valueDecimal: 0 },
              { url: 'to', valueDecimal: 6 },
              { url: 'label', valueString: 'any' },
            ],
          },
          { url: `${OURS}better`, valueCode: 'lower' },
        ],
      },
    ),
    extension: [
      { url: `${OURS}rater`, valueCode: 'clinician' },
      { url: `${OURS}any-version`, valueBoolean: true },
    ],
  });

  test('say who rates, the safety item, the skip rule, the missing rule, bands and direction', () => {
    expect(extended).toMatchObject({
      rater: 'clinician',
      critical: [{ item: 1, atLeast: 3 }],
      items: [{}, { skippedWhen: [{ when: [{ item: 1, points: 0 }], counts: 0 }] }],
      scores: [
        {
          missing: { kind: 'prorate', maxMissing: 1, rounding: 'nearest-integer' },
          bands: [{ from: 0, to: 6, label: 'any' }],
          better: 'lower',
        },
      ],
    });
  });

  test('any-version is the only way to be recognised without a version', () => {
    expect(extended.questionnaires).toEqual([
      'https://clinic.example/Questionnaire/demo|2',
      'https://clinic.example/Questionnaire/demo',
    ]);
  });
});

function compiled(questionnaire: Questionnaire): Instrument {
  const result = compileQuestionnaire(questionnaire);
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.faults));
  return result.instrument;
}

function faultsOf(questionnaire: unknown) {
  const result = compileQuestionnaire(questionnaire);
  return result.kind === 'invalid' ? result.faults : [];
}

function points({ answerLists }: Instrument): readonly number[] {
  return Object.values(answerLists)[0]?.options.map((option) => option.points) ?? [];
}

function form(items: readonly QuestionnaireItem[], ...totals: readonly QuestionnaireItem[]): Questionnaire {
  return {
    resourceType: 'Questionnaire',
    id: 'demo',
    url: 'https://clinic.example/Questionnaire/demo',
    version: '2',
    title: 'Demo',
    status: 'active',
    copyright: 'The clinic',
    item: [...items, ...totals],
  };
}

/** A question with answers worth 0, 1 and 3. */
function choice(linkId: string): QuestionnaireItem {
  return {
    linkId,
    type: 'choice',
    text: `label ${linkId}`,
    answerOption: [0, 1, 3].map((weight) => ({
      valueCoding: { system: 'urn:example:answers', code: `c${weight}`, display: `Answer ${weight}` },
      extension: [{ url: WEIGHT, valueDecimal: weight }],
    })),
  };
}

function group(linkId: string, item: QuestionnaireItem[]): QuestionnaireItem {
  return { linkId, type: 'group', item };
}

function text(linkId: string): QuestionnaireItem {
  return { linkId, type: 'text' };
}

function total(expression: string): QuestionnaireItem {
  return {
    linkId: 'total',
    type: 'decimal',
    readOnly: true,
    code: [{ system: 'http://loinc.org', code: '44261-6' }],
    extension: [
      { url: EXTRACT, valueBoolean: true },
      { url: EXPRESSION, valueExpression: { language: 'text/fhirpath', expression } },
    ],
  };
}

function sum(linkIds: readonly string[]): QuestionnaireItem {
  const listed = linkIds.map((linkId) => `'${linkId}'`).join(' | ');
  return total(`%resource.repeat(item).where(linkId in (${listed})).answer.weight().sum()`);
}

function valueSet(concept: readonly object[] | undefined): object {
  const include = { system: 'urn:example:yes-no', ...(concept === undefined ? {} : { concept }) };
  return { resourceType: 'ValueSet', id: 'set', status: 'active', compose: { include: [include] } };
}

function codeSystem(codes: Readonly<Record<string, number>>, as: 'extension' | 'property'): object {
  return {
    resourceType: 'CodeSystem',
    id: 'codes',
    url: 'urn:example:yes-no',
    status: 'active',
    content: 'complete',
    concept: Object.entries(codes).map(([code, weight]) => ({
      code,
      ...(as === 'extension'
        ? { extension: [{ url: WEIGHT, valueDecimal: weight }] }
        : { property: [{ code: 'itemWeight', valueDecimal: weight }] }),
    })),
  };
}
