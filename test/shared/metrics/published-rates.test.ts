import { describe, expect, test } from 'vitest';
import { eligible } from '../../../shared/metrics/metric.ts';
import { rateOfPopulations } from '../../../shared/metrics/proportion-figure.ts';
import { recovery } from '../../../shared/metrics/recovery.ts';
import { reliableDeterioration } from '../../../shared/metrics/reliable-deterioration.ts';
import { reliableImprovement } from '../../../shared/metrics/reliable-improvement.ts';
import { reliableRecovery } from '../../../shared/metrics/reliable-recovery.ts';

/**
 * Counts and percentages NHS England published (Annual Reports on NHS Talking Therapies, Open Government
 * Licence v3.0, as tidied in bennettoxford/nhstt@f65c91b). Order: finished, not at caseness; then improvement,
 * deterioration, recovery, reliable recovery; then the four percentages.
 */
const published = [
  {
    year: '2023-24',
    who: 'everyone',
    finished: 671_648,
    notAtCaseness: 37_164,
    counts: [448_634, 39_870, 318_013, 298_780],
    percent: [66.8, 5.9, 50.1, 47.1],
  },
  {
    year: '2023-24',
    who: 'aged 18 to 25',
    finished: 123_013,
    notAtCaseness: 4442,
    counts: [78_980, 7868, 51_340, 48_180],
    percent: [64.2, 6.4, 43.3, 40.6],
  },
  {
    year: '2023-24',
    who: 'aged 26 to 64',
    finished: 496_364,
    notAtCaseness: 27_882,
    counts: [333_734, 29_226, 238_215, 223_891],
    percent: [67.2, 5.9, 50.8, 47.8],
  },
  {
    year: '2023-24',
    who: 'aged 75 to 89',
    finished: 14_605,
    notAtCaseness: 1705,
    counts: [10_079, 723, 8435, 7833],
    percent: [69.0, 5.0, 65.4, 60.7],
  },
  {
    year: '2023-24',
    who: 'men',
    finished: 203_306,
    notAtCaseness: 12_621,
    counts: [134_788, 12_106, 97_591, 91_184],
    percent: [66.3, 6.0, 51.2, 47.8],
  },
] as const;

const metrics = [reliableImprovement, reliableDeterioration, recovery, reliableRecovery];

describe('percentages published by NHS England are reproduced from its counts', () => {
  test.for(published)('$year, $who', ({ finished, notAtCaseness, counts, percent }) => {
    const computed = metrics.map((metric, index) => {
      const rate = rateOfPopulations({
        initialPopulation: finished,
        denominator: finished,
        denominatorExclusion: 'denominatorExclusion' in metric ? notAtCaseness : 0,
        numerator: counts[index] ?? null,
      });
      return Math.round((rate?.rate ?? 0) * 1000) / 10;
    });
    expect(computed).toEqual(percent);
  });

  test('England 2024-25: 50.5 % recovered, not the 50.6 % that "at caseness" as denominator would give', () => {
    const rate = rateOfPopulations({
      initialPopulation: 670_419,
      denominator: 670_419,
      denominatorExclusion: 35_234,
      numerator: 321_061,
    });
    expect(Math.round((rate?.rate ?? 0) * 1000)).toBe(505);
    expect(Math.round((321_061 / 634_248) * 1000)).toBe(506);
  });
});

test('only recovery and reliable recovery leave anyone out of the denominator', () => {
  const excluding = metrics.filter((metric) => (eligible(metric).none ?? 0) !== 0).map(({ id }) => id);
  expect(excluding).toEqual(['recovery', 'reliable-recovery']);
});
