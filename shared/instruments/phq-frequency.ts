import { type AnswerList, LOINC } from './instrument.ts';

/** LOINC LL358-3, the frequency list that the PHQ and GAD families share. */
export const phqFrequency = {
  system: LOINC,
  list: 'LL358-3',
  options: [
    { code: 'LA6568-5', points: 0, name: 'Not at all' },
    { code: 'LA6569-3', points: 1, name: 'Several days' },
    { code: 'LA6570-1', points: 2, name: 'More than half the days' },
    { code: 'LA6571-9', points: 3, name: 'Nearly every day' },
  ],
  source: { cite: 'LOINC LL358-3', confidence: 'verified' },
} as const satisfies AnswerList;

/** Terms of the whole PHQ family, as recorded in LOINC. */
export const phqLicence = {
  cite: 'Copyright Pfizer; no permission required to reproduce, translate, display or distribute (recorded in LOINC 44261-6)',
  confidence: 'verified',
} as const;
