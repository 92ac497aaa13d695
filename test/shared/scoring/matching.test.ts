import { describe, expect, test } from 'vitest';
import { responseTo } from '../../builders/questionnaire-response.ts';
import { assess, names, only, times } from './assess.ts';

const items = (id: string, points: readonly (number | null)[]) => responseTo(id, points).item ?? [];
const sheet = (item: readonly object[], overrides: object = {}) => ({
  resourceType: 'QuestionnaireResponse',
  status: 'completed',
  item,
  ...overrides,
});
const outcomes = (resource: object) =>
  assess(resource).map(({ instrument, outcome, total }) => `${instrument.instrument.id} ${outcome} ${total}`);

describe('items alone', () => {
  test('name a PHQ-9, with what derives from it', () => {
    expect(outcomes(sheet(items('phq-9', times(9, 1))))).toEqual([
      'phq-9 scored 9',
      'phq-2 scored 2',
      'phq-8 scored 8',
    ]);
  });

  test('name a PHQ-9 and a GAD-7 in one response', () => {
    const both = sheet([...items('gad-7', times(7, 2)), ...items('phq-9', times(9, 1))]);
    expect(outcomes(both)).toEqual([
      'phq-9 scored 9',
      'phq-2 scored 2',
      'phq-8 scored 8',
      'gad-7 scored 14',
      'gad-2 scored 4',
    ]);
  });

  test('eight items of a PHQ-9 are an incomplete PHQ-9 whose safety item is unknown', () => {
    const found = assess(sheet(items('phq-9', times(8, 1))));
    expect(only(found, 'phq-9')).toMatchObject({
      outcome: 'incomplete',
      total: null,
      critical: [{ state: 'unknown' }],
    });
    expect(only(found, 'phq-8')).toMatchObject({ outcome: 'scored', total: 8, derivedFrom: 'phq-9' });
  });

  test('item 9 on its own is an incomplete PHQ-9 that alerts', () => {
    const [alone] = assess(sheet([{ linkId: '/44260-8', answer: [{ valueInteger: 1 }] }]));
    expect(alone).toMatchObject({ outcome: 'incomplete', critical: [{ state: 'positive' }] });
  });

  test('two are a PHQ-2, four a PHQ-4', () => {
    expect(outcomes(sheet(items('phq-2', [1, 2])))).toEqual(['phq-2 scored 3']);
    expect(outcomes(sheet(items('phq-4', [0, 1, 1, 2])))).toEqual([
      'phq-4 scored 4',
      'gad-2 scored 1',
      'phq-2 scored 3',
    ]);
  });

  test('what two parents would derive is derived once: a PHQ-4 that goes on to PHQ-9 and GAD-7', () => {
    const all = [...items('phq-9', times(9, 1)), ...items('gad-7', times(7, 1))];
    const found = outcomes(sheet(all, { questionnaire: 'urn:outcomes-pipeline:questionnaire:phq-4' }));
    expect(found.toSorted()).toEqual([
      'gad-2 scored 2',
      'gad-7 scored 7',
      'phq-2 scored 2',
      'phq-4 scored 4',
      'phq-8 scored 8',
      'phq-9 scored 9',
    ]);
  });

  test('a difficulty item inside a GAD-7 conjures no PHQ-9', () => {
    const form = responseTo('gad-7', times(7, 1));
    form.item?.push({ linkId: '/69722-7', answer: [{ valueInteger: 1 }] });
    expect(names(assess(form))).toEqual(['gad-7', 'gad-2']);
    expect(names(assess({ ...form, questionnaire: undefined }))).toEqual(['gad-7', 'gad-2']);
  });

  test('are never read from bare numbers of a form that is not ours', () => {
    const numbered = responseTo('pcl-5', times(20, 2)).item ?? [];
    expect(assess(sheet(numbered))).toEqual([]);
    expect(assess(sheet(numbered, { questionnaire: 'https://ehr.example/Questionnaire/7' }))).toEqual([]);
  });

  test('a PHQ-2 form that goes on to the PHQ-9 is both, the shared items counting in each', () => {
    const branching = responseTo('phq-9', times(9, 1), {
      questionnaire: 'urn:outcomes-pipeline:questionnaire:phq-2',
    });
    expect(outcomes(branching)).toEqual(['phq-2 scored 2', 'phq-9 scored 9', 'phq-8 scored 8']);
  });
});

describe('US Core’s AUDIT-C example', () => {
  test('has another question as its first item, so it is not scored', () => {
    const example = responseTo('audit-c', [2, 1, 0], { questionnaire: 'http://loinc.org/q/72109-2' });
    const [, ...others] = example.item ?? [];
    const first = { linkId: '/68517-2', answer: [{ valueInteger: 2 }] };
    const total = { linkId: '/75626-2', answer: [{ valueDecimal: 3 }] };
    const resource = { ...example, item: [first, ...others, total] };
    for (const one of [resource, { ...resource, questionnaire: undefined }]) {
      expect(assess(one)).toMatchObject([
        {
          outcome: 'incomplete',
          total: null,
          issues: [{ code: 'item-missing', linkId: '/68518-0' }],
          reported: { total: 3, agrees: null },
        },
      ]);
    }
  });
});

