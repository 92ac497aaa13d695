import { type Instrument, LOINC, SCORE_SYSTEM, type Score } from './instrument.ts';
import { namedScale, numbers } from './points-only.ts';

const weathers2013 = {
  cite: 'Weathers FW et al. The PTSD Checklist for DSM-5. National Center for PTSD 2013',
  confidence: 'verified',
} as const;
const blevins2015 = {
  cite: 'Blevins CA et al. J Trauma Stress 2015;28:489',
  confidence: 'literature',
} as const;
const complete = {
  kind: 'complete',
  source: {
    cite: 'No rule of the National Center for PTSD could be opened; complete-case is our default',
    confidence: 'unverified',
  },
} as const;

/** DSM-5 clusters, by item number. */
const clusters = {
  b: { label: 'intrusion', items: numbers(1, 5), needed: 1 },
  c: { label: 'avoidance', items: numbers(6, 7), needed: 1 },
  d: { label: 'cognition and mood', items: numbers(8, 14), needed: 2 },
  e: { label: 'arousal and reactivity', items: numbers(15, 20), needed: 2 },
} as const;
type Cluster = keyof typeof clusters;

/** A symptom counts from 2 points, "moderately". */
const THRESHOLD = 2;

function clusterScores(cluster: Cluster): readonly Score[] {
  const { label, items } = clusters[cluster];
  const name = cluster.toUpperCase();
  return [
    {
      id: `cluster-${cluster}`,
      label: `PCL-5 cluster ${name} (${label})`,
      code: { system: SCORE_SYSTEM, code: `pcl-5.cluster-${cluster}` },
      method: { kind: 'sum', items },
      range: { min: 0, max: 4 * items.length },
      better: 'lower',
      bands: null,
      missing: complete,
      source: weathers2013,
    },
    {
      id: `cluster-${cluster}-count`,
      label: `PCL-5 cluster ${name} symptoms at threshold`,
      code: { system: SCORE_SYSTEM, code: `pcl-5.cluster-${cluster}-count` },
      method: { kind: 'count-at-least', items, threshold: THRESHOLD },
      range: { min: 0, max: items.length },
      better: null,
      bands: null,
      missing: complete,
      source: weathers2013,
    },
  ];
}

