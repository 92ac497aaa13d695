import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { phq9 } from './phq-9.ts';
import { phqFrequency, phqLicence } from './phq-frequency.ts';

const kroenke2009 = {
  cite: 'Kroenke K et al. J Affect Disord 2009;114:163',
  confidence: 'literature',
} as const;

/** The first eight items of the PHQ-9. It has no self-harm item, so it can raise no alert. Higher is worse. */
export const phq8 = {
  id: 'phq-8',
  version: '1.0.0',
  title: 'PHQ-8',
  rater: 'self',
  recall: '2 weeks',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:phq-8'],
  answerLists: { frequency: phqFrequency, difficulty: phq9.answerLists.difficulty },
  items: [...phq9.items.slice(0, 8), { label: 'difficulty', answers: 'difficulty', optional: true }],
  scores: [
    {
      id: 'total',
      label: 'PHQ-8 total',
      code: { system: SCORE_SYSTEM, code: 'phq-8.total' },
      method: { kind: 'sum', items: [1, 2, 3, 4, 5, 6, 7, 8] },
      range: { min: 0, max: 24 },
      better: 'lower',
      bands: [
        { from: 0, to: 4, label: 'minimal' },
        { from: 5, to: 9, label: 'mild' },
        { from: 10, to: 14, label: 'moderate' },
        { from: 15, to: 19, label: 'moderately severe' },
        { from: 20, to: 24, label: 'severe' },
      ],
      bandsSource: kroenke2009,
      missing: {
        kind: 'complete',
        source: { cite: 'As PHQ-9: complete-case is our default', confidence: 'literature' },
      },
      source: kroenke2009,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 10,
      authority: 'Kroenke 2009',
      population: 'general population',
      effective: '2026-11-22',
      source: kroenke2009,
    },
  ],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.86, population: 'general population', source: kroenke2009 },
  ],
  category: 'cognitive-status',
  licence: phqLicence,
  traps: ['LOINC 69729-2 is the PHQ-SADS panel, not the PHQ-8: no panel or total code is known to us.'],
  sources: [kroenke2009.cite],
} as const satisfies Instrument;
