/**
 * Published rates to stand beside a program's own, with who, when and where from. They describe other
 * people: a difference is news, not a grade.
 *
 * @module
 */

import { compareWithRate } from './comparison.ts';
import type { Benchmark, ProportionFigure } from './snapshot.ts';

interface PublishedRate {
  readonly measure: string;
  readonly label: string;
  readonly rate: number;
  readonly citation: string;
}

/** England, April 2024 to March 2025: 670,419 finished courses of treatment. */
const england = {
  label: 'NHS Talking Therapies, England 2024-25',
  citation:
    'NHS England, NHS Talking Therapies Annual Report 2024-25, as tidied in bennettoxford/nhstt@f65c91b (Open Government Licence v3.0)',
} as const;

const published: readonly PublishedRate[] = [
  { ...england, measure: 'reliable-improvement', rate: 0.675 },
  { ...england, measure: 'reliable-deterioration', rate: 0.058 },
  { ...england, measure: 'recovery', rate: 0.505 },
  { ...england, measure: 'reliable-recovery', rate: 0.475 },
];

/** @param measuredBy only figures of the same pair of instruments compare. */
export function benchmarkFor(
  measure: string,
  current: ProportionFigure,
  measuredBy: { readonly depression: string; readonly anxiety: string },
): Benchmark | null {
  if (measuredBy.depression !== 'phq-9' || measuredBy.anxiety !== 'gad-7') return null;
  const found = published.find((one) => one.measure === measure);
  if (found === undefined) return null;
  const { label, rate, citation } = found;
  return { label, rate, citation, comparison: compareWithRate(current, rate) };
}
