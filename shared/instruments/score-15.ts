import { type Instrument, SCORE_SYSTEM, type Score } from './instrument.ts';
import { numberedItems, numbers, pointScale } from './points-only.ts';

const stratton2010 = { cite: 'Stratton P et al. J Fam Ther 2010;32:232', confidence: 'literature' } as const;
const complete = {
  kind: 'complete',
  source: { cite: 'No rule was found; complete-case is our default', confidence: 'unverified' },
} as const;

function dimension(id: string, items: readonly number[]): Score {
  return {
    id,
    label: `SCORE-15 ${id}`,
    code: { system: SCORE_SYSTEM, code: `score-15.${id}` },
    method: { kind: 'sum', items },
    range: { min: 5, max: 25 },
    better: 'lower',
    bands: null,
    missing: complete,
    needsSetting: 'reversed-items',
    source: stratton2010,
  };
}

/** SCORE-15 index of family functioning, fifteen items printed 1 (describes us very well) to 5. Higher is worse once keyed. */
export const score15 = {
  id: 'score-15',
  version: '1.0.0',
  title: 'SCORE-15',
  area: 'functioning',
  rater: 'self',
  recall: 'now',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:score-15'],
  answerLists: { description: pointScale(1, 5, stratton2010) },
  items: numberedItems(15, 'description', 'statement'),
  scores: [
    {
      id: 'total',
      label: 'SCORE-15 total',
      code: { system: SCORE_SYSTEM, code: 'score-15.total' },
      method: { kind: 'sum', items: numbers(1, 15) },
      range: { min: 15, max: 75 },
      better: 'lower',
      bands: null,
      missing: complete,
      needsSetting: 'reversed-items',
      source: stratton2010,
    },
    dimension('strengths', [1, 3, 6, 10, 15]),
    dimension('difficulties', [5, 7, 9, 11, 14]),
    dimension('communication', [2, 4, 8, 12, 13]),
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.89, population: 'families in therapy', source: stratton2010 },
  ],
  unverifiedKeying: [
    {
      setting: 'reversed-items',
      question: 'Which items are reversed, so that a higher score means more difficulty?',
      candidate:
        'As printed, 1 is "very well": the strength items 1, 3, 6, 10, 15 stand, and the other ten are reversed: [2, 4, 5, 7, 8, 9, 11, 12, 13, 14].',
      shape: { kind: 'reversed-items' },
      source: { cite: 'No scoring key could be opened', confidence: 'unverified' },
    },
  ],
  category: 'social-history',
  licence: { cite: 'AFT / EFTA, free for clinical use', confidence: 'unverified' },
  traps: [
    'Some publish the mean (1 to 5), some the sum (15 to 75): this is the sum.',
    'Naming the strength items as reversed gives functioning, the opposite of the direction recorded here.',
  ],
  sources: [stratton2010.cite],
} as const satisfies Instrument;
