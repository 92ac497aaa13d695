import { auditFrequency, auditHeavy, auditQuantity } from './audit-c.ts';
import { ANSWER_SYSTEM, type Instrument, LOINC, type SkipRule } from './instrument.ts';
import { numbers, pointScale } from './points-only.ts';

const babor2001 = {
  cite: 'Babor TF et al. AUDIT: Guidelines for use in primary care, 2nd ed. WHO/MSD/MSB/01.6a, 2001',
  confidence: 'literature',
} as const;

/** The interview skips to items 9 and 10 for whoever never drinks ... */
const neverDrinks = {
  when: [{ item: 1, points: 0 }],
  counts: 0,
  source: babor2001,
} as const satisfies SkipRule;
/** ... and for whoever never drinks more than two drinks in a day (items 2 and 3 sum to 0). */
const neverHeavy = {
  when: [
    { item: 2, points: 0 },
    { item: 3, points: 0 },
  ],
  counts: 0,
  source: babor2001,
} as const satisfies SkipRule;

/** Alcohol Use Disorders Identification Test, ten items, past year. Higher is worse. */
export const audit = {
  id: 'audit',
  version: '1.0.0',
  title: 'AUDIT',
  rater: 'self-or-interviewer',
  recall: 'past year',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:audit'],
  answerLists: {
    frequency: auditFrequency,
    quantity: auditQuantity,
    heavy: auditHeavy,
    occurrence: pointScale(0, 4, babor2001),
    /** Never, but not in the last year, during the last year: 0, 2 and 4 points. */
    everAndRecent: {
      system: ANSWER_SYSTEM,
      options: [{ points: 0 }, { points: 2 }, { points: 4 }],
      source: babor2001,
    },
  },
  items: [
    { label: 'frequency', answers: 'frequency' },
    { label: 'quantity', answers: 'quantity', skippedWhen: [neverDrinks] },
    { label: 'heavy days', answers: 'heavy', skippedWhen: [neverDrinks] },
    { label: 'loss of control', answers: 'occurrence', skippedWhen: [neverDrinks, neverHeavy] },
    { label: 'obligations', answers: 'occurrence', skippedWhen: [neverDrinks, neverHeavy] },
    { label: 'morning drink', answers: 'occurrence', skippedWhen: [neverDrinks, neverHeavy] },
    { label: 'guilt', answers: 'occurrence', skippedWhen: [neverDrinks, neverHeavy] },
    { label: 'memory gaps', answers: 'occurrence', skippedWhen: [neverDrinks, neverHeavy] },
    { label: 'injury', answers: 'everAndRecent' },
    { label: 'concern of others', answers: 'everAndRecent' },
  ],
  scores: [
    {
      id: 'total',
      label: 'AUDIT total',
      code: { system: LOINC, code: '75624-7' },
      method: { kind: 'sum', items: numbers(1, 10) },
      range: { min: 0, max: 40 },
      better: 'lower',
      bands: [
        { from: 0, to: 7, label: 'low risk' },
        { from: 8, to: 15, label: 'hazardous' },
        { from: 16, to: 19, label: 'harmful' },
        { from: 20, to: 40, label: 'possible dependence' },
      ],
      bandsSource: {
        cite: 'Babor 2001: zones I to IV at 0-7, 8-15, 16-19 and 20-40; the labels are our short words',
        confidence: 'literature',
      },
      missing: {
        kind: 'complete',
        source: {
          cite: 'None but the skips of the interview; complete-case is our default',
          confidence: 'unverified',
        },
      },
      source: babor2001,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 8,
      authority: 'WHO',
      population: 'hazardous or harmful use',
      effective: '2026-11-22',
      source: babor2001,
    },
  ],
  reliability: [],
  category: 'social-history',
  licence: { cite: 'World Health Organization; free with acknowledgement', confidence: 'literature' },
  traps: [
    'The panel 72110-0 and the item codes were not verified: items are known by number under our canonical. A response with LOINC items only yields the AUDIT-C of its first three.',
    'Items 9 and 10 take 0, 2 and 4 points only.',
    'The USAUDIT is another form with other points.',
  ],
  sources: [babor2001.cite, 'LOINC 75624-7'],
} as const satisfies Instrument;
