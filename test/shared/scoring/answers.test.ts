import { describe, expect, test } from 'vitest';
import { responseTo } from '../../builders/questionnaire-response.ts';
import { type AssessOptions, assess, codes, only, times } from './assess.ts';

/** A PHQ-9 of 0 whose item 9 has these answers. */
function withItem9(...answers: readonly object[]) {
  const response = responseTo('phq-9', times(8, 0));
  return { ...response, item: [...(response.item ?? []), { linkId: '/44260-8', answer: answers }] };
}
const judged = (resource: object, options: AssessOptions = {}) => only(assess(resource, options), 'phq-9');
const several = { system: 'http://loinc.org', code: 'LA6569-3' };
const ordinal = (url: string, value: number) => [
  { url: `http://hl7.org/fhir/StructureDefinition/${url}`, valueDecimal: value },
];

describe('an answer that means more than one thing is reviewed, and any positive reading alerts', () => {
  test.for([
    { why: 'code and display', answer: { valueCoding: { ...several, display: 'Not at all' } } },
    {
      why: 'code and ordinal',
      answer: { valueCoding: { ...several, extension: ordinal('ordinalValue', 0) } },
    },
    {
      why: 'code and ordinal of STU3',
      answer: { valueCoding: { ...several, extension: ordinal('questionnaire-ordinalValue', 0) } },
    },
    {
      why: 'code and ordinal of v3',
      answer: { valueCoding: { ...several, extension: ordinal('iso21090-CO-value', 3) } },
    },
    {
      why: 'code of zero, positive display',
      answer: { valueCoding: { system: 'http://loinc.org', code: 'LA6568-5', display: 'Nearly every day' } },
    },
    {
      why: 'code of zero, positive ordinal',
      answer: {
        valueCoding: {
          system: 'http://loinc.org',
          code: 'LA6568-5',
          extension: ordinal('iso21090-CO-value', 2),
        },
      },
    },
    { why: 'two values in one answer', answer: { valueCoding: several, valueInteger: 0 } },
  ])('$why contradict each other', ({ answer }) => {
    const assessment = judged(withItem9(answer));
    expect(assessment).toMatchObject({ outcome: 'review', total: null, scores: [] });
    expect(assessment.issues).toMatchObject([{ code: 'answer-contradictory', linkId: '/44260-8' }]);
    expect(assessment.issues[0]?.message).toContain('/44260-8');
    expect(assessment.critical).toMatchObject([{ state: 'positive' }]);
  });

  test.for([
    {
      why: 'with its ordinal',
      answer: { valueCoding: { ...several, extension: ordinal('ordinalValue', 1) } },
    },
    {
      why: 'with its ordinal of v3',
      answer: { valueCoding: { ...several, extension: ordinal('iso21090-CO-value', 1) } },
    },
    { why: 'with a translated display', answer: { valueCoding: { ...several, display: 'Varios días' } } },
    { why: 'without a system', answer: { valueCoding: { code: 'LA6569-3' } } },
    { why: 'by display alone', answer: { valueCoding: { display: ' several  DAYS ' } } },
    { why: 'twice in one answer, alike', answer: { valueCoding: several, valueInteger: 1 } },
  ])('$why it is one point', ({ answer }) => {
    expect(judged(withItem9(answer))).toMatchObject({
      outcome: 'scored',
      total: 1,
      critical: [{ state: 'positive' }],
    });
  });
});

describe('an answer outside the list is reviewed, never a lower sum', () => {
  test.for([
    {
      why: 'an unknown code',
      answer: { valueCoding: { system: 'http://loinc.org', code: 'LA0-0' } },
      code: 'answer-unknown',
      state: 'unknown',
    },
    {
      why: 'a known code of another system',
      answer: { valueCoding: { system: 'http://snomed.info/sct', code: 'LA6569-3' } },
      code: 'answer-unknown',
      state: 'unknown',
    },
    {
      why: 'an unknown text',
      answer: { valueString: 'sometimes' },
      code: 'answer-unknown',
      state: 'unknown',
    },
    { why: 'digits as text', answer: { valueString: '2' }, code: 'answer-unknown', state: 'unknown' },
    { why: 'a quantity', answer: { valueQuantity: { value: 2 } }, code: 'answer-unknown', state: 'unknown' },
    { why: 'a date', answer: { valueDate: '2026-01-01' }, code: 'answer-unknown', state: 'unknown' },
    {
      why: 'an integer too high',
      answer: { valueInteger: 4 },
      code: 'answer-out-of-range',
      state: 'positive',
    },
    {
      why: 'an integer too low',
      answer: { valueInteger: -1 },
      code: 'answer-out-of-range',
      state: 'unknown',
    },
    { why: 'a half point', answer: { valueDecimal: 0.5 }, code: 'answer-out-of-range', state: 'unknown' },
  ])('$why: $code, the safety item is $state', ({ answer, code, state }) => {
    const assessment = judged(withItem9(answer));
    expect(assessment).toMatchObject({
      outcome: 'review',
      total: null,
      issues: [{ code, linkId: '/44260-8' }],
    });
    expect(assessment.critical).toMatchObject([{ state }]);
  });

  test('a source map cannot bring points the list does not have', () => {
    const forms = [
      {
        questionnaire: 'urn:outcomes-pipeline:questionnaire:phq-9',
        instrument: 'phq-9',
        answers: { daily: 9 },
      },
    ];
    expect(judged(withItem9({ valueString: 'daily' }), { forms })).toMatchObject({
      outcome: 'review',
      issues: [{ code: 'answer-out-of-range' }],
    });
  });
});

