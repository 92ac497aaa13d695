import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { numbers, pointScale } from './points-only.ts';

const vilsaint2017 = {
  cite: 'Vilsaint CL et al. Drug Alcohol Depend 2017;177:71; PhenX 590502',
  confidence: 'verified',
} as const;

/** Brief Assessment of Recovery Capital, ten items of 1 to 6. Higher is better. */
export const barc10 = {
  id: 'barc-10',
  version: '1.0.0',
  title: 'BARC-10',
  area: 'recovery',
  rater: 'self',
  recall: 'today',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:barc-10'],
  answerLists: { agreement: pointScale(1, 6, vilsaint2017) },
  items: [
    { label: 'priorities', answers: 'agreement' },
    { label: 'contentment', answers: 'agreement' },
    { label: 'energy', answers: 'agreement' },
    { label: 'community', answers: 'agreement' },
    { label: 'support', answers: 'agreement' },
    { label: 'fulfilment', answers: 'agreement' },
    { label: 'housing', answers: 'agreement' },
    { label: 'responsibility', answers: 'agreement' },
    { label: 'professionals', answers: 'agreement' },
    { label: 'progress', answers: 'agreement' },
  ],
  scores: [
    {
      id: 'total',
      label: 'BARC-10 total',
      code: { system: SCORE_SYSTEM, code: 'barc-10.total' },
      method: { kind: 'sum', items: numbers(1, 10) },
      range: { min: 10, max: 60 },
      better: 'higher',
      bands: null,
      missing: {
        kind: 'complete',
        source: {
          cite: 'No published rule was found; complete-case is our default',
          confidence: 'unverified',
        },
      },
      source: vilsaint2017,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'remission',
      value: 47,
      authority: 'Vilsaint 2017',
      population: 'predicts sustained remission (a year or more) from alcohol and drug problems',
      effective: '2026-11-22',
      source: vilsaint2017,
    },
  ],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.9, population: 'people in recovery', source: vilsaint2017 },
  ],
  category: 'cognitive-status',
  licence: { cite: 'Freely available, no permission (PhenX 590502)', confidence: 'verified' },
  traps: [
    'One vendor page says 0 to 6 per item: wrong, it is 1 to 6.',
    '10-29, 30-44 and 45-60 are a vendor’s own guideline, not published bands.',
  ],
  sources: [vilsaint2017.cite],
} as const satisfies Instrument;
