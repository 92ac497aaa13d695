import { type Instrument, LOINC } from './instrument.ts';
import { numbers } from './points-only.ts';
import { yesNo } from './yes-no.ts';

const skinner1982 = { cite: 'Skinner HA. Addict Behav 1982;7:363', confidence: 'literature' } as const;
const loinc = {
  cite: 'LOINC 82666-9, 82667-7; Argonaut form of the DAST-10',
  confidence: 'verified',
} as const;

/** Drug Abuse Screening Test, ten yes/no items, 12 months. Higher is worse. */
export const dast10 = {
  id: 'dast-10',
  version: '1.0.0',
  title: 'DAST-10',
  rater: 'self',
  recall: '12 months',
  questionnaires: [
    'urn:outcomes-pipeline:questionnaire:dast-10',
    'http://loinc.org/q/82666-9',
    'http://loinc.org/vs/82666-9',
    'http://loinc.org/82666-9',
  ],
  panel: '82666-9',
  answerLists: { yesNo },
  items: [
    { label: 'drug use', loinc: '68525-5', answers: 'yesNo' },
    { label: 'several drugs', loinc: '68526-3', answers: 'yesNo' },
    { label: 'stopping', loinc: '68527-1', answers: 'yesNo' },
    { label: 'blackouts', loinc: '68528-9', answers: 'yesNo' },
    { label: 'guilt', loinc: '68529-7', answers: 'yesNo' },
    { label: 'complaints', loinc: '68530-5', answers: 'yesNo' },
    { label: 'neglect', loinc: '68531-3', answers: 'yesNo' },
    { label: 'illegal acts', loinc: '68532-1', answers: 'yesNo' },
    { label: 'withdrawal', loinc: '68533-9', answers: 'yesNo' },
    { label: 'medical problems', loinc: '68534-7', answers: 'yesNo' },
  ],
  scores: [
    {
      id: 'total',
      label: 'DAST-10 total',
      code: { system: LOINC, code: '82667-7' },
      method: { kind: 'sum', items: numbers(1, 10) },
      range: { min: 0, max: 10 },
      better: 'lower',
      bands: [
        { from: 0, to: 0, label: 'none' },
        { from: 1, to: 2, label: 'low' },
        { from: 3, to: 5, label: 'moderate' },
        { from: 6, to: 8, label: 'substantial' },
        { from: 9, to: 10, label: 'severe' },
      ],
      bandsSource: loinc,
      missing: {
        kind: 'complete',
        source: {
          cite: 'No published rule was found; complete-case is our default',
          confidence: 'unverified',
        },
      },
      needsSetting: 'item-3-wording',
      source: skinner1982,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 3,
      authority: 'DAST-10 guide',
      population: 'further investigation',
      effective: '2026-11-22',
      source: loinc,
    },
  ],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.86,
      population: 'several (0.86 to 0.94; the lower end is recorded)',
      source: skinner1982,
    },
  ],
  unverifiedKeying: [
    {
      setting: 'item-3-wording',
      question: 'Does item 3 of the form in use ask whether the person is able to stop, or unable to?',
      candidate:
        '"unable": the text of LOINC 68527-1, where Yes counts 1. With "able", No counts 1. The widely copied sheet prints "unable" and counts No: it contradicts itself.',
      shape: { kind: 'wording', choices: { able: [3], unable: [] } },
      source: {
        cite: 'Copies of the form disagree; the ordinals of the Argonaut form follow the sheet',
        confidence: 'unverified',
      },
    },
  ],
  category: 'social-history',
  licence: {
    cite: 'H. Skinner; free for non-commercial use. Item text must not be shipped',
    confidence: 'unverified',
  },
  traps: [
    'Ordinals carried by a response for item 3 may follow the self-contradictory sheet; they are compared, never used.',
  ],
  sources: [skinner1982.cite, loinc.cite],
} as const satisfies Instrument;
