import { type AnswerList, LOINC } from './instrument.ts';

/** LOINC yes and no, also sent as a boolean or as 1 and 0. */
export const yesNo = {
  system: LOINC,
  options: [
    { code: 'LA32-8', points: 0, name: 'No' },
    { code: 'LA33-6', points: 1, name: 'Yes' },
  ],
  booleans: { true: 1, false: 0 },
  source: { cite: 'LOINC LA33-6, LA32-8 (C-SSRS and Argonaut DAST-10 forms)', confidence: 'verified' },
} as const satisfies AnswerList;
