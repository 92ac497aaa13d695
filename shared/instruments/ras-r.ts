import { type Instrument, SCORE_SYSTEM, type Score } from './instrument.ts';
import { namedScale, numberedItems, numbers } from './points-only.ts';

const corrigan2004 = {
  cite: 'Corrigan PW et al. Schizophr Bull 2004;30:1035',
  confidence: 'literature',
} as const;
const complete = {
  kind: 'complete',
  source: { cite: 'No published rule was found; complete-case is our default', confidence: 'unverified' },
} as const;

/** Number of items per factor; which items they are is not settled (see `unverifiedKeying`). */
const factors = {
  'personal-confidence-and-hope': { label: 'personal confidence and hope', count: 9 },
  'willingness-to-ask-for-help': { label: 'willingness to ask for help', count: 3 },
  'goal-and-success-orientation': { label: 'goal and success orientation', count: 5 },
  'reliance-on-others': { label: 'reliance on others', count: 4 },
  'no-domination-by-symptoms': { label: 'no domination by symptoms', count: 3 },
} as const;

function factorScore(id: keyof typeof factors): Score {
  const { label, count } = factors[id];
  return {
    id,
    label: `RAS-R ${label}`,
    code: { system: SCORE_SYSTEM, code: `ras-r.${id}` },
    method: { kind: 'sum', items: [] },
    range: { min: count, max: 5 * count },
    better: 'higher',
    bands: null,
    missing: complete,
    needsSetting: 'factors',
    source: corrigan2004,
  };
}

/** Recovery Assessment Scale, revised, 24 items. Higher is better. */
export const rasR = {
  id: 'ras-r',
  version: '1.0.0',
  title: 'RAS-R',
  area: 'recovery',
  rater: 'self',
  recall: 'now',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:ras-r'],
  answerLists: {
    agreement: namedScale(
      1,
      ['Strongly disagree', 'Disagree', 'Not sure', 'Agree', 'Strongly agree'],
      corrigan2004,
    ),
  },
  items: numberedItems(24, 'agreement', 'statement'),
  scores: [
    {
      id: 'total',
      label: 'RAS-R total',
      code: { system: SCORE_SYSTEM, code: 'ras-r.total' },
      method: { kind: 'sum', items: numbers(1, 24) },
      range: { min: 24, max: 120 },
      better: 'higher',
      bands: null,
      missing: complete,
      source: corrigan2004,
    },
    factorScore('personal-confidence-and-hope'),
    factorScore('willingness-to-ask-for-help'),
    factorScore('goal-and-success-orientation'),
    factorScore('reliance-on-others'),
    factorScore('no-domination-by-symptoms'),
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [
    { score: 'total', kind: 'alpha', value: 0.93, population: '41-item form', source: corrigan2004 },
    {
      score: 'total',
      kind: 'retest',
      value: 0.88,
      population: '41-item form',
      source: { cite: 'Corrigan PW et al. Community Ment Health J 1999;35:231', confidence: 'literature' },
    },
  ],
  unverifiedKeying: [
    {
      setting: 'factors',
      question: 'Which items belong to each of the five factors in the 24-item print in use?',
      candidate:
        'Goals 1-5; confidence and hope 7-13, 21 and 19 (19 only by elimination); help 16-18; reliance 6, 22-24; symptoms 14, 15, 20.',
      shape: {
        kind: 'items-by-score',
        counts: {
          'personal-confidence-and-hope': 9,
          'willingness-to-ask-for-help': 3,
          'goal-and-success-orientation': 5,
          'reliance-on-others': 4,
          'no-domination-by-symptoms': 3,
        },
      },
      source: {
        cite: 'Numbering differs between the 41-item and the 24-item print; no scoring key could be opened',
        confidence: 'unverified',
      },
    },
  ],
  category: 'cognitive-status',
  licence: {
    cite: 'Free with acknowledgement, permission from P. Corrigan; item text must not be shipped',
    confidence: 'literature',
  },
  traps: [
    '20-, 21-, 24-, 31- and 41-item versions circulate, and a 20-item four-factor form. This is the 24-item form; a response with an item 25 or above is not scored as one.',
    'No reliable change was found: compute it from the local SD and the retest reliability of 0.88.',
  ],
  sources: [
    corrigan2004.cite,
    'Corrigan PW et al. Community Ment Health J 1999;35:231',
    'Salzer MS, Brusilovskiy E. Psychiatr Serv 2014;65:442, doi:10.1176/appi.ps.201300089',
  ],
} as const satisfies Instrument;
