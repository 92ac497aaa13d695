import { type Instrument, LOINC, SCORE_SYSTEM } from './instrument.ts';
import { phqFrequency, phqLicence } from './phq-frequency.ts';

const kroenke2009 = {
  cite: 'Kroenke K et al. Psychosomatics 2009;50:613',
  confidence: 'literature',
} as const;
const complete = {
  kind: 'complete',
  source: {
    cite: 'No rule of the authors was found; complete-case is our default',
    confidence: 'unverified',
  },
} as const;

/** GAD-2 and PHQ-2 in one form, in that order. Higher is worse. It also yields both as results of their own. */
export const phq4 = {
  id: 'phq-4',
  version: '1.0.0',
  title: 'PHQ-4',
  rater: 'self',
  recall: '2 weeks',
  questionnaires: [
    'urn:outcomes-pipeline:questionnaire:phq-4',
    'http://loinc.org/q/69724-3',
    'http://loinc.org/vs/69724-3',
    'http://loinc.org/69724-3',
  ],
  panel: '69724-3',
  answerLists: { frequency: phqFrequency },
  items: [
    { label: 'nervous', loinc: '69725-0', answers: 'frequency' },
    { label: 'control of worry', loinc: '68509-9', answers: 'frequency' },
    { label: 'interest', loinc: '44250-9', answers: 'frequency' },
    { label: 'low mood', loinc: '44255-8', answers: 'frequency' },
  ],
  scores: [
    {
      id: 'total',
      label: 'PHQ-4 total',
      code: { system: LOINC, code: '70272-0' },
      method: { kind: 'sum', items: [1, 2, 3, 4] },
      range: { min: 0, max: 12 },
      better: 'lower',
      bands: [
        { from: 0, to: 2, label: 'normal' },
        { from: 3, to: 5, label: 'mild' },
        { from: 6, to: 8, label: 'moderate' },
        { from: 9, to: 12, label: 'severe' },
      ],
      bandsSource: kroenke2009,
      missing: complete,
      source: kroenke2009,
    },
    {
      id: 'anxiety',
      label: 'PHQ-4 anxiety (GAD-2)',
      code: { system: SCORE_SYSTEM, code: 'phq-4.anxiety' },
      method: { kind: 'sum', items: [1, 2] },
      range: { min: 0, max: 6 },
      better: 'lower',
      bands: null,
      missing: complete,
      source: kroenke2009,
    },
    {
      id: 'depression',
      label: 'PHQ-4 depression (PHQ-2)',
      code: { system: SCORE_SYSTEM, code: 'phq-4.depression' },
      method: { kind: 'sum', items: [3, 4] },
      range: { min: 0, max: 6 },
      better: 'lower',
      bands: null,
      missing: complete,
      source: kroenke2009,
    },
  ],
  primary: 'total',
  critical: [],
  derived: [
    { instrument: 'gad-2', items: [1, 2] },
    { instrument: 'phq-2', items: [3, 4] },
  ],
  thresholds: [
    {
      score: 'anxiety',
      kind: 'screen-positive',
      value: 3,
      authority: 'Kroenke 2007',
      population: 'primary care',
      effective: '2026-11-22',
      source: { cite: 'Kroenke K et al. Ann Intern Med 2007;146:317', confidence: 'literature' },
    },
    {
      score: 'depression',
      kind: 'screen-positive',
      value: 3,
      authority: 'Kroenke 2003',
      population: 'primary care',
      effective: '2026-11-22',
      source: { cite: 'Kroenke K et al. Med Care 2003;41:1284', confidence: 'literature' },
    },
  ],
  reliability: [],
  category: 'cognitive-status',
  licence: phqLicence,
  traps: ['Read the two sub-scores, not only the total: one high and one low can hide in the middle.'],
  sources: [kroenke2009.cite, 'LOINC 69724-3, 70272-0'],
} as const satisfies Instrument;
