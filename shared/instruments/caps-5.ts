import { type Instrument, SCORE_SYSTEM, type Score } from './instrument.ts';
import { namedScale, numbers, pointScale } from './points-only.ts';
import { yesNo } from './yes-no.ts';

const weathers2018 = {
  cite: 'Weathers FW et al. Psychol Assess 2018;30:383',
  confidence: 'literature',
} as const;
const vaTraining = {
  cite: 'VA National Center for PTSD, CAPS-5 training pages',
  confidence: 'verified',
} as const;
const complete = {
  kind: 'complete',
  source: { cite: 'No rule was found: an unrated symptom means not scorable', confidence: 'unverified' },
} as const;

/** DSM-5 clusters, by item number. */
const clusters = {
  b: { label: 'intrusion', items: numbers(1, 5), needed: 1 },
  c: { label: 'avoidance', items: numbers(6, 7), needed: 1 },
  d: { label: 'cognition and mood', items: numbers(8, 14), needed: 2 },
  e: { label: 'arousal and reactivity', items: numbers(15, 20), needed: 2 },
} as const;
type Cluster = keyof typeof clusters;

/** A symptom is present from severity 2, "moderate / threshold". */
const PRESENT = 2;

function clusterScores(cluster: Cluster): readonly Score[] {
  const { label, items } = clusters[cluster];
  const name = cluster.toUpperCase();
  return [
    {
      id: `cluster-${cluster}`,
      label: `CAPS-5 cluster ${name} (${label})`,
      code: { system: SCORE_SYSTEM, code: `caps-5.cluster-${cluster}` },
      method: { kind: 'sum', items },
      range: { min: 0, max: 4 * items.length },
      better: 'lower',
      bands: null,
      missing: complete,
      source: vaTraining,
    },
    {
      id: `cluster-${cluster}-count`,
      label: `CAPS-5 cluster ${name} symptoms present`,
      code: { system: SCORE_SYSTEM, code: `caps-5.cluster-${cluster}-count` },
      method: { kind: 'count-at-least', items, threshold: PRESENT },
      range: { min: 0, max: items.length },
      better: null,
      bands: null,
      missing: complete,
      source: vaTraining,
    },
  ];
}

/**
 * Clinician-Administered PTSD Scale for DSM-5, thirty items. Higher is worse. The total is the severity of
 * items 1 to 20 only; 21 to 30 (onset, duration, distress, impairment, global ratings, dissociation) may be
 * absent, and then only the scores that need them are.
 */
