import { expect, test } from 'vitest';
import { compareFigures } from '../../../shared/metrics/comparison.ts';
import { sentenceOf } from '../../../shared/metrics/sentence.ts';
import type { ProportionMeasure } from '../../../shared/metrics/snapshot.ts';
import { figure, fullYear, noFigure } from '../../builders/snapshot.ts';

function measured(numerator: number, eligible: number): ProportionMeasure {
  const [recovery] = fullYear.measures.filter(({ id }) => id === 'reliable-recovery');
  if (recovery === undefined) throw new Error('the snapshot has no reliable recovery');
  const none = noFigure('no-episodes');
  const current = figure({ numerator, eligible });
  return { ...recovery, current, previous: none, comparison: compareFigures(current, none), benchmark: null };
}

test.for([
  // 11 of 2 500 is 0.44 %: somebody is not nobody. 2 495 of 2 500 is 99.8 %: some are not all.
  { numerator: 11, eligible: 2_500, says: '11 (fewer than 1 in 100) reliably recovered' },
  { numerator: 2_495, eligible: 2_500, says: '2495 (more than 99 in 100) reliably recovered' },
  { numerator: 0, eligible: 40, says: '0 (0 in 100) reliably recovered' },
  { numerator: 40, eligible: 40, says: '40 (100 in 100) reliably recovered' },
])('rounding never says nobody or all of $numerator in $eligible', ({ numerator, eligible, says }) => {
  const one = measured(numerator, eligible);
  expect(sentenceOf(one, one, fullYear.period)).toBe(
    `Of ${eligible} people who finished and started above the cut-off, ${says}.`,
  );
});
