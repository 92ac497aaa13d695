import { type Instrument, SCORE_SYSTEM, type Score } from './instrument.ts';
import { numbers, pointScale } from './points-only.ts';

const monger2013 = { cite: 'Monger B et al. Psychiatrist 2013;37:221', confidence: 'literature' } as const;
const beckers2022 = {
  cite: 'Beckers T et al. BMC Psychiatry 2022;22:38 (Dutch version, n = 764)',
  confidence: 'verified',
} as const;
const complete = {
  kind: 'complete',
  source: { cite: 'No published rule was found; complete-case is our default', confidence: 'unverified' },
} as const;

/** A quarter of the HOPE wheel: shown, but not an established factor (see `traps`). */
function quarter(id: string, from: number): Score {
  return {
    id,
    label: `I.ROC ${id}`,
    code: { system: SCORE_SYSTEM, code: `iroc.${id}` },
    method: { kind: 'sum', items: numbers(from, from + 2) },
    range: { min: 3, max: 18 },
    better: 'higher',
    bands: null,
    missing: complete,
    descriptive: true,
    source: monger2013,
  };
}

/** Individual Recovery Outcomes Counter, twelve indicators of 1 to 6. Higher is better. */
export const iroc = {
  id: 'iroc',
  version: '1.0.0',
  title: 'I.ROC',
  area: 'recovery',
  rater: 'self',
  recall: 'last 3 months (unverified)',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:iroc'],
  answerLists: { step: pointScale(1, 6, monger2013) },
  items: [
    { label: 'mental health', answers: 'step' },
    { label: 'life skills', answers: 'step' },
    { label: 'safety', answers: 'step' },
    { label: 'physical health', answers: 'step' },
    { label: 'activity', answers: 'step' },
    { label: 'purpose', answers: 'step' },
    { label: 'personal network', answers: 'step' },
    { label: 'social network', answers: 'step' },
    { label: 'self-value', answers: 'step' },
    { label: 'participation', answers: 'step' },
    { label: 'self-management', answers: 'step' },
    { label: 'hope', answers: 'step' },
  ],
  scores: [
    {
      id: 'total',
      label: 'I.ROC total',
      code: { system: SCORE_SYSTEM, code: 'iroc.total' },
      method: { kind: 'sum', items: numbers(1, 12) },
      range: { min: 12, max: 72 },
      better: 'higher',
      bands: null,
      missing: complete,
      source: monger2013,
    },
    quarter('home', 1),
    quarter('opportunity', 4),
    quarter('people', 7),
    quarter('empowerment', 10),
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.88,
      population: 'schizophrenia spectrum; 0.88 also in n = 8635',
      source: { cite: 'Sportel E et al. BMC Psychiatry 2023 (12888-023-04763-3)', confidence: 'verified' },
    },
    {
      score: 'total',
      kind: 'alpha',
      value: 0.921,
      population: 'low-intensity community care, Dutch version',
      source: beckers2022,
    },
    {
      score: 'total',
      kind: 'retest',
      value: 0.856,
      population: 'low-intensity community care, Dutch version (intraclass)',
      source: beckers2022,
    },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'Penumbra; licence and training needed. Item text must not be shipped',
    confidence: 'literature',
  },
  traps: [
    'The four HOPE quarters are not an established factor structure (one- and two-factor solutions fit as well): show them as descriptive.',
    'That each quarter has three indicators is verified; their names and order are literature.',
    'For reliable change use the retest 0.856 with the local SD, not the alpha of 0.921, which belongs to the Dutch version.',
  ],
  sources: [
    monger2013.cite,
    beckers2022.cite,
    'Sportel E et al. BMC Psychiatry 2023 (12888-023-04763-3)',
    'Metz et al., structural validity, n = 8635',
  ],
} as const satisfies Instrument;
