import { type Instrument, LOINC } from './instrument.ts';
import { phq9 } from './phq-9.ts';
import { phqFrequency, phqLicence } from './phq-frequency.ts';

const spitzer2006 = {
  cite: 'Spitzer RL et al. Arch Intern Med 2006;166:1092',
  confidence: 'literature',
} as const;

/** Generalised anxiety, seven items, two weeks. Higher is worse. */
export const gad7 = {
  id: 'gad-7',
  version: '1.0.0',
  title: 'GAD-7',
  rater: 'self',
  recall: '2 weeks',
  questionnaires: [
    'urn:outcomes-pipeline:questionnaire:gad-7',
    'http://loinc.org/q/69737-5',
    'http://loinc.org/vs/69737-5',
    'http://loinc.org/69737-5',
  ],
  panel: '69737-5',
  answerLists: { frequency: phqFrequency, difficulty: phq9.answerLists.difficulty },
  items: [
    { label: 'nervous', loinc: '69725-0', answers: 'frequency' },
    { label: 'control of worry', loinc: '68509-9', answers: 'frequency' },
    { label: 'worrying', loinc: '69733-4', answers: 'frequency' },
    { label: 'relaxing', loinc: '69734-2', answers: 'frequency' },
    { label: 'restless', loinc: '69735-9', answers: 'frequency' },
    // LOINC names 69689-8 "in last 4 weeks" although the form asks about two.
    { label: 'irritable', loinc: '69689-8', answers: 'frequency' },
    { label: 'afraid', loinc: '69736-7', answers: 'frequency' },
    // Its LOINC code on this form was not verified; by number only, so that it never conjures a PHQ-9.
    { label: 'difficulty', answers: 'difficulty', optional: true },
  ],
  scores: [
    {
      id: 'total',
      label: 'GAD-7 total',
      code: { system: LOINC, code: '70274-6' },
      method: { kind: 'sum', items: [1, 2, 3, 4, 5, 6, 7] },
      range: { min: 0, max: 21 },
      better: 'lower',
      bands: [
        { from: 0, to: 4, label: 'minimal' },
        { from: 5, to: 9, label: 'mild' },
        { from: 10, to: 14, label: 'moderate' },
        { from: 15, to: 21, label: 'severe' },
      ],
      bandsSource: spitzer2006,
      missing: {
        kind: 'complete',
        source: {
          cite: 'No rule of the authors was found; complete-case is our default',
          confidence: 'unverified',
        },
      },
      source: spitzer2006,
    },
  ],
  primary: 'total',
  critical: [],
  derived: [{ instrument: 'gad-2', items: [1, 2] }],
  thresholds: [
    {
      score: 'total',
      kind: 'caseness',
      value: 8,
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
      value: 4,
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
      authority: 'usual convention',
      population: 'people with anxiety',
      effective: '2026-11-22',
      source: { cite: 'Spitzer 2006: below the mild range', confidence: 'literature' },
    },
    {
      score: 'total',
      kind: 'minimal-important-difference',
      value: 4,
      authority: 'Toussaint 2020',
      population: 'psychosomatic care',
      effective: '2026-11-22',
      source: { cite: 'Toussaint A et al. J Affect Disord 2020', confidence: 'literature' },
    },
    {
      score: 'total',
      kind: 'screen-positive',
      value: 10,
      authority: 'Spitzer 2006',
      population: 'primary care',
      effective: '2026-11-22',
      source: spitzer2006,
    },
  ],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.92, population: 'primary care', source: spitzer2006 },
    { score: 'total', kind: 'retest', value: 0.83, population: 'primary care', source: spitzer2006 },
  ],
  category: 'cognitive-status',
  licence: phqLicence,
  traps: ['69737-5 is the panel; it is often sent where the total 70274-6 is meant.'],
  sources: [spitzer2006.cite, 'Kroenke K et al. Ann Intern Med 2007;146:317', 'LOINC 69737-5, 70274-6'],
} as const satisfies Instrument;