/** PTSD Checklist for DSM-5, twenty items, past month. Higher is worse. */
export const pcl5 = {
  id: 'pcl-5',
  version: '1.0.0',
  title: 'PCL-5',
  rater: 'self',
  recall: 'past month (a weekly version exists)',
  questionnaires: [
    'urn:outcomes-pipeline:questionnaire:pcl-5',
    'http://loinc.org/q/101697-1',
    'http://loinc.org/vs/101697-1',
    'http://loinc.org/101697-1',
  ],
  panel: '101697-1',
  answerLists: {
    degree: namedScale(
      0,
      ['Not at all', 'A little bit', 'Moderately', 'Quite a bit', 'Extremely'],
      weathers2013,
    ),
  },
  items: [
    { label: 'memories', answers: 'degree' },
    { label: 'dreams', answers: 'degree' },
    { label: 'reliving', answers: 'degree' },
    { label: 'upset by reminders', answers: 'degree' },
    { label: 'body reactions', answers: 'degree' },
    { label: 'avoiding thoughts', answers: 'degree' },
    { label: 'avoiding reminders', answers: 'degree' },
    { label: 'memory gaps', answers: 'degree' },
    { label: 'negative beliefs', answers: 'degree' },
    { label: 'blame', answers: 'degree' },
    { label: 'negative feelings', answers: 'degree' },
    { label: 'lost interest', answers: 'degree' },
    { label: 'distance', answers: 'degree' },
    { label: 'numbness', answers: 'degree' },
    { label: 'anger', answers: 'degree' },
    { label: 'risk-taking', answers: 'degree' },
    { label: 'watchfulness', answers: 'degree' },
    { label: 'startle', answers: 'degree' },
    { label: 'concentration', answers: 'degree' },
    { label: 'sleep', answers: 'degree' },
  ],
  scores: [
    {
      id: 'total',
      label: 'PCL-5 total',
      code: { system: LOINC, code: '101698-9' },
      method: { kind: 'sum', items: numbers(1, 20) },
      range: { min: 0, max: 80 },
      better: 'lower',
      bands: null, // the National Center for PTSD says that no severity ranges are empirically derived
      missing: complete,
      source: weathers2013,
    },
    ...clusterScores('b'),
    ...clusterScores('c'),
    ...clusterScores('d'),
    ...clusterScores('e'),
    {
      id: 'provisional-diagnosis',
      label: 'PCL-5 provisional PTSD diagnosis rule',
      code: { system: SCORE_SYSTEM, code: 'pcl-5.provisional-diagnosis' },
      method: {
        kind: 'criteria',
        clauses: (['b', 'c', 'd', 'e'] as const).map((cluster) => ({
          label: cluster.toUpperCase(),
          items: clusters[cluster].items,
          threshold: THRESHOLD,
          atLeast: clusters[cluster].needed,
        })),
      },
      range: { min: 0, max: 1 },
      better: null,
      bands: null,
      missing: complete,
      source: weathers2013,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'screen-positive',
      value: 33,
      authority: 'National Center for PTSD',
      population: 'probable PTSD, veterans and civilians',
      effective: '2026-11-22',
      source: {
        cite: 'National Center for PTSD: a cut-point of 31 to 33; 33 is our choice',
        confidence: 'verified',
      },
      dispute:
        'Any cut of 31 to 33 is defended (Bovin 2016: 31 to 33; Blevins 2015: 31). NHS caseness is 32.',
    },
    {
      score: 'total',
      kind: 'caseness',
      value: 32,
      authority: 'NHS Talking Therapies',
      population: 'adults in talking therapy, England',
      effective: '2026-11-22',
      source: { cite: 'NHS Talking Therapies Manual, appendix', confidence: 'literature' },
      dispute: 'The National Center for PTSD says 31 to 33; Marx 2022 calls 28 or less recovered.',
    },
    {
      score: 'total',
      kind: 'reliable-change',
      value: 10,
      authority: 'NHS Talking Therapies',
      population: 'adults in talking therapy, England',
      effective: '2026-11-22',
      source: { cite: 'NHS Talking Therapies Manual, appendix', confidence: 'literature' },
      dispute: 'Marx 2022 finds 15 to 18 in veterans; 5 was carried over from the DSM-IV PCL.',
    },
    {
      score: 'total',
      kind: 'reliable-change',
      value: 5,
      authority: 'National Center for PTSD',
      population: 'carried over from the DSM-IV PCL',
      effective: '2026-11-22',
      source: { cite: 'National Center for PTSD, PCL-5 page', confidence: 'verified' },
      dispute: 'Not derived from the PCL-5; Marx 2022 finds 15 to 18.',
    },
    {
      score: 'total',
      kind: 'reliable-change',
      value: 15,
      authority: 'Marx 2022',
      population: 'veterans (15 to 18 by method; the lower end is recorded)',
      effective: '2026-11-22',
      source: { cite: 'Marx BP et al. Psychol Assess 2022;34:197', confidence: 'literature' },
      dispute: 'NHS Talking Therapies uses 10.',
    },
    {
      score: 'total',
      kind: 'minimal-important-difference',
      value: 10,
      authority: 'National Center for PTSD',
      population: 'people with PTSD',
      effective: '2026-11-22',
      source: { cite: 'National Center for PTSD, PCL-5 page', confidence: 'verified' },
      dispute: 'New York State counts an improvement from 12 points.',
    },
  ],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.94, population: 'students with trauma', source: blevins2015 },
    { score: 'total', kind: 'retest', value: 0.82, population: 'students with trauma', source: blevins2015 },
  ],
  category: 'cognitive-status',
  licence: { cite: 'Work of the US government (VA), not copyrighted', confidence: 'verified' },
  traps: [
    'LOINC 70221-7 is the PCL-C of DSM-IV (17 items scored 1 to 5): not comparable.',
    'No LOINC answer codes or item codes were verified: items are known by number, answers by points or name.',
    'The weekly and the monthly version are not the same measure.',
  ],
  sources: [
    weathers2013.cite,
    blevins2015.cite,
    'Bovin MJ et al. Psychol Assess 2016;28:1379',
    'Marx BP et al. Psychol Assess 2022;34:197',
    'LOINC 101697-1, 101698-9',
  ],
} as const satisfies Instrument;
