import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { namedScale, numbers } from './points-only.ts';

const smilkstein1978 = { cite: 'Smilkstein G. J Fam Pract 1978;6:1231', confidence: 'literature' } as const;

/** Family APGAR, five items of 0 to 2. Higher is better. Not the neonatal Apgar score, which is also 0 to 10. */
export const familyApgar = {
  id: 'family-apgar',
  version: '1.0.0',
  title: 'Family APGAR',
  area: 'functioning',
  rater: 'self',
  recall: 'now',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:family-apgar'],
  answerLists: {
    frequency: namedScale(0, ['Hardly ever', 'Some of the time', 'Almost always'], smilkstein1978),
  },
  items: [
    { label: 'adaptation', answers: 'frequency' },
    { label: 'partnership', answers: 'frequency' },
    { label: 'growth', answers: 'frequency' },
    { label: 'affection', answers: 'frequency' },
    { label: 'resolve', answers: 'frequency' },
  ],
  scores: [
    {
      id: 'total',
      label: 'Family APGAR total',
      code: { system: SCORE_SYSTEM, code: 'family-apgar.total' },
      method: { kind: 'sum', items: numbers(1, 5) },
      range: { min: 0, max: 10 },
      better: 'higher',
      bands: [
        { from: 0, to: 3, label: 'severely dysfunctional' },
        { from: 4, to: 6, label: 'moderately dysfunctional' },
        { from: 7, to: 10, label: 'highly functional' },
      ],
      bandsSource: smilkstein1978,
      missing: {
        kind: 'complete',
        source: {
          cite: 'No published rule was found; complete-case is our default',
          confidence: 'unverified',
        },
      },
      source: smilkstein1978,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.8,
      population: 'family practice (0.80 to 0.85; the lower end is recorded)',
      source: smilkstein1978,
    },
  ],
  category: 'social-history',
  licence: { cite: 'Unverified; item text must not be shipped', confidence: 'unverified' },
  traps: ['Never match on the word "Apgar": the neonatal score is also 0 to 10.'],
  sources: [smilkstein1978.cite],
} as const satisfies Instrument;