describe('the questionnaire', () => {
  test('of STU3, an object with a reference, is read as its canonical', () => {
    const stu3 = {
      ...responseTo('core-10', times(10, 0)),
      questionnaire: { reference: 'urn:outcomes-pipeline:questionnaire:core-10' },
    };
    expect(outcomes(stu3)).toEqual(['core-10 scored 8']);
  });

  test('of STU3 may be a reference that a source map names', () => {
    const stu3 = {
      ...responseTo('core-10', times(10, 0)),
      questionnaire: { reference: 'Questionnaire/wellness' },
    };
    const forms = [{ questionnaire: 'Questionnaire/wellness', instrument: 'core-10' }];
    expect(only(assess(stu3, { forms }), 'core-10').total).toBe(8);
  });

  test('with a version it names the same instrument', () => {
    expect(
      outcomes(
        responseTo('isi', times(7, 1), { questionnaire: 'urn:outcomes-pipeline:questionnaire:isi|3' }),
      ),
    ).toEqual(['isi scored 7']);
  });

  test('an item number the instrument does not have may be another version of the form: review', () => {
    const longer = responseTo('pss-10', times(10, 2));
    longer.item?.push({ linkId: '14', answer: [{ valueInteger: 2 }] });
    expect(assess(longer)).toMatchObject([
      { outcome: 'review', total: null, issues: [{ code: 'item-unknown', linkId: '14' }] },
    ]);
  });
});

describe('a source’s own form map', () => {
  const uuid = (n: number) => `6f9619ff-8b86-d011-b42d-00c04fc964f${n}`;
  const answers = Object.fromEntries([0, 1, 2, 3].map((points) => [uuid(points), points]));
  const path = (number: number) => `H1/T1/Q${number}`;
  const paths = Object.fromEntries(times(7, 0).map((_, index) => [path(index + 1), index + 1]));
  const local = (points: readonly number[], more: readonly object[] = []) =>
    sheet(
      [
        ...points.map((value, index) => ({
          linkId: path(index + 1),
          answer: [{ valueCoding: { code: uuid(value) } }],
        })),
        ...more,
      ],
      { questionnaire: 'https://ehr.example/fhir/Questionnaire/anxiety|2' },
    );
  const form = {
    questionnaire: 'https://ehr.example/fhir/Questionnaire/anxiety',
    instrument: 'gad-7',
    answers,
  };

  test.for(['https://ehr.example/fhir/Questionnaire/anxiety', 'Questionnaire/anxiety', 'anxiety', '*'])(
    'reads H1/T1/Q1 paths and UUID answers, named by %s',
    (questionnaire) => {
      const forms = [{ ...form, questionnaire, items: paths }];
      expect(only(assess(local([3, 2, 1, 0, 1, 2, 3]), { forms }), 'gad-7')).toMatchObject({
        outcome: 'scored',
        total: 3 + 2 + 1 + 0 + 1 + 2 + 3,
      });
    },
  );

  test.for([
    { why: 'first', place: 'first', linkId: 'H1/TS', agrees: true },
    { why: 'last', place: 'last', linkId: 'H1/TS', agrees: true },
    { why: 'misspelt, so not recognised', place: 'last', linkId: 'H1/TSS', agrees: null },
  ])('takes a total that comes $why', ({ place, linkId, agrees }) => {
    const forms = [{ ...form, items: { ...paths, 'H1/TS': '70274-6' } }];
    const { item, ...rest } = local(times(7, 1));
    const total = { linkId, answer: [{ valueInteger: 7 }] };
    const ordered = { ...rest, item: place === 'first' ? [total, ...item] : [...item, total] };
    expect(only(assess(ordered, { forms }), 'gad-7')).toMatchObject({ total: 7, reported: { agrees } });
  });

  test('a total that differs is said, and ours stands', () => {
    const forms = [{ ...form, items: { ...paths, 'H1/TS': '70274-6' } }];
    const total = { linkId: 'H1/TS', answer: [{ valueString: '9' }] };
    expect(only(assess(local(times(7, 1), [total]), { forms }), 'gad-7')).toMatchObject({
      total: 7,
      reported: { total: 9, agrees: false },
      issues: [{ code: 'reported-total-differs', linkId: 'H1/TS' }],
    });
  });

  test('one local form may hold two instruments', () => {
    const second = {
      questionnaire: form.questionnaire,
      instrument: 'phq-2',
      items: { 'H2/Q1': 1, 'H2/Q2': 2 },
      answers,
    };
    const more = ['H2/Q1', 'H2/Q2'].map((linkId) => ({
      linkId,
      answer: [{ valueCoding: { code: uuid(2) } }],
    }));
    const found = assess(local(times(7, 1), more), { forms: [{ ...form, items: paths }, second] });
    expect(only(found, 'gad-7').total).toBe(7);
    expect(only(found, 'phq-2').total).toBe(4);
  });

  test('a safety item outside the map is still found by its code', () => {
    const item9 = { linkId: '/44260-8', answer: [{ valueInteger: 2 }] };
    const found = assess(local(times(7, 0), [item9]), { forms: [{ ...form, items: paths }] });
    expect(only(found, 'phq-9')).toMatchObject({ outcome: 'incomplete', critical: [{ state: 'positive' }] });
  });
});
