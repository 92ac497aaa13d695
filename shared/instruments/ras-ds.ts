import { type Instrument, SCORE_SYSTEM, type Score } from './instrument.ts';
import { namedScale, numberedItems, numbers } from './points-only.ts';

const hancock2015 = {
  cite: 'Hancock N et al. Aust N Z J Psychiatry 2015;49:624 (PMC4941096)',
  confidence: 'literature',
} as const;
const complete = {
  kind: 'complete',
  source: {
    cite: 'The manual (version 3, 2019) could not be read; complete-case is our default',
    confidence: 'unverified',
  },
} as const;

/** The domains are consecutive blocks of 6, 18, 7 and 7 items. */
function domain(id: string, label: string, from: number, to: number): Score {
  const items = numbers(from, to);
  return {
    id,
    label: `RAS-DS ${label}`,
    code: { system: SCORE_SYSTEM, code: `ras-ds.${id}` },
    method: { kind: 'sum', items },
    range: { min: items.length, max: 4 * items.length },
    better: 'higher',
    bands: null,
    missing: complete,
    source: hancock2015,
  };
}

/** Recovery Assessment Scale - Domains and Stages, 38 items. Higher is better. */
export const rasDs = {
  id: 'ras-ds',
  version: '1.0.0',
  title: 'RAS-DS',
  area: 'recovery',
  rater: 'self',
  recall: 'now',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:ras-ds'],
  answerLists: {
    truth: namedScale(1, ['Untrue', 'A bit true', 'Mostly true', 'Completely true'], hancock2015),
  },
  items: numberedItems(38, 'truth', 'statement'),
  scores: [
    {
      id: 'total',
      label: 'RAS-DS total',
      code: { system: SCORE_SYSTEM, code: 'ras-ds.total' },
      method: { kind: 'sum', items: numbers(1, 38) },
      range: { min: 38, max: 152 },
      better: 'higher',
      bands: null,
      missing: complete,
      source: {
        cite: 'Hancock 2015, abstract: raw scores are usable, no Rasch transformation is needed',
        confidence: 'verified',
      },
    },
    domain('doing-things-i-value', 'doing things I value', 1, 6),
    domain('looking-forward', 'looking forward', 7, 24),
    domain('mastering-my-illness', 'mastering my illness', 25, 31),
    domain('connecting-and-belonging', 'connecting and belonging', 32, 38),
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [
    {
      score: 'mastering-my-illness',
      kind: 'alpha',
      value: 0.81,
      population: 'Chinese version (0.81 to 0.87; the lower end is recorded)',
      source: { cite: 'Chinese validation of the seven-item clinical domain', confidence: 'verified' },
    },
    {
      score: 'mastering-my-illness',
      kind: 'retest',
      value: 0.52,
      population: 'Chinese version, intraclass (0.52 to 0.61; the lower end is recorded)',
      source: { cite: 'Chinese validation of the seven-item clinical domain', confidence: 'verified' },
    },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'University of Sydney, free on registration; item text must not be shipped',
    confidence: 'unverified',
  },
  traps: ['The sizes of the domains are literature; that the clinical domain has seven items is verified.'],
  sources: [hancock2015.cite, 'RAS-DS Manual, version 3, 2019 (not read)'],
} as const satisfies Instrument;
