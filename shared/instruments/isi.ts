import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { numbers, pointScale } from './points-only.ts';

const morin2011 = { cite: 'Morin CM et al. Sleep 2011;34:601', confidence: 'literature' } as const;
const published = {
  cite: 'ISI scoring guide, as published in several implementations',
  confidence: 'verified',
} as const;

/** Insomnia Severity Index, seven items of 0 to 4. Higher is worse. */
export const isi = {
  id: 'isi',
  version: '1.0.0',
  title: 'ISI',
  rater: 'self',
  recall: '2 weeks or last month',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:isi'],
  answerLists: { severity: pointScale(0, 4, published) },
  items: [
    { label: 'falling asleep', answers: 'severity' },
    { label: 'staying asleep', answers: 'severity' },
    { label: 'early waking', answers: 'severity' },
    // 0 is very satisfied, 4 very dissatisfied: the direction is already in the anchors.
    { label: 'satisfaction', answers: 'severity' },
    { label: 'noticeability', answers: 'severity' },
    { label: 'worry', answers: 'severity' },
    { label: 'daily functioning', answers: 'severity' },
  ],
  scores: [
    {
      id: 'total',
      label: 'ISI total',
      code: { system: SCORE_SYSTEM, code: 'isi.total' },
      method: { kind: 'sum', items: numbers(1, 7) },
      range: { min: 0, max: 28 },
      better: 'lower',
      bands: [
        { from: 0, to: 7, label: 'none' },
        { from: 8, to: 14, label: 'subthreshold' },
        { from: 15, to: 21, label: 'moderate' },
        { from: 22, to: 28, label: 'severe' },
      ],
      bandsSource: published,
      missing: {
        kind: 'complete',
        source: {
          cite: 'No published rule was found; complete-case is our default',
          confidence: 'unverified',
        },
      },
      source: morin2011,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 11,
      authority: 'Morin 2011',
      population: 'clinical samples',
      effective: '2026-11-22',
      source: morin2011,
      dispute: 'From 10 in community samples; 15 marks moderate insomnia.',
    },
    {
      score: 'total',
      kind: 'screen-positive',
      value: 10,
      authority: 'Morin 2011',
      population: 'community samples',
      effective: '2026-11-22',
      source: morin2011,
    },
    {
      score: 'total',
      kind: 'minimal-important-difference',
      value: 6,
      authority: 'Yang 2009',
      population: 'primary insomnia',
      effective: '2026-11-22',
      source: { cite: 'Yang M et al. Curr Med Res Opin 2009;25:2487', confidence: 'literature' },
      dispute: 'Morin 2011: a fall of 8.4 is a moderate improvement.',
    },
  ],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.9,
      population: 'community and clinical (0.90 to 0.91; the lower end is recorded)',
      source: morin2011,
    },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'C. Morin / Mapi; licence for commercial use. Item text must not be shipped',
    confidence: 'literature',
  },
  traps: ['The first three are printed 1a, 1b and 1c: here they are items 1 to 3.'],
  sources: [morin2011.cite],
} as const satisfies Instrument;
