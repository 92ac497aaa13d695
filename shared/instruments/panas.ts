import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { numberedItems, pointScale } from './points-only.ts';

const watson1988 = {
  cite: 'Watson D, Clark LA, Tellegen A. J Pers Soc Psychol 1988;54:1063',
  confidence: 'literature',
} as const;
const complete = {
  kind: 'complete',
  source: { cite: 'No published rule was found; complete-case is our default', confidence: 'unverified' },
} as const;

/** Positive and Negative Affect Schedule, twenty items of 1 to 5: two scores, no total. */
export const panas = {
  id: 'panas',
  version: '1.0.0',
  title: 'PANAS',
  rater: 'self',
  recall: 'as stated in the form',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:panas'],
  answerLists: { degree: pointScale(1, 5, watson1988) },
  items: numberedItems(20, 'degree', 'affect'),
  scores: [
    {
      id: 'positive-affect',
      label: 'PANAS positive affect',
      code: { system: SCORE_SYSTEM, code: 'panas.positive-affect' },
      method: { kind: 'sum', items: [1, 3, 5, 9, 10, 12, 14, 16, 17, 19] },
      range: { min: 10, max: 50 },
      better: 'higher',
      bands: null,
      missing: complete,
      source: watson1988,
    },
    {
      id: 'negative-affect',
      label: 'PANAS negative affect',
      code: { system: SCORE_SYSTEM, code: 'panas.negative-affect' },
      method: { kind: 'sum', items: [2, 4, 6, 7, 8, 11, 13, 15, 18, 20] },
      range: { min: 10, max: 50 },
      better: 'lower',
      bands: null,
      missing: complete,
      source: watson1988,
    },
  ],
  primary: null,
  critical: [],
  thresholds: [],
  reliability: [
    {
      score: 'positive-affect',
      kind: 'alpha',
      value: 0.86,
      population: 'students (0.86 to 0.90 by time frame; the lower end is recorded)',
      source: watson1988,
    },
    {
      score: 'negative-affect',
      kind: 'alpha',
      value: 0.84,
      population: 'students (0.84 to 0.87 by time frame; the lower end is recorded)',
      source: watson1988,
    },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'American Psychological Association; non-commercial research use. Item text must not be shipped',
    confidence: 'literature',
  },
  traps: ['Positive and negative affect are never added: there is no total.'],
  sources: [watson1988.cite],
} as const satisfies Instrument;
