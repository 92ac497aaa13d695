import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { numberedItems, numbers } from './points-only.ts';
import { waiFrequency, waiLicence } from './wai-frequency.ts';

const hatcher2020 = {
  cite: 'Hatcher RL, Lindqvist K, Falkenstroem F. Psychother Res 2020;30:997',
  confidence: 'literature',
} as const;

/**
 * Working Alliance Inventory, short revised, as the therapist sees it. Higher is better. Never pooled with
 * WAI-SR: another rater, another trend, another scale (a mean of 1 to 5).
 */
export const waiSrt = {
  id: 'wai-srt',
  version: '1.0.0',
  title: 'WAI-SRT (therapist)',
  area: 'alliance',
  rater: 'therapist',
  recall: 'session',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:wai-srt'],
  answerLists: { frequency: waiFrequency },
  items: [
    ...numberedItems(10, 'frequency'),
    { label: 'item 11', answers: 'frequency', optional: true },
    { label: 'item 12', answers: 'frequency', optional: true },
  ],
  scores: [
    {
      id: 'total',
      label: 'WAI-SRT mean',
      code: { system: SCORE_SYSTEM, code: 'wai-srt.total' },
      method: { kind: 'mean', items: numbers(1, 10) },
      range: { min: 1, max: 5 },
      better: 'higher',
      bands: null,
      missing: {
        kind: 'complete',
        source: {
          cite: 'No published rule was found; complete-case is our default',
          confidence: 'unverified',
        },
      },
      needsSetting: 'items',
      source: hatcher2020,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [],
  unverifiedKeying: [
    {
      setting: 'items',
      question: 'Does the form in use have 10 or 12 items?',
      candidate:
        '10: Hatcher 2020 derived a ten-item therapist form. A twelve-item mirror of the client form also circulates.',
      shape: { kind: 'item-count', choices: [10, 12] },
      source: { cite: 'Neither form could be opened', confidence: 'unverified' },
    },
  ],
  category: 'cognitive-status',
  licence: waiLicence,
  traps: ['Never pool client and therapist ratings.'],
  sources: [hatcher2020.cite],
} as const satisfies Instrument;
