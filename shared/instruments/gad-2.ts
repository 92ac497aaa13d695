import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { phqFrequency, phqLicence } from './phq-frequency.ts';

const kroenke2007 = {
  cite: 'Kroenke K et al. Ann Intern Med 2007;146:317',
  confidence: 'literature',
} as const;

/** The first two items of the GAD-7: a screen. Higher is worse. No LOINC panel or total is known to us. */
export const gad2 = {
  id: 'gad-2',
  version: '1.0.0',
  title: 'GAD-2',
  rater: 'self',
  recall: '2 weeks',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:gad-2'],
  answerLists: { frequency: phqFrequency },
  items: [
    { label: 'nervous', loinc: '69725-0', answers: 'frequency' },
    { label: 'control of worry', loinc: '68509-9', answers: 'frequency' },
  ],
  scores: [
    {
      id: 'total',
      label: 'GAD-2 total',
      code: { system: SCORE_SYSTEM, code: 'gad-2.total' },
      method: { kind: 'sum', items: [1, 2] },
      range: { min: 0, max: 6 },
      better: 'lower',
      bands: null,
      missing: { kind: 'complete', source: kroenke2007 },
      source: kroenke2007,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 3,
      authority: 'Kroenke 2007',
      population: 'primary care',
      effective: '2026-11-22',
      source: kroenke2007,
    },
  ],
  reliability: [],
  category: 'cognitive-status',
  licence: phqLicence,
  sources: [kroenke2007.cite],
} as const satisfies Instrument;
