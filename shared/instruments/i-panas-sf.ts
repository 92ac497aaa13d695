import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { numberedItems, pointScale } from './points-only.ts';

const thompson2007 = {
  cite: 'Thompson ER. J Cross Cult Psychol 2007;38:227',
  confidence: 'literature',
} as const;
const complete = {
  kind: 'complete',
  source: { cite: 'No published rule was found; complete-case is our default', confidence: 'unverified' },
} as const;

/** International short form of the PANAS, ten items of 1 to 5: two scores, no total. */
export const iPanasSf = {
  id: 'i-panas-sf',
  version: '1.0.0',
  title: 'I-PANAS-SF',
  rater: 'self',
  recall: 'in general, or as stated in the form',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:i-panas-sf'],
  answerLists: { frequency: pointScale(1, 5, thompson2007) },
  items: numberedItems(10, 'frequency', 'affect'),
  scores: [
    {
      id: 'positive-affect',
      label: 'I-PANAS-SF positive affect',
      code: { system: SCORE_SYSTEM, code: 'i-panas-sf.positive-affect' },
      method: { kind: 'sum', items: [3, 5, 7, 8, 10] },
      range: { min: 5, max: 25 },
      better: 'higher',
      bands: null,
      missing: complete,
      source: thompson2007,
    },
    {
      id: 'negative-affect',
      label: 'I-PANAS-SF negative affect',
      code: { system: SCORE_SYSTEM, code: 'i-panas-sf.negative-affect' },
      method: { kind: 'sum', items: [1, 2, 4, 6, 9] },
      range: { min: 5, max: 25 },
      better: 'lower',
      bands: null,
      missing: complete,
      source: thompson2007,
    },
  ],
  primary: null,
  critical: [],
  thresholds: [],
  reliability: [
    {
      score: 'positive-affect',
      kind: 'alpha',
      value: 0.78,
      population: 'international',
      source: thompson2007,
    },
    {
      score: 'positive-affect',
      kind: 'retest',
      value: 0.84,
      population: 'international',
      source: thompson2007,
    },
    {
      score: 'negative-affect',
      kind: 'alpha',
      value: 0.76,
      population: 'international',
      source: thompson2007,
    },
    {
      score: 'negative-affect',
      kind: 'retest',
      value: 0.84,
      population: 'international',
      source: thompson2007,
    },
  ],
  category: 'cognitive-status',
  licence: { cite: 'Item text must not be shipped', confidence: 'literature' },
  traps: ['Positive and negative affect are never added: there is no total.'],
  sources: [thompson2007.cite],
} as const satisfies Instrument;
