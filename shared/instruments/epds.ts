import { type Instrument, SCORE_SYSTEM } from './instrument.ts';
import { numbers, pointScale } from './points-only.ts';

const cox1987 = { cite: 'Cox JL et al. Br J Psychiatry 1987;150:782', confidence: 'literature' } as const;

/**
 * Edinburgh Postnatal Depression Scale, ten items, seven days. Higher is worse.
 *
 * Each item has four options of its own, worth 0 to 3. They are printed from 0 to 3 in items 1, 2 and 4 and
 * from 3 to 0 in the others, so a position says nothing: a number is always the points of the chosen option,
 * and nothing is reversed here.
 */
export const epds = {
  id: 'epds',
  version: '1.0.0',
  title: 'EPDS',
  rater: 'self',
  recall: '7 days',
  questionnaires: [
    'urn:outcomes-pipeline:questionnaire:epds',
    'http://loinc.org/q/71354-5',
    'http://loinc.org/vs/71354-5',
    'http://loinc.org/71354-5',
  ],
  panel: '71354-5',
  answerLists: { optionPoints: pointScale(0, 3, cox1987) },
  items: [
    { label: 'laughter', answers: 'optionPoints' },
    { label: 'anticipation', answers: 'optionPoints' },
    { label: 'self-blame', answers: 'optionPoints' },
    { label: 'anxiety', answers: 'optionPoints' },
    { label: 'panic', answers: 'optionPoints' },
    { label: 'coping', answers: 'optionPoints' },
    { label: 'sleep', answers: 'optionPoints' },
    { label: 'sadness', answers: 'optionPoints' },
    { label: 'crying', answers: 'optionPoints' },
    { label: 'self-harm', answers: 'optionPoints' },
  ],
  scores: [
    {
      id: 'total',
      label: 'EPDS total',
      code: { system: SCORE_SYSTEM, code: 'epds.total' },
      // 71354-5 is a panel that eCQMs and many apps send as the total; 99046-5 is sent by implementers.
      reportedAs: ['99046-5', '71354-5'],
      method: { kind: 'sum', items: numbers(1, 10) },
      range: { min: 0, max: 30 },
      better: 'lower',
      bands: [
        { from: 0, to: 9, label: 'low' },
        { from: 10, to: 12, label: 'possible' },
        { from: 13, to: 30, label: 'probable' },
      ],
      bandsSource: { cite: 'A secondary page; Cox 1987', confidence: 'verified' },
      missing: {
        kind: 'complete',
        source: {
          cite: 'No published rule was found; complete-case is our default',
          confidence: 'unverified',
        },
      },
      source: cox1987,
    },
  ],
  primary: 'total',
  critical: [{ item: 10, atLeast: 1, source: cox1987 }],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 10,
      authority: 'secondary page',
      population: 'possible depression',
      effective: '2026-11-22',
      source: { cite: 'A secondary page; Cox 1987', confidence: 'verified' },
      dispute: 'From 13: probable depression.',
    },
    {
      score: 'total',
      kind: 'caseness',
      value: 13,
      authority: 'Cox 1987',
      population: 'probable depression',
      effective: '2026-11-22',
      source: cox1987,
    },
    {
      score: 'total',
      kind: 'reliable-change',
      value: 4,
      authority: 'Matthey 2004',
      population: 'women after birth',
      effective: '2026-11-22',
      source: { cite: 'Matthey S. J Affect Disord 2004;78:269', confidence: 'literature' },
    },
  ],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.87, population: 'women after birth', source: cox1987 },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'Royal College of Psychiatrists: may be reproduced if authors, title and source are quoted',
    confidence: 'verified',
  },
  traps: [
    '71354-5 is the panel, though often sent as the total: both it and 99046-5 (unverified) are read as a reported total and compared, never used.',
    'No LOINC total is verified: the score is written with our own code.',
    'Never score by the position of the option.',
  ],
  sources: [cox1987.cite, 'Matthey S. J Affect Disord 2004;78:269', 'LOINC 71354-5'],
} as const satisfies Instrument;
