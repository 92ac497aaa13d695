import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { namedScale, numbers } from './points-only.ts';

const cohen1988 = {
  cite: 'Cohen S, Williamson G. Perceived stress in a probability sample of the United States. 1988',
  confidence: 'literature',
} as const;

/** Perceived Stress Scale, ten items, last month. Higher is worse. */
export const pss10 = {
  id: 'pss-10',
  version: '1.0.0',
  title: 'PSS-10',
  rater: 'self',
  recall: 'last month',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:pss-10'],
  answerLists: {
    frequency: namedScale(0, ['Never', 'Almost never', 'Sometimes', 'Fairly often', 'Very often'], cohen1988),
  },
  items: [
    { label: 'surprise', answers: 'frequency' },
    { label: 'control', answers: 'frequency' },
    { label: 'stress', answers: 'frequency' },
    { label: 'confidence', answers: 'frequency', reversed: true },
    { label: 'going well', answers: 'frequency', reversed: true },
    { label: 'coping', answers: 'frequency' },
    { label: 'irritations', answers: 'frequency', reversed: true },
    { label: 'mastery', answers: 'frequency', reversed: true },
    { label: 'anger', answers: 'frequency' },
    { label: 'overload', answers: 'frequency' },
  ],
  scores: [
    {
      id: 'total',
      label: 'PSS-10 total',
      code: { system: SCORE_SYSTEM, code: 'pss-10.total' },
      method: { kind: 'sum', items: numbers(1, 10) },
      range: { min: 0, max: 40 },
      better: 'lower',
      bands: null, // 0-13, 14-26 and 27-40 circulate without a published basis
      missing: {
        kind: 'complete',
        source: {
          cite: 'No official rule was found; complete-case is our default',
          confidence: 'unverified',
        },
      },
      source: cohen1988,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.78,
      population: 'United States (0.78 to 0.91; the lower end is recorded)',
      source: cohen1988,
    },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'S. Cohen: free for non-profit research and education; commercial use needs permission',
    confidence: 'literature',
  },
  traps: [
    'Items 4, 5, 7 and 8 are reversed. The PSS-4 reverses its items 2 and 3: another form.',
    '0-13, 14-26 and 27-40 circulate as bands without a published basis.',
  ],
  sources: [cohen1988.cite],
} as const satisfies Instrument;
