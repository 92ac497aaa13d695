import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { namedScale, numberedItems, numbers } from './points-only.ts';

const schwarzerFaq = {
  cite: 'Schwarzer R. Everything you wanted to know about the General Self-Efficacy Scale. 2014',
  confidence: 'verified',
} as const;

/** General Self-Efficacy Scale, ten items of 1 to 4. Higher is better. The author rejects categories. */
export const gse = {
  id: 'gse',
  version: '1.0.0',
  title: 'GSE',
  area: 'functioning',
  rater: 'self',
  recall: 'in general',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:gse'],
  answerLists: {
    truth: namedScale(1, ['Not at all true', 'Hardly true', 'Moderately true', 'Exactly true'], schwarzerFaq),
  },
  items: numberedItems(10, 'truth', 'statement'),
  scores: [
    {
      id: 'total',
      label: 'GSE total',
      code: { system: SCORE_SYSTEM, code: 'gse.total' },
      method: { kind: 'sum', items: numbers(1, 10) },
      range: { min: 10, max: 40 },
      better: 'higher',
      bands: null,
      missing: {
        kind: 'prorate',
        maxMissing: 3,
        rounding: 'none',
        source: { cite: 'Schwarzer 2014: scored from 7 of 10 items (SPSS MEAN.7)', confidence: 'verified' },
      },
      source: schwarzerFaq,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.76,
      population: '23 nations (0.76 to 0.90; the lower end is recorded)',
      source: { cite: 'Schwarzer R, Jerusalem M. 1995', confidence: 'literature' },
    },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'The author grants use in studies with attribution; commercial use is unverified',
    confidence: 'verified',
  },
  sources: ['Schwarzer R, Jerusalem M. Generalized Self-Efficacy scale. 1995', schwarzerFaq.cite],
} as const satisfies Instrument;
