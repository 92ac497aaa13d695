/**
 * Every percentage that NHS England published for England and for its providers in 2023-24, from its published
 * counts. NHS Talking Therapies Annual Report 2023-24, Open Government Licence v3.0, as tidied in
 * bennettoxford/nhstt@f65c91b.
 *
 * England's counts are exact. A provider's are rounded to 5 before publication while the percentage is of the
 * exact ones, rounded to whole numbers: it is reproduced when some counts that round to those published give it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../cli/conformance/csv.ts';
import type { ProportionMetric } from '../../../shared/metrics/metric.ts';
import { rateOfPopulations } from '../../../shared/metrics/proportion-figure.ts';
import { recovery } from '../../../shared/metrics/recovery.ts';
import { reliableDeterioration } from '../../../shared/metrics/reliable-deterioration.ts';
import { reliableImprovement } from '../../../shared/metrics/reliable-improvement.ts';
import { reliableRecovery } from '../../../shared/metrics/reliable-recovery.ts';

const published: readonly { readonly metric: ProportionMetric; readonly column: string }[] = [
  { metric: reliableImprovement, column: 'improvement' },
  { metric: reliableDeterioration, column: 'deterioration' },
  { metric: recovery, column: 'recovery' },
  { metric: reliableRecovery, column: 'reliable_recovery' },
];

interface PublishedRate {
  readonly name: string;
  readonly metric: ProportionMetric;
  readonly finished: number;
  readonly notAtCaseness: number;
  readonly count: number;
  readonly percent: number;
}

function ratesIn(file: string): readonly PublishedRate[] {
  const text = readFileSync(join(import.meta.dirname, '../../fixtures/nhs-published', file), 'utf8');
  return parseCsv(text).flatMap((row) =>
    published.flatMap(({ metric, column }) => {
      const [finished, notAtCaseness, count, percent] = [
        row.finished,
        row.not_at_caseness,
        row[column],
        row[`pct_${column}`],
      ].map((text) => (text === undefined || text === '' ? Number.NaN : Number(text)));
      if (percent === undefined || Number.isNaN(percent)) return [];
      const name = `${row.org_code} ${row.variable_a} ${row.variable_b} ${column}`;
      return [
        {
          ...{ name, metric, percent, finished: finished ?? 0, notAtCaseness: notAtCaseness ?? 0 },
          count: count ?? 0,
        },
      ];
    }),
  );
}

function percentOf(
  { metric }: PublishedRate,
  counts: { readonly finished: number; readonly notAtCaseness: number; readonly count: number },
): number {
  const rate = rateOfPopulations({
    initialPopulation: counts.finished,
    denominator: counts.finished,
    denominatorExclusion: metric.denominatorExclusion === undefined ? 0 : counts.notAtCaseness,
    numerator: counts.count,
  });
  return 100 * (rate?.rate ?? Number.NaN);
}

/** Less than any published decimal, more than the error of a division. */
const ROUNDING = 1e-9;

describe('England', () => {
  const rates = ratesIn('england-2023-24.csv');

  test('all 144 percentages, to the decimal they were published with', () => {
    expect(rates).toHaveLength(144);
    const off = rates.filter((one) => !(Math.abs(percentOf(one, one) - one.percent) <= 0.05 + ROUNDING));
    expect(off).toEqual([]);
  });

  test('not with "at caseness" as the denominator of recovery: most of those would be off', () => {
    const recoveries = rates.filter(({ metric }) => metric.denominatorExclusion !== undefined);
    const off = recoveries.filter(({ name, count, percent }) => {
      const atCaseness = AT_CASENESS.get(name) ?? Number.NaN;
      return Math.abs((100 * count) / atCaseness - percent) > 0.05 + ROUNDING;
    });
    expect(recoveries).toHaveLength(72);
    expect(off.length).toBeGreaterThan(36);
  });
});

/** Published "at caseness" of each England row, by the name of its recovery rates. */
const AT_CASENESS: ReadonlyMap<string, number> = new Map(
  parseCsv(
    readFileSync(join(import.meta.dirname, '../../fixtures/nhs-published/england-2023-24.csv'), 'utf8'),
  ).flatMap((row) =>
    ['recovery', 'reliable_recovery'].map(
      (column) =>
        [`${row.org_code} ${row.variable_a} ${row.variable_b} ${column}`, Number(row.at_caseness)] as const,
    ),
  ),
);

test('providers: all 580 percentages are those of counts that round to the published ones', () => {
  const rates = ratesIn('providers-2023-24.csv');
  expect(rates).toHaveLength(580);
  // A whole number that rounds to a multiple of 5 is at most 2 from it.
  const OFF = 2;
  const off = rates.filter((one) => {
    const { finished, notAtCaseness, count, percent } = one;
    const least = percentOf(one, {
      finished: finished + OFF,
      notAtCaseness: Math.max(0, notAtCaseness - OFF),
      count: Math.max(0, count - OFF),
    });
    const most = percentOf(one, {
      finished: finished - OFF,
      notAtCaseness: notAtCaseness + OFF,
      count: count + OFF,
    });
    return !(least <= percent + 0.5 && most >= percent - 0.5);
  });
  expect(off).toEqual([]);
});
