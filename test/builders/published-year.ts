/** Quality measures of a year as an operator publishes them: one measure, one age group that is too small. */
import type { QualityPublication } from '../../shared/metrics/exports/quality-report.ts';
import type { QualityGroup } from '../../shared/metrics/quality/quality-figures.ts';

const everybody: QualityGroup = {
  stratum: null,
  populations: {
    'initial-population': 145,
    denominator: 145,
    'denominator-exclusion': 14,
    'denominator-exception': 11,
    numerator: 30,
  },
  eligible: 120,
  measured: 90,
  score: 0.25,
  // Wilson of 30 of 120.
  interval: { lower: 0.181098, upper: 0.334411, level: 0.95 },
  scoreOfMeasured: 1 / 3,
  reason: null,
};

const tooFew: QualityGroup = {
  stratum: '12-17',
  populations: {
    'initial-population': null,
    denominator: null,
    'denominator-exclusion': null,
    'denominator-exception': null,
    numerator: null,
  },
  eligible: null,
  measured: null,
  score: null,
  interval: null,
  scoreOfMeasured: null,
  reason: 'too-few',
};

export const publishedYear: QualityPublication = {
  source: 'riverside',
  program: { id: 'north-clinic', name: 'North Clinic, outpatient therapy' },
  year: '2025',
  asOf: '2026-01-10',
  measures: [
    {
      id: 'depression-remission-12-months',
      title: 'Depression remission 12 months after an index score',
      citation: 'CMS159',
      confidence: 'verified',
      all: everybody,
      strata: [tooFew],
    },
  ],
};
