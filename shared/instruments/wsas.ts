import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { numbers, pointScale } from './points-only.ts';

const mundt2002 = { cite: 'Mundt JC et al. Br J Psychiatry 2002;180:461', confidence: 'literature' } as const;

/** Work and Social Adjustment Scale, five items of 0 to 8. Higher is worse. */
export const wsas = {
  id: 'wsas',
  version: '1.0.0',
  title: 'WSAS',
  area: 'functioning',
  rater: 'self',
  recall: 'now',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:wsas'],
  answerLists: { impairment: pointScale(0, 8, mundt2002) },
  items: [
    { label: 'work', answers: 'impairment' },
    { label: 'home', answers: 'impairment' },
    { label: 'social leisure', answers: 'impairment' },
    { label: 'private leisure', answers: 'impairment' },
    { label: 'relationships', answers: 'impairment' },
  ],
  scores: [
    {
      id: 'total',
      label: 'WSAS total',
      code: { system: SCORE_SYSTEM, code: 'wsas.total' },
      method: { kind: 'sum', items: numbers(1, 5) },
      range: { min: 0, max: 40 },
      better: 'lower',
      bands: [
        { from: 0, to: 9, label: 'subclinical' },
        { from: 10, to: 20, label: 'significant' },
        { from: 21, to: 40, label: 'moderately severe or worse' },
      ],
      bandsSource: mundt2002,
      missing: {
        kind: 'complete',
        source: {
          cite: 'Complete-case is our default. That a work item which does not apply is replaced by the mean of the other four is unverified: a program setting',
          confidence: 'unverified',
        },
      },
      source: mundt2002,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'caseness',
      value: 10,
      authority: 'Mundt 2002',
      population: 'functional impairment',
      effective: '2026-11-22',
      source: mundt2002,
    },
    {
      score: 'total',
      kind: 'reliable-change',
      value: 8,
      authority: 'Zahra 2014',
      population: 'talking therapy, England',
      effective: '2026-11-22',
      source: { cite: 'Zahra D et al. 2014', confidence: 'literature' },
    },
  ],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.7,
      population: 'depression and OCD (0.70 to 0.94; the lower end is recorded)',
      source: mundt2002,
    },
    { score: 'total', kind: 'retest', value: 0.73, population: 'depression and OCD', source: mundt2002 },
  ],
  category: 'functional-status',
  licence: { cite: 'I. Marks; free with acknowledgement', confidence: 'literature' },
  traps: [
    'Item 1 may not apply (retired, not working by choice). It then has no answer and the form is incomplete, unless the program accepts one missing item.',
    'It is never part of a recovery rate.',
  ],
  sources: [mundt2002.cite, 'Zahra D et al. 2014'],
} as const satisfies Instrument;