export const caps5 = {
  id: 'caps-5',
  version: '1.0.0',
  title: 'CAPS-5',
  rater: 'clinician',
  recall: 'past month, past week or worst month',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:caps-5'],
  answerLists: {
    severity: namedScale(
      0,
      [
        'Absent',
        'Mild/subthreshold',
        'Moderate/threshold',
        'Severe/markedly elevated',
        'Extreme/incapacitating',
      ],
      vaTraining,
    ),
    yesNo,
    rating: pointScale(0, 4, { cite: 'Global ratings, from memory; not scored', confidence: 'unverified' }),
    improvement: pointScale(0, 5, {
      cite: 'Global improvement, from memory; not scored',
      confidence: 'unverified',
    }),
  },
  items: [
    { label: 'memories', answers: 'severity' },
    { label: 'dreams', answers: 'severity' },
    { label: 'reliving', answers: 'severity' },
    { label: 'cued distress', answers: 'severity' },
    { label: 'cued reactions', answers: 'severity' },
    { label: 'avoiding thoughts', answers: 'severity' },
    { label: 'avoiding reminders', answers: 'severity' },
    { label: 'memory gaps', answers: 'severity' },
    { label: 'negative beliefs', answers: 'severity' },
    { label: 'blame', answers: 'severity' },
    { label: 'negative emotion', answers: 'severity' },
    { label: 'lost interest', answers: 'severity' },
    { label: 'detachment', answers: 'severity' },
    { label: 'numbness', answers: 'severity' },
    { label: 'anger', answers: 'severity' },
    { label: 'recklessness', answers: 'severity' },
    { label: 'vigilance', answers: 'severity' },
    { label: 'startle', answers: 'severity' },
    { label: 'concentration', answers: 'severity' },
    { label: 'sleep', answers: 'severity' },
    { label: 'delayed onset', answers: 'yesNo', optional: true },
    { label: 'over a month', answers: 'yesNo', optional: true },
    { label: 'distress', answers: 'severity', optional: true },
    { label: 'social impairment', answers: 'severity', optional: true },
    { label: 'work impairment', answers: 'severity', optional: true },
    { label: 'global validity', answers: 'rating', optional: true },
    { label: 'global severity', answers: 'rating', optional: true },
    { label: 'global improvement', answers: 'improvement', optional: true },
    { label: 'depersonalisation', answers: 'severity', optional: true },
    { label: 'derealisation', answers: 'severity', optional: true },
  ],
  scores: [
    {
      id: 'total',
      label: 'CAPS-5 severity',
      code: { system: SCORE_SYSTEM, code: 'caps-5.total' },
      method: { kind: 'sum', items: numbers(1, 20) },
      range: { min: 0, max: 80 },
      better: 'lower',
      bands: null, // no official bands
      missing: complete,
      source: vaTraining,
    },
    ...clusterScores('b'),
    ...clusterScores('c'),
    ...clusterScores('d'),
    ...clusterScores('e'),
    {
      id: 'dissociation',
      label: 'CAPS-5 dissociation (not in the total)',
      code: { system: SCORE_SYSTEM, code: 'caps-5.dissociation' },
      method: { kind: 'sum', items: [29, 30] },
      range: { min: 0, max: 8 },
      better: 'lower',
      bands: null,
      missing: complete,
      source: vaTraining,
    },
    {
      id: 'diagnosis',
      label: 'CAPS-5 diagnosis rule (criteria B to G)',
      code: { system: SCORE_SYSTEM, code: 'caps-5.diagnosis' },
      method: {
        kind: 'criteria',
        clauses: [
          ...(['b', 'c', 'd', 'e'] as const).map((cluster) => ({
            label: cluster.toUpperCase(),
            items: clusters[cluster].items,
            threshold: PRESENT,
            atLeast: clusters[cluster].needed,
          })),
          { label: 'F', items: [22], threshold: 1, atLeast: 1 },
          { label: 'G', items: [23, 24, 25], threshold: PRESENT, atLeast: 1 },
        ],
      },
      range: { min: 0, max: 1 },
      better: null,
      bands: null,
      missing: complete,
      source: vaTraining,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [
    {
      score: 'total',
      kind: 'reliable-change',
      value: 13,
      authority: 'Marx 2022',
      population: 'veterans (12 to 13 by method; the upper end is recorded)',
      effective: '2026-11-22',
      source: { cite: 'Marx BP et al. Psychol Assess 2022;34:197', confidence: 'literature' },
    },
  ],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.88, population: 'veterans', source: weathers2018 },
    {
      score: 'total',
      kind: 'retest',
      value: 0.78,
      population: 'veterans (intraclass)',
      source: weathers2018,
    },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'VA; given on request to qualified interviewers. Item text must not be shipped',
    confidence: 'verified',
  },
  traps: [
    'Severity joins frequency and intensity: the lower of the two, one step up only where intensity is 2 or more above frequency. Only the resulting severity is read here.',
    'Items 21 and 22 are read as the yes/no of the form (delayed onset; longer than one month), not as the number of months: that convention is ours. A number of months is reported as out of range and leaves the diagnosis absent.',
    'The rule covers criteria B to G. Criterion A (the event) and H (not due to a substance) are the clinician’s and are not in the answers.',
    'Never accept the patient as the author.',
  ],
  sources: [weathers2018.cite, vaTraining.cite, 'Marx BP et al. Psychol Assess 2022;34:197'],
} as const satisfies Instrument;
