import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { numbers, pointScale } from './points-only.ts';

const keetharuth2018 = {
  cite: 'Keetharuth AD et al. Br J Psychiatry 2018;212:42',
  confidence: 'literature',
} as const;

/**
 * Recovering Quality of Life, ten items. Higher is better. Answers are the printed frequency, 0 (none of the
 * time) to 4 (most or all of it); negatively worded items are reversed when scoring.
 */
export const reqol10 = {
  id: 'reqol-10',
  version: '1.0.0',
  title: 'ReQoL-10',
  area: 'well-being',
  rater: 'self',
  recall: 'last week',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:reqol-10'],
  answerLists: {
    frequency: pointScale(0, 4, keetharuth2018),
    physical: pointScale(0, 4, { cite: 'Physical-health question, not scored', confidence: 'unverified' }),
  },
  items: [
    { label: 'item 1', answers: 'frequency' },
    { label: 'item 2', answers: 'frequency' },
    { label: 'item 3', answers: 'frequency' },
    { label: 'item 4', answers: 'frequency' },
    { label: 'item 5', answers: 'frequency' },
    { label: 'worth of living', answers: 'frequency' },
    { label: 'item 7', answers: 'frequency' },
    { label: 'item 8', answers: 'frequency' },
    { label: 'item 9', answers: 'frequency' },
    { label: 'item 10', answers: 'frequency' },
    { label: 'physical health', answers: 'physical', optional: true },
  ],
  scores: [
    {
      id: 'total',
      label: 'ReQoL-10 total',
      code: { system: SCORE_SYSTEM, code: 'reqol-10.total' },
      method: { kind: 'sum', items: numbers(1, 10) },
      range: { min: 0, max: 40 },
      better: 'higher',
      bands: null,
      missing: {
        kind: 'complete',
        source: {
          cite: 'The manual could not be read (one of ten is usually allowed); complete-case is our default',
          confidence: 'unverified',
        },
      },
      needsSetting: 'reversed-items',
      source: keetharuth2018,
    },
  ],
  primary: 'total',
  critical: [{ item: 6, atLeast: 1, source: keetharuth2018 }],
  thresholds: [
    {
      score: 'total',
      kind: 'caseness',
      value: 24,
      authority: 'Keetharuth 2018',
      population: 'clinical range (general population from 25)',
      effective: '2026-11-22',
      source: keetharuth2018,
    },
    {
      score: 'total',
      kind: 'reliable-change',
      value: 5,
      authority: 'Keetharuth 2018',
      population: 'mental-health services, England',
      effective: '2026-11-22',
      source: keetharuth2018,
    },
    {
      score: 'total',
      kind: 'minimal-important-difference',
      value: 5,
      authority: 'Keetharuth 2018',
      population: 'mental-health services, England',
      effective: '2026-11-22',
      source: keetharuth2018,
    },
  ],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.92,
      population: 'mental-health services',
      source: keetharuth2018,
    },
    {
      score: 'total',
      kind: 'retest',
      value: 0.85,
      population: 'mental-health services',
      source: keetharuth2018,
    },
  ],
  unverifiedKeying: [
    {
      setting: 'reversed-items',
      question:
        'Which items are negatively worded, so that their printed frequency counts the other way round?',
      candidate: '[1, 3, 6, 9] (literature; the manual could not be read).',
      shape: { kind: 'reversed-items', must: [6] },
      source: { cite: 'Keetharuth 2018, from memory', confidence: 'unverified' },
    },
  ],
  category: 'functional-status',
  licence: {
    cite: 'Oxford University Innovation licence; item text must not be shipped',
    confidence: 'literature',
  },
  traps: [
    'Item 6 alerts on any frequency above none, on the printed scale (0 is none). A form that sends it already reversed would invert the alert: map its answers under "forms" of the source.',
    'The physical-health question (item 11) is not in the total.',
  ],
  sources: [keetharuth2018.cite],
} as const satisfies Instrument;
