/** Four programs of one record system beside each other, made by hand: 412, 200, 60 and too few people. */
import { compareFigures } from '../../shared/metrics/comparison.ts';
import type { ComparedProgram, ProgramComparison } from '../../shared/metrics/program-comparison.ts';
import type { ProportionFigure } from '../../shared/metrics/snapshot.ts';
import { funnelLimits } from '../../shared/stats/funnel.ts';
import { figure, fullYear, noFigure } from './snapshot.ts';

function row(
  program: string,
  name: string,
  own: ProportionFigure,
  others: ProportionFigure,
  position: ComparedProgram['position'],
): ComparedProgram {
  const { rate, interval, denominators, reason } = own;
  const gap = compareFigures(own, others);
  const of = denominators.eligible;
  const limits = of === null ? null : funnelLimits(396 / 672, of);
  return { program, name, rate, of, interval, gap, limits, position, reason };
}

const [north, south, west] = [
  figure({ numerator: 276, eligible: 412 }),
  figure({ numerator: 84, eligible: 200 }),
  figure({ numerator: 36, eligible: 60 }),
];

export const comparedPrograms: ProgramComparison = {
  version: 2,
  source: fullYear.source,
  asOf: fullYear.asOf,
  period: fullYear.period,
  measures: [
    {
      measure: 'reliable-improvement',
      label: 'Got reliably better',
      direction: 'increase',
      // 276 + 84 + 36 of 412 + 200 + 60.
      target: 396 / 672,
      dispersion: 12.3,
      programs: [
        row('south-house', 'South House', south, figure({ numerator: 312, eligible: 472 }), 'below-action'),
        row('north-clinic', 'North Clinic', north, figure({ numerator: 120, eligible: 260 }), 'above-action'),
        row('west-day', 'West Day Program', west, figure({ numerator: 360, eligible: 612 }), 'within'),
        row('east-youth', 'East Youth', noFigure('too-few'), noFigure('too-few'), null),
      ],
    },
    {
      measure: 'reliable-deterioration',
      label: 'Got worse',
      direction: 'decrease',
      target: 0.09,
      dispersion: 1,
      programs: [
        row(
          'north-clinic',
          'North Clinic',
          figure({ numerator: 25, eligible: 412 }),
          figure({ numerator: 30, eligible: 200 }),
          'below-warning',
        ),
        row(
          'south-house',
          'South House',
          figure({ numerator: 30, eligible: 200 }),
          figure({ numerator: 25, eligible: 412 }),
          'above-warning',
        ),
      ],
    },
    {
      measure: 'recovery',
      label: 'Recovered',
      direction: 'increase',
      target: null,
      dispersion: null,
      programs: [row('east-youth', 'East Youth', noFigure('too-few'), noFigure('too-few'), null)],
    },
  ],
  adjusted: [
    {
      instrument: 'phq-9',
      programs: [
        {
          program: 'south-house',
          n: 171,
          pointsBetter: -1.24,
          interval: { lower: -1.9, upper: -0.58, level: 0.95 },
          difference: {
            points: -1.6,
            interval: { lower: -2.31, upper: -0.89, level: 0.95 },
            g: -0.38,
            gInterval: { lower: -0.55, upper: -0.21, level: 0.95 },
          },
          reason: null,
        },
        {
          program: 'north-clinic',
          n: 380,
          pointsBetter: 0.56,
          interval: { lower: 0.11, upper: 1.01, level: 0.95 },
          difference: null,
          reason: null,
        },
        {
          program: 'east-youth',
          n: null,
          pointsBetter: null,
          interval: null,
          difference: null,
          reason: 'too-few',
        },
      ],
    },
  ],
  curves: [
    {
      id: 'retention',
      label: 'How long people stay',
      programs: ['north-clinic', 'south-house'],
      ...{ chiSquare: 8.81, df: 1, p: 0.003, reason: null },
    },
    {
      id: 'phq-9.time-to-remission',
      label: 'PHQ-9: time to remission',
      programs: ['north-clinic', 'south-house'],
      ...{ chiSquare: 0.45, df: 1, p: 0.502, reason: null },
    },
  ],
  citation: 'Spiegelhalter 2005',
};
