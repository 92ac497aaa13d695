import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { pointScale } from './points-only.ts';

const ours = { cite: 'Our own single item; no published instrument', confidence: 'unverified' } as const;

/**
 * Daily mood, one number from 0 (worst) to 10 (best). Higher is better. This is the score of its day; mean,
 * SD, RMSSD and inertia over a window are metrics.
 */
export const moodEma = {
  id: 'mood-ema',
  version: '1.0.0',
  title: 'Daily mood',
  area: 'mood',
  rater: 'self',
  recall: 'today or now',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:mood-ema'],
  answerLists: { mood: pointScale(0, 10, ours) },
  items: [{ label: 'mood', answers: 'mood' }],
  scores: [
    {
      id: 'total',
      label: 'Mood of the day',
      code: { system: SCORE_SYSTEM, code: 'mood-ema.total' },
      method: { kind: 'sum', items: [1] },
      range: { min: 0, max: 10 },
      better: 'higher',
      bands: null,
      missing: { kind: 'complete', source: ours },
      source: ours,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [],
  category: 'cognitive-status',
  licence: { cite: 'None needed: our own item', confidence: 'verified' },
  traps: ['Scales end at 0 and 10, 10 is best: a journal that counts otherwise must be mapped.'],
  sources: [
    'Jahng S, Wood PK, Trull TJ. Psychol Methods 2008;13:354 (for the metrics over a window)',
    'Kuppens P et al. Psychol Sci 2010;21:984',
  ],
} as const satisfies Instrument;
