import { type Instrument, LOINC } from './instrument.ts';
import { phqFrequency, phqLicence } from './phq-frequency.ts';

const kroenke2003 = {
  cite: 'Kroenke K, Spitzer RL, Williams JBW. Med Care 2003;41:1284',
  confidence: 'literature',
} as const;

/** The first two items of the PHQ-9: a screen, not a severity measure. Higher is worse. */
export const phq2 = {
  id: 'phq-2',
  version: '1.0.0',
  title: 'PHQ-2',
  rater: 'self',
  recall: '2 weeks',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:phq-2', 'http://loinc.org/q/55757-9'],
  panel: '55757-9',
  answerLists: { frequency: phqFrequency },
  items: [
    { label: 'interest', loinc: '44250-9', answers: 'frequency' },
    { label: 'low mood', loinc: '44255-8', answers: 'frequency' },
  ],
  scores: [
    {
      id: 'total',
      label: 'PHQ-2 total',
      code: { system: LOINC, code: '55758-7' },
      method: { kind: 'sum', items: [1, 2] },
      range: { min: 0, max: 6 },
      better: 'lower',
      bands: null,
      missing: { kind: 'complete', source: kroenke2003 },
      source: kroenke2003,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 3,
      authority: 'Kroenke 2003; Arroll 2010',
      population: 'primary care',
      effective: '2026-11-22',
      source: { cite: 'Arroll B et al. Ann Fam Med 2010 (PMC2906530), abstract', confidence: 'verified' },
      dispute: 'From 2 points: more sensitive (86 % against 61 %), less specific (78 % against 92 %).',
    },
  ],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.83, population: 'primary care', source: kroenke2003 },
  ],
  category: 'cognitive-status',
  licence: phqLicence,
  traps: [
    'The panel code 55757-9 is quoted with its LOINC name by independent implementers, but LOINC’s own page was not opened: literature. The total 55758-7 is verified.',
  ],
  sources: [kroenke2003.cite, 'Arroll B et al. 2010 (PMC2906530)'],
} as const satisfies Instrument;
