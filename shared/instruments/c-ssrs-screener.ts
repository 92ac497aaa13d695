import { type Instrument, LOINC, type SkipRule } from './instrument.ts';
import { numbers } from './points-only.ts';
import { yesNo } from './yes-no.ts';

const columbiaTriage = {
  cite: 'Columbia Lighthouse Project: triage of the C-SSRS screener (recent); LOINC 93373-9',
  confidence: 'verified',
} as const;

/** Items 3 to 5 are asked only after a Yes to item 2. */
const noThoughts = {
  when: [{ item: 2, points: 0 }],
  counts: 0,
  source: columbiaTriage,
} as const satisfies SkipRule;
/** The last three months are asked only after a Yes to behaviour ever. */
const noBehaviour = {
  when: [{ item: 6, points: 0 }],
  counts: 0,
  source: columbiaTriage,
} as const satisfies SkipRule;

/**
 * Columbia Suicide Severity Rating Scale, screener (recent): a triage, never a sum. The highest level that
 * any answer establishes holds; with an asked item unanswered the level is a minimum, and "none" is never
 * claimed.
 */
export const cSsrsScreener = {
  id: 'c-ssrs-screener',
  version: '1.0.0',
  title: 'C-SSRS screener',
  rater: 'self-or-interviewer',
  recall: 'past month; behaviour: lifetime and past 3 months',
  questionnaires: [
    'urn:outcomes-pipeline:questionnaire:c-ssrs-screener',
    'http://loinc.org/q/93373-9',
    'http://loinc.org/vs/93373-9',
    'http://loinc.org/93373-9',
  ],
  panel: '93373-9',
  answerLists: { yesNo },
  items: [
    { label: 'wish to die', loinc: '93246-7', answers: 'yesNo' },
    { label: 'suicidal thoughts', loinc: '93247-5', answers: 'yesNo' },
    { label: 'method', loinc: '93248-3', answers: 'yesNo', skippedWhen: [noThoughts] },
    { label: 'intent', loinc: '93249-1', answers: 'yesNo', skippedWhen: [noThoughts] },
    { label: 'plan', loinc: '93250-9', answers: 'yesNo', skippedWhen: [noThoughts] },
    { label: 'behaviour ever', loinc: '93267-3', answers: 'yesNo' },
    { label: 'behaviour recently', loinc: '93269-9', answers: 'yesNo', skippedWhen: [noBehaviour] },
  ],
  scores: [
    {
      id: 'risk-level',
      label: 'C-SSRS screener risk level',
      code: { system: LOINC, code: '93374-7' },
      method: {
        kind: 'triage',
        items: numbers(1, 7),
        clauses: [
          { item: 1, threshold: 1, level: 1 },
          { item: 2, threshold: 1, level: 1 },
          { item: 3, threshold: 1, level: 2 },
          { item: 4, threshold: 1, level: 3 },
          { item: 5, threshold: 1, level: 3 },
          { item: 6, threshold: 1, level: 2 },
          { item: 7, threshold: 1, level: 3 },
        ],
      },
      range: { min: 0, max: 3 },
      better: 'lower',
      bands: [
        { from: 0, to: 0, label: 'none' },
        { from: 1, to: 1, label: 'low', code: 'LA9194-7' },
        { from: 2, to: 2, label: 'moderate' },
        { from: 3, to: 3, label: 'high' },
      ],
      bandsSource: columbiaTriage,
      missing: {
        kind: 'complete',
        source: { cite: 'Our rule: the highest level reached is a minimum', confidence: 'unverified' },
      },
      source: columbiaTriage,
    },
  ],
  primary: null,
  // Behaviour ever (93267-3) is at least moderate but not among the answers the triage calls immediate; what
  // makes it immediate is the last three months (93269-9), which is one.
  critical: [
    { item: 4, atLeast: 1, source: columbiaTriage },
    { item: 5, atLeast: 1, source: columbiaTriage },
    { item: 7, atLeast: 1, source: columbiaTriage },
  ],
  thresholds: [],
  reliability: [],
  category: 'cognitive-status',
  licence: {
    cite: 'K. Posner / Research Foundation for Mental Hygiene; in LOINC with permission. Item text must not be shipped',
    confidence: 'verified',
  },
  traps: [
    'One guide’s example answers No throughout and carries the level Low: a level carried by the response is compared, never used.',
    'Behaviour ever without the three-month follow-up is at least moderate, and not known to be less than high.',
    'Of the codes of the carried levels only LA9194-7 (Low) is verified.',
  ],
  sources: ['Posner K et al. Am J Psychiatry 2011;168:1266', columbiaTriage.cite],
} as const satisfies Instrument;
