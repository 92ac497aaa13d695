import { type AnswerList, type Instrument, LOINC, type SkipRule } from './instrument.ts';

const bush1998 = { cite: 'Bush K et al. Arch Intern Med 1998;158:1789', confidence: 'literature' } as const;
const bradley2007 = {
  cite: 'Bradley KA et al. Alcohol Clin Exp Res 2007;31:1208',
  confidence: 'literature',
} as const;

/** Answer lists of the first three AUDIT questions. The same code is worth what its own list says. */
export const auditFrequency = {
  system: LOINC,
  list: 'LL2179-1',
  options: [
    { code: 'LA6270-8', points: 0, name: 'Never' },
    { code: 'LA18926-8', points: 1, name: 'Monthly or less' },
    { code: 'LA18927-6', points: 2, name: '2-4 times a month' },
    { code: 'LA18928-4', points: 3, name: '2-3 times a week' },
    { code: 'LA18929-2', points: 4, name: '4 or more times a week' },
  ],
  source: { cite: 'LOINC LL2179-1', confidence: 'verified' },
} as const satisfies AnswerList;

export const auditQuantity = {
  system: LOINC,
  list: 'LL2180-9',
  options: [
    { code: 'LA15694-5', points: 0, name: '1 or 2' },
    { code: 'LA15695-2', points: 1, name: '3 or 4' },
    { code: 'LA18930-0', points: 2, name: '5 or 6' },
    { code: 'LA18931-8', points: 3, name: '7 to 9' },
    { code: 'LA18932-6', points: 4, name: '10 or more' },
  ],
  source: { cite: 'LOINC LL2180-9', confidence: 'verified' },
} as const satisfies AnswerList;

export const auditHeavy = {
  system: LOINC,
  list: 'LL2181-7',
  options: [
    { code: 'LA6270-8', points: 0, name: 'Never' },
    { code: 'LA18933-4', points: 1, name: 'Less than monthly' },
    { code: 'LA18876-5', points: 2, name: 'Monthly' },
    { code: 'LA18891-4', points: 3, name: 'Weekly' },
    { code: 'LA18934-2', points: 4, name: 'Daily or almost daily' },
  ],
  source: { cite: 'LOINC LL2181-7', confidence: 'verified' },
} as const satisfies AnswerList;

/** Whoever never drinks is not asked how much. */
const neverDrinks = {
  when: [{ item: 1, points: 0 }],
  counts: 0,
  source: {
    cite: 'AUDIT-C practice: after Never in item 1 the others may be skipped',
    confidence: 'literature',
  },
} as const satisfies SkipRule;

/** The three consumption questions of the AUDIT, past year. Higher is worse. */
export const auditC = {
  id: 'audit-c',
  version: '1.0.0',
  title: 'AUDIT-C',
  rater: 'self',
  recall: 'past year',
  questionnaires: [
    'urn:outcomes-pipeline:questionnaire:audit-c',
    'http://loinc.org/q/72109-2',
    'http://loinc.org/vs/72109-2',
    'http://loinc.org/72109-2',
  ],
  panel: '72109-2',
  answerLists: { frequency: auditFrequency, quantity: auditQuantity, heavy: auditHeavy },
  items: [
    { label: 'frequency', loinc: '68518-0', answers: 'frequency' },
    { label: 'quantity', loinc: '68519-8', answers: 'quantity', skippedWhen: [neverDrinks] },
    { label: 'heavy days', loinc: '68520-6', answers: 'heavy', skippedWhen: [neverDrinks] },
  ],
  scores: [
    {
      id: 'total',
      label: 'AUDIT-C total',
      code: { system: LOINC, code: '75626-2' },
      method: { kind: 'sum', items: [1, 2, 3] },
      range: { min: 0, max: 12 },
      better: 'lower',
      bands: null, // the cut-off depends on the patient's sex: see thresholds
      missing: {
        kind: 'complete',
        source: { cite: 'None but the skip after Never', confidence: 'literature' },
      },
      source: bush1998,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 4,
      authority: 'Bradley 2007',
      population: 'men: unhealthy use',
      effective: '2026-11-22',
      source: bradley2007,
      dispute: 'VA offers a brief intervention from 5.',
    },
    {
      score: 'total',
      kind: 'screen-positive',
      value: 3,
      authority: 'Bradley 2007',
      population: 'women: unhealthy use',
      effective: '2026-11-22',
      source: bradley2007,
      dispute: 'VA offers a brief intervention from 5.',
    },
    {
      score: 'total',
      kind: 'screen-positive',
      value: 5,
      authority: 'US Department of Veterans Affairs',
      population: 'either sex: trigger of a brief intervention',
      effective: '2026-11-22',
      source: { cite: 'VA brief-intervention performance measure', confidence: 'literature' },
    },
  ],
  reliability: [],
  category: 'social-history',
  licence: {
    cite: 'World Health Organization; public domain per the note in US Core',
    confidence: 'verified',
  },
  traps: [
    'The example of US Core 9.0.0, and a guide that copied it, send 68517-2 as item 1: another question. Such a response lacks item 1 and is not scored.',
    '76504-0 is the total of the HARK, sent as an AUDIT-C total in one guide.',
    'The USAUDIT scores its items 0 to 6: another scale, other cut-offs.',
    'A band needs the patient’s sex, so none is given.',
  ],
  sources: [bush1998.cite, bradley2007.cite, 'LOINC 72109-2, 75626-2, LL2179-1, LL2180-9, LL2181-7'],
} as const satisfies Instrument;
