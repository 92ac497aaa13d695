import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { namedScale, numbers } from './points-only.ts';

const barkham2013 = {
  cite: 'Barkham M et al. Couns Psychother Res 2013;13:3',
  confidence: 'literature',
} as const;
const coreTrust = { cite: 'CORE System Trust, scoring note', confidence: 'verified' } as const;

/** Clinical Outcomes in Routine Evaluation, ten items, past week. Higher is worse. */
export const core10 = {
  id: 'core-10',
  version: '1.0.0',
  title: 'CORE-10',
  rater: 'self',
  recall: 'past week',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:core-10'],
  answerLists: {
    frequency: namedScale(
      0,
      ['Not at all', 'Only occasionally', 'Sometimes', 'Often', 'Most or all the time'],
      barkham2013,
    ),
  },
  items: [
    { label: 'tension', answers: 'frequency' },
    { label: 'support', answers: 'frequency', reversed: true },
    { label: 'coping', answers: 'frequency', reversed: true },
    { label: 'contact', answers: 'frequency' },
    { label: 'panic', answers: 'frequency' },
    { label: 'plans to die', answers: 'frequency' },
    { label: 'sleep', answers: 'frequency' },
    { label: 'despair', answers: 'frequency' },
    { label: 'unhappiness', answers: 'frequency' },
    { label: 'unwanted images', answers: 'frequency' },
  ],
  scores: [
    {
      id: 'total',
      label: 'CORE-10 clinical score',
      code: { system: SCORE_SYSTEM, code: 'core-10.total' },
      method: { kind: 'sum', items: numbers(1, 10) },
      range: { min: 0, max: 40 },
      better: 'lower',
      bands: [
        { from: 0, to: 5, label: 'healthy' },
        { from: 6, to: 10, label: 'low' },
        { from: 11, to: 14, label: 'mild' },
        { from: 15, to: 19, label: 'moderate' },
        { from: 20, to: 24, label: 'moderate-to-severe' },
        { from: 25, to: 40, label: 'severe' },
      ],
      bandsSource: {
        cite: 'CORE System Trust from 11 up; the split of 0-10 is literature',
        confidence: 'literature',
      },
      // The clinical score is the mean of the answered items times ten: not rounded.
      missing: { kind: 'prorate', maxMissing: 1, rounding: 'none', source: coreTrust },
      source: barkham2013,
    },
  ],
  primary: 'total',
  critical: [{ item: 6, atLeast: 1, source: barkham2013 }],
  thresholds: [
    {
      score: 'total',
      kind: 'caseness',
      value: 11,
      authority: 'CORE System Trust',
      population: 'clinical range',
      effective: '2026-11-22',
      source: coreTrust,
    },
    {
      score: 'total',
      kind: 'screen-positive',
      value: 13,
      authority: 'Barkham 2013',
      population: 'depression',
      effective: '2026-11-22',
      source: barkham2013,
    },
    {
      score: 'total',
      kind: 'reliable-change',
      value: 6,
      authority: 'Barkham 2013',
      population: 'primary-care counselling',
      effective: '2026-11-22',
      source: barkham2013,
    },
  ],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.9,
      population: 'primary-care counselling',
      source: barkham2013,
    },
  ],
  category: 'cognitive-status',
  licence: { cite: 'CORE System Trust, CC BY-ND: unchanged reproduction only', confidence: 'literature' },
  traps: ['Items 2 and 3 (support, coping) are reversed; one third-party page says 3 and 4: check the form.'],
  sources: [barkham2013.cite, coreTrust.cite],
} as const satisfies Instrument;
