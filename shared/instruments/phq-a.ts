import { type Instrument, LOINC } from './instrument.ts';
import { phq9 } from './phq-9.ts';
import { phqFrequency, phqLicence } from './phq-frequency.ts';
import { yesNo } from './yes-no.ts';

const johnson2002 = {
  cite: 'Johnson JG et al. J Adolesc Health 2002;30:196',
  confidence: 'literature',
} as const;

/**
 * PHQ-9 modified for teens (11-17), two weeks. Higher is worse. Nine scored items, then four that are not in
 * the total: sad days of the past year, difficulty, and the two suicide questions.
 */
export const phqA = {
  id: 'phq-a',
  version: '1.0.0',
  title: 'PHQ-A',
  rater: 'self',
  recall: '2 weeks',
  questionnaires: [
    'urn:outcomes-pipeline:questionnaire:phq-a',
    'http://loinc.org/q/89206-7',
    'http://loinc.org/vs/89206-7',
    'http://loinc.org/89206-7',
  ],
  panel: '89206-7',
  answerLists: { frequency: phqFrequency, difficulty: phq9.answerLists.difficulty, yesNo },
  items: [
    { label: 'low mood', answers: 'frequency' },
    { label: 'interest', answers: 'frequency' },
    { label: 'sleep', answers: 'frequency' },
    { label: 'appetite', answers: 'frequency' },
    { label: 'energy', answers: 'frequency' },
    { label: 'self-worth', answers: 'frequency' },
    { label: 'concentration', answers: 'frequency' },
    { label: 'movement', answers: 'frequency' },
    { label: 'self-harm thoughts', answers: 'frequency' },
    { label: 'sad year', answers: 'yesNo', optional: true },
    { label: 'difficulty', answers: 'difficulty', optional: true },
    { label: 'month suicide thoughts', answers: 'yesNo', optional: true },
    { label: 'lifetime attempt', answers: 'yesNo', optional: true },
  ],
  scores: [
    {
      id: 'total',
      label: 'PHQ-A total',
      code: { system: LOINC, code: '89204-2' },
      method: { kind: 'sum', items: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
      range: { min: 0, max: 27 },
      better: 'lower',
      bands: [
        { from: 0, to: 4, label: 'minimal' },
        { from: 5, to: 9, label: 'mild' },
        { from: 10, to: 14, label: 'moderate' },
        { from: 15, to: 19, label: 'moderately severe' },
        { from: 20, to: 27, label: 'severe' },
      ],
      bandsSource: { cite: 'As PHQ-9; Johnson 2002', confidence: 'literature' },
      missing: {
        kind: 'complete',
        source: { cite: 'As PHQ-9: complete-case is our default', confidence: 'literature' },
      },
      source: { cite: 'LOINC 89204-2, description: the sum of the first nine', confidence: 'verified' },
    },
  ],
  primary: 'total',
  critical: [
    { item: 9, atLeast: 1, source: johnson2002 },
    { item: 12, atLeast: 1, source: johnson2002 },
    { item: 13, atLeast: 1, source: johnson2002 },
  ],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 11,
      authority: 'Richardson 2010',
      population: 'adolescents, major depression (89.5 % sensitive, 77.5 % specific)',
      effective: '2026-11-22',
      source: { cite: 'Richardson LP et al. Pediatrics 2010;126:1117', confidence: 'literature' },
      dispute: 'New York State collaborative care enrols from 10 points.',
    },
    {
      score: 'total',
      kind: 'screen-positive',
      value: 10,
      authority: 'New York State CoCM',
      population: 'adolescents in collaborative care',
      effective: '2026-11-22',
      source: { cite: 'NYS Collaborative Care Medicaid Program, baseline rule', confidence: 'verified' },
      dispute: 'Richardson 2010 proposes 11.',
    },
  ],
  reliability: [],
  category: 'cognitive-status',
  licence: phqLicence,
  traps: [
    'The LOINC codes of the teen items were not opened: items are known by number under our canonical only. The adult codes are not used, or a PHQ-9 would pass for a PHQ-A.',
    'Items 12 and 13 alert on a Yes whatever the total is; they are printed after the difficulty item.',
    'The order of the nine items is that of the teen form (low mood before interest, appetite before energy): literature, it does not change the sum.',
  ],
  sources: [johnson2002.cite, 'Richardson LP et al. Pediatrics 2010;126:1117', 'LOINC 89206-7, 89204-2'],
} as const satisfies Instrument;
