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

function all(one: ProportionMeasure) {
  return { reliableRecovery: one, reliableImprovement: one, reliableDeterioration: one };
}

const withheld: ProportionMeasure = { ...measured(20, 40), current: noFigure('too-few') };

test.for([
  { worse: measured(23, 412), says: ' Of all 412 who finished, 23 (6 in 100) got reliably worse.' },
  { worse: measured(0, 412), says: ' Of all 412 who finished, nobody got reliably worse.' },
  { worse: withheld, says: '' },
])('good news is never told alone, where the other may be told:$says', ({ worse, says }) => {
  expect(sentenceOf({ ...all(measured(20, 40)), reliableDeterioration: worse }, fullYear.period)).toBe(
    `Of 40 people who finished and are not known to have started below the cut-off, 20 (50 in 100) reliably recovered.${says}`,
  );
});

test.for([
  // 11 of 2 500 is 0.44 %: somebody is not nobody. 2 495 of 2 500 is 99.8 %: some are not all.
  { numerator: 11, eligible: 2_500, says: '11 (fewer than 1 in 100) reliably recovered' },
  { numerator: 2_495, eligible: 2_500, says: '2495 (more than 99 in 100) reliably recovered' },
  { numerator: 0, eligible: 40, says: '0 (0 in 100) reliably recovered' },
  { numerator: 40, eligible: 40, says: '40 (100 in 100) reliably recovered' },
])('rounding never says nobody or all of $numerator in $eligible', ({ numerator, eligible, says }) => {
  const one = measured(numerator, eligible);
  expect(sentenceOf({ ...all(one), reliableDeterioration: withheld }, fullYear.period)).toBe(
    `Of ${eligible} people who finished and are not known to have started below the cut-off, ${says}.`,
  );
});
