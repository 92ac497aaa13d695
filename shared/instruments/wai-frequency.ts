import type { AnswerList, Source } from './instrument.ts';
import { namedScale } from './points-only.ts';

/** The five frequencies of the WAI-SR family, 1 to 5. */
export const waiFrequency: AnswerList = namedScale(
  1,
  ['Seldom', 'Sometimes', 'Fairly often', 'Very often', 'Always'],
  { cite: 'Two independent vendors agree', confidence: 'verified' },
);

export const waiLicence: Source = {
  cite: 'Horvath / Society for Psychotherapy Research: permission needed; item text must not be shipped',
  confidence: 'verified',
};
