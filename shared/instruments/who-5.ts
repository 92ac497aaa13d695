import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { namedScale, numbers } from './points-only.ts';

const who2024 = { cite: 'WHO/UCN/MSD/MHE/2024.01', confidence: 'verified' } as const;
const topp2015 = {
  cite: 'Topp CW et al. Psychother Psychosom 2015;84:167',
  confidence: 'literature',
} as const;
const complete = { kind: 'complete', source: topp2015 } as const;

/** WHO-5 Well-Being Index, five items, two weeks. Higher is better. The total is the percentage; `raw` is a quarter of it. */
export const who5 = {
  id: 'who-5',
  version: '1.0.0',
  title: 'WHO-5',
  area: 'well-being',
  rater: 'self',
  recall: '2 weeks',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:who-5'],
  answerLists: {
    frequency: namedScale(
      0,
      [
        'At no time',
        'Some of the time',
        'Less than half of the time',
        'More than half of the time',
        'Most of the time',
        'All of the time',
      ],
      who2024,
    ),
  },
  items: [
    { label: 'spirits', answers: 'frequency' },
    { label: 'calm', answers: 'frequency' },
    { label: 'vigour', answers: 'frequency' },
    { label: 'rest', answers: 'frequency' },
    { label: 'interest', answers: 'frequency' },
  ],
  scores: [
    {
      id: 'total',
      label: 'WHO-5 percentage',
      code: { system: SCORE_SYSTEM, code: 'who-5.total' },
      method: { kind: 'weighted', items: numbers(1, 5), factor: 4 },
      range: { min: 0, max: 100 },
      better: 'higher',
      bands: null,
      missing: complete,
      source: topp2015,
    },
    {
      id: 'raw',
      label: 'WHO-5 raw sum',
      code: { system: SCORE_SYSTEM, code: 'who-5.raw' },
      method: { kind: 'sum', items: numbers(1, 5) },
      range: { min: 0, max: 25 },
      better: 'higher',
      bands: null,
      missing: complete,
      source: topp2015,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 50,
      authority: 'Topp 2015',
      population: 'poor well-being: screen for depression (raw below 13; also any item of 0 or 1)',
      effective: '2026-11-22',
      source: topp2015,
    },
    {
      score: 'total',
      kind: 'caseness',
      value: 28,
      authority: 'Topp 2015',
      population: 'likely depression',
      effective: '2026-11-22',
      source: topp2015,
    },
    {
      score: 'total',
      kind: 'minimal-important-difference',
      value: 10,
      authority: 'Topp 2015',
      population: 'percentage points',
      effective: '2026-11-22',
      source: topp2015,
    },
  ],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.82,
      population: 'several (0.82 to 0.95; the lower end is recorded)',
      source: topp2015,
    },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'WHO 2024: CC BY-NC-SA 3.0 IGO, non-commercial and share-alike: item text must not be shipped',
    confidence: 'verified',
  },
  traps: [
    'A raw 0-25 and a percentage 0-100 look alike: they have different codes here.',
    'SNOMED CT 1144665009 is used for it in Denmark; whether for the raw sum or the percentage was not verified, so it is not matched.',
  ],
  sources: [topp2015.cite, who2024.cite],
} as const satisfies Instrument;
