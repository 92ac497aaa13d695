import { type Instrument, LOINC } from './instrument.ts';
import { phqFrequency, phqLicence } from './phq-frequency.ts';

const kroenke2001 = {
  cite: 'Kroenke K, Spitzer RL, Williams JBW. J Gen Intern Med 2001;16:606',
  confidence: 'literature',
} as const;

/** Patient Health Questionnaire, nine items, two weeks. Higher is worse. */
export const phq9 = {
  id: 'phq-9',
  version: '1.0.0',
  title: 'PHQ-9',
  rater: 'self',
  recall: '2 weeks',
  questionnaires: [
    'urn:outcomes-pipeline:questionnaire:phq-9',
    'http://loinc.org/q/44249-1',
    'http://loinc.org/vs/44249-1',
    'http://loinc.org/44249-1',
  ],
  panel: '44249-1',
  answerLists: {
    frequency: phqFrequency,
    difficulty: {
      system: LOINC,
      list: 'LL359-1',
      options: [
        // The order of the codes is not the order of severity: LA6575-0 is Very, LA6574-3 is Extremely.
        { code: 'LA6572-7', points: 0, name: 'Not difficult at all' },
        { code: 'LA6573-5', points: 1, name: 'Somewhat difficult' },
        { code: 'LA6575-0', points: 2, name: 'Very difficult' },
        { code: 'LA6574-3', points: 3, name: 'Extremely difficult' },
      ],
      source: { cite: 'LOINC LL359-1', confidence: 'verified' },
    },
  },
  items: [
    { label: 'interest', loinc: '44250-9', answers: 'frequency' },
    { label: 'low mood', loinc: '44255-8', answers: 'frequency' },
    { label: 'sleep', loinc: '44259-0', answers: 'frequency' },
    { label: 'energy', loinc: '44254-1', answers: 'frequency' },
    { label: 'appetite', loinc: '44251-7', answers: 'frequency' },
    { label: 'self-worth', loinc: '44258-2', answers: 'frequency' },
    { label: 'concentration', loinc: '44252-5', answers: 'frequency' },
    { label: 'movement', loinc: '44253-3', answers: 'frequency' },
    { label: 'self-harm thoughts', loinc: '44260-8', answers: 'frequency' },
    { label: 'difficulty', loinc: '69722-7', aliases: ['44256-6'], answers: 'difficulty', optional: true },
  ],
  scores: [
    {
      id: 'total',
      label: 'PHQ-9 total',
      code: { system: LOINC, code: '44261-6' },
      method: { kind: 'sum', items: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
      range: { min: 0, max: 27 },
      better: 'lower',
      bands: [
        { from: 0, to: 4, label: 'minimal' },
        { from: 5, to: 9, label: 'mild' },
        { from: 10, to: 14, label: 'moderate' },
        { from: 15, to: 19, label: 'moderately severe' },
        { from: 20, to: 27, label: 'severe' },
      ],
      bandsSource: { cite: 'LOINC 44261-6, term description', confidence: 'verified' },
      missing: {
        kind: 'complete',
        source: {
          cite: 'Our default. Allowing two of nine (CMS RAI Manual, section D0300) is a program setting',
          confidence: 'literature',
        },
      },
      source: kroenke2001,
    },
  ],
  primary: 'total',
  critical: [{ item: 9, atLeast: 1, source: kroenke2001 }],
  derived: [
    { instrument: 'phq-2', items: [1, 2] },
    { instrument: 'phq-8', items: [1, 2, 3, 4, 5, 6, 7, 8] },
  ],
  thresholds: [
    {
      score: 'total',
      kind: 'caseness',
      value: 10,
      authority: 'NHS Talking Therapies',
      population: 'adults in talking therapy, England',
      effective: '2026-11-22',
      source: {
        cite: 'NHS Talking Therapies Manual, as quoted in PMC8411661 Table 1',
        confidence: 'verified',
      },
    },
    {
      score: 'total',
      kind: 'reliable-change',
      value: 6,
      authority: 'NHS Talking Therapies',
      population: 'adults in talking therapy, England',
      effective: '2026-11-22',
      source: {
        cite: 'NHS Talking Therapies Manual, as quoted in PMC8411661 Table 1',
        confidence: 'verified',
      },
    },
    {
      score: 'total',
      kind: 'remission',
      value: 5,
      authority: 'HEDIS DRR-E, CMS159',
      population: 'people with depression, United States',
      effective: '2026-11-22',
      source: { cite: 'CMS159 (remission is a total below 5)', confidence: 'verified' },
    },
    {
      score: 'total',
      kind: 'response',
      value: 0.5,
      authority: 'Kroenke & Spitzer',
      population: 'people with depression',
      effective: '2026-11-22',
      source: { cite: 'HEDIS DRR-E: at least 50 % below the index score', confidence: 'verified' },
    },
    {
      score: 'total',
      kind: 'minimal-important-difference',
      value: 5,
      authority: 'Loewe 2004',
      population: 'primary care',
      effective: '2026-11-22',
      source: { cite: 'Loewe B et al. Med Care 2004;42:1194', confidence: 'literature' },
    },
  ],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.89, population: 'primary care', source: kroenke2001 },
    { score: 'total', kind: 'retest', value: 0.84, population: 'primary care, 48 h', source: kroenke2001 },
  ],
  category: 'cognitive-status',
  licence: phqLicence,
  traps: [
    'The PHQ-9 of the CMS Minimum Data Set (panel 54635-8) has other items and answers: it is not this form.',
    'A PHQ-9 that lacks item 9 is an incomplete PHQ-9, not a PHQ-8.',
  ],
  sources: [
    'Kroenke K, Spitzer RL, Williams JBW. J Gen Intern Med 2001;16:606',
    'Kroenke K et al. Gen Hosp Psychiatry 2010;32:345',
    'LOINC 44249-1, 44261-6, LL358-3, LL359-1',
  ],
} as const satisfies Instrument;