describe('one answer an item', () => {
  test.for([
    { answers: [{ valueInteger: 0 }, { valueInteger: 2 }], state: 'positive' },
    { answers: [{ valueInteger: 0 }, { valueInteger: 0 }], state: 'unknown' },
  ])('two answers to a single-choice item are reviewed: $state', ({ answers, state }) => {
    expect(judged(withItem9(...answers))).toMatchObject({
      outcome: 'review',
      issues: [{ code: 'answers-multiple', linkId: '/44260-8' }],
      critical: [{ state }],
    });
  });

  /** Item 9 answered a second time. */
  const again = (first: object, second: object) => {
    const response = withItem9(first);
    return judged({ ...response, item: [...response.item, { linkId: '44260-8', answer: [second] }] });
  };

  test('the same item twice with the same answer is accepted', () => {
    expect(again({ valueInteger: 1 }, { valueCoding: several })).toMatchObject({
      outcome: 'scored',
      total: 1,
    });
  });

  test.for([
    {
      why: 'positive first',
      first: { valueInteger: 2 },
      second: { valueInteger: 0 },
      code: 'item-duplicated',
    },
    {
      why: 'positive last',
      first: { valueInteger: 0 },
      second: { valueInteger: 2 },
      code: 'item-duplicated',
    },
    {
      why: 'positive, then unreadable',
      first: { valueInteger: 2 },
      second: { valueString: '?' },
      code: 'answer-unknown',
    },
    {
      why: 'unreadable, then positive',
      first: { valueString: '?' },
      second: { valueInteger: 2 },
      code: 'answer-unknown',
    },
  ])('the same item twice with different answers is reviewed, $why: positive', ({ first, second, code }) => {
    const assessment = again(first, second);
    expect(assessment).toMatchObject({ outcome: 'review', total: null, critical: [{ state: 'positive' }] });
    expect(codes(assessment)).toContain(code);
  });

  test('an answer without a value is no answer', () => {
    expect(judged(withItem9({}))).toMatchObject({
      outcome: 'incomplete',
      critical: [{ state: 'unknown', reason: 'not-asked' }],
    });
  });
});

describe('safety items do not wait for the rest', () => {
  const item9Only = (overrides: object) => ({
    ...responseTo('phq-9', [...times(8, 0).map(() => null), 1]),
    ...overrides,
  });

  test.for([
    { why: 'the rest missing', overrides: {}, outcome: 'incomplete' },
    { why: 'in progress', overrides: { status: 'in-progress' }, outcome: 'ignored' },
    { why: 'stopped', overrides: { status: 'stopped' }, outcome: 'ignored' },
    { why: 'a broken status', overrides: { status: 'done' }, outcome: 'rejected' },
    { why: 'a broken questionnaire', overrides: { questionnaire: 7 }, outcome: 'rejected' },
  ])('$why: $outcome, and item 9 is positive', ({ overrides, outcome }) => {
    expect(judged(item9Only(overrides))).toMatchObject({
      outcome,
      total: null,
      critical: [{ state: 'positive' }],
    });
  });

  test('a broken answer elsewhere rejects the response, and item 9 is still positive', () => {
    const response = responseTo('phq-9', [...times(8, 0), 2]);
    const item = response.item?.map((one, index) => (index === 3 ? { ...one, answer: 'often' } : one));
    expect(judged({ ...response, item })).toMatchObject({
      outcome: 'rejected',
      total: null,
      critical: [{ state: 'positive' }],
    });
  });

  test('a contradiction elsewhere does not hide it either', () => {
    expect(judged(responseTo('phq-9', [7, ...times(7, 0), 3], {}, 'integer'))).toMatchObject({
      outcome: 'review',
      critical: [{ state: 'positive' }],
    });
  });
});
