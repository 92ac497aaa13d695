import { type Instrument, SCORE_SYSTEM, type Score } from './instrument.ts';
import { numberedItems, numbers } from './points-only.ts';
import { waiFrequency, waiLicence } from './wai-frequency.ts';

const hatcher2006 = {
  cite: 'Hatcher RL, Gillaspy JA. Psychother Res 2006;16:12',
  confidence: 'literature',
} as const;
const complete = {
  kind: 'complete',
  source: { cite: 'No published rule was found; complete-case is our default', confidence: 'unverified' },
} as const;

function subscale(id: string, items: readonly number[]): Score {
  return {
    id,
    label: `WAI-SR ${id}`,
    code: { system: SCORE_SYSTEM, code: `wai-sr.${id}` },
    method: { kind: 'sum', items },
    range: { min: 4, max: 20 },
    better: 'higher',
    bands: null,
    missing: complete,
    source: { cite: 'Two independent vendors agree on the items', confidence: 'verified' },
  };
}

/** Working Alliance Inventory, short revised, as the client sees it. Higher is better. Never pooled with WAI-SRT. */
export const waiSr = {
  id: 'wai-sr',
  version: '1.0.0',
  title: 'WAI-SR (client)',
  area: 'alliance',
  rater: 'client',
  recall: 'session or treatment so far',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:wai-sr'],
  answerLists: { frequency: waiFrequency },
  items: numberedItems(12, 'frequency'),
  scores: [
    {
      id: 'total',
      label: 'WAI-SR total',
      code: { system: SCORE_SYSTEM, code: 'wai-sr.total' },
      method: { kind: 'sum', items: numbers(1, 12) },
      range: { min: 12, max: 60 },
      better: 'higher',
      bands: null,
      missing: complete,
      source: hatcher2006,
    },
    subscale('task', [1, 2, 10, 12]),
    subscale('bond', [3, 5, 7, 9]),
    subscale('goal', [4, 6, 8, 11]),
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [
    {
      score: 'total',
      kind: 'alpha',
      value: 0.9,
      population: 'psychotherapy (0.90 to 0.93; the lower end is recorded)',
      source: hatcher2006,
    },
  ],
  category: 'cognitive-status',
  licence: waiLicence,
  traps: [
    'The 7-point WAI-S (Tracey & Kokotovic) has reversed items and a range of 12 to 84: another form, though some vendors describe the WAI-SR with it.',
    '12-35, 36-47 and 48-60 are one vendor’s own bands, not published ones.',
  ],
  sources: [hatcher2006.cite, 'Munder T et al. Clin Psychol Psychother 2010;17:231'],
} as const satisfies Instrument;
