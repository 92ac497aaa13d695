import { type Instrument, SCORE_SYSTEM, type SkipRule } from './instrument.ts';
import { namedScale, numbers } from './points-only.ts';

const kessler2002 = { cite: 'Kessler RC et al. Psychol Med 2002;32:959', confidence: 'literature' } as const;
const abs = { cite: 'Australian Bureau of Statistics, 4817.0.55.001', confidence: 'verified' } as const;

/** Item 3 asks how strongly about item 2, item 6 about item 5: skipped after "None of the time", they count 1. */
function followUp(item: number): SkipRule {
  return {
    when: [{ item, points: 1 }],
    counts: 1,
    source: { cite: 'Interview form of the K10', confidence: 'literature' },
  };
}

/** Kessler psychological distress, ten items of 1 to 5, four weeks. Higher is worse. */
export const k10 = {
  id: 'k10',
  version: '1.0.0',
  title: 'K10',
  rater: 'self-or-interviewer',
  recall: '4 weeks or 30 days',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:k10'],
  answerLists: {
    frequency: namedScale(
      1,
      ['None of the time', 'A little of the time', 'Some of the time', 'Most of the time', 'All of the time'],
      abs,
    ),
  },
  items: [
    { label: 'tired', answers: 'frequency' },
    { label: 'nervous', answers: 'frequency' },
    { label: 'very nervous', answers: 'frequency', skippedWhen: [followUp(2)] },
    { label: 'hopeless', answers: 'frequency' },
    { label: 'restless', answers: 'frequency' },
    { label: 'very restless', answers: 'frequency', skippedWhen: [followUp(5)] },
    { label: 'depressed', answers: 'frequency' },
    { label: 'effort', answers: 'frequency' },
    { label: 'sad', answers: 'frequency' },
    { label: 'worthless', answers: 'frequency' },
  ],
  scores: [
    {
      id: 'total',
      label: 'K10 total',
      code: { system: SCORE_SYSTEM, code: 'k10.total' },
      method: { kind: 'sum', items: numbers(1, 10) },
      range: { min: 10, max: 50 },
      better: 'lower',
      bands: [
        { from: 10, to: 15, label: 'low' },
        { from: 16, to: 21, label: 'moderate' },
        { from: 22, to: 29, label: 'high' },
        { from: 30, to: 50, label: 'very high' },
      ],
      bandsSource: abs,
      missing: {
        kind: 'complete',
        source: {
          cite: 'No official rule was found; complete-case is our default',
          confidence: 'unverified',
        },
      },
      source: kessler2002,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 20,
      authority: 'Clinical practice, Australia',
      population: 'likely disorder',
      effective: '2026-11-22',
      source: {
        cite: 'Clinical bands: 10-19 likely well, 20-24 mild, 25-29 moderate, 30-50 severe',
        confidence: 'verified',
      },
      dispute:
        'The bands shown are those of the Australian Bureau of Statistics (10-15, 16-21, 22-29, 30-50).',
    },
  ],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.93, population: 'United States', source: kessler2002 },
  ],
  category: 'cognitive-status',
  licence: { cite: 'R. Kessler / Harvard, free', confidence: 'literature' },
  traps: [
    'US practice scores items 0 to 4 (total 0 to 40), and the 1997 ABS data are reversed: not this form.',
    'The follow-up items 11 to 14 of the K10+ are not part of it: map the form, or leave them out.',
  ],
  sources: [kessler2002.cite, abs.cite],
} as const satisfies Instrument;
