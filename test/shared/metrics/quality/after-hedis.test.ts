import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { qualityMeasures } from '../../../../shared/metrics/quality/measures.ts';
import type { QualityCase } from '../../../../shared/metrics/quality/quality-case.ts';
import { hedisSets as sets } from '../../../../shared/metrics/quality/value-set-names.ts';
import {
  diagnosis,
  observation,
  order,
  patient,
  phq9,
  timelineOf,
  valueSets,
  visit,
} from './record-builder.ts';

const judge = (id: string, resources: readonly object[]): QualityCase => {
  const measure = qualityMeasures.find((one) => one.id === id);
  if (measure === undefined) throw new Error(id);
  return measure.judge(timelineOf(resources), valueSets, '2025-01-01');
};
/** `in` the denominator, `met` when in the numerator too, `out` of both. */
const of = (id: string, resources: readonly object[]): 'met' | 'in' | 'out' => {
  const { populations } = judge(id, resources);
  if (populations.numerator) return 'met';
  return populations.denominator ? 'in' : 'out';
};
const adult = patient('1980-06-01');
const depression = diagnosis('dx', sets.depression, '2023-01-01');
const phq2 = (id: string, at: string, value: number): object =>
  observation(id, '55758-7', at, { valueInteger: value });

describe('remission or response', () => {
  /** Index of 15 on 1 July 2024: the window is 29 October 2024 to 26 February 2025. */
  const base = [adult, depression, phq9('index', '2024-07-01', 15)];

  test.for<[string, readonly object[], 'in' | 'out']>([
    ['an index of 15 with a depression', base, 'in'],
    ['9 is not above 9', [adult, depression, phq9('index', '2024-07-01', 9)], 'out'],
    ['no depression', [adult, phq9('index', '2024-07-01', 15)], 'out'],
    [
      'a depression that began the day after',
      [adult, diagnosis('dx', sets.depression, '2024-07-02'), phq9('index', '2024-07-01', 15)],
      'out',
    ],
    ['the first day of the intake', [adult, depression, phq9('index', '2024-05-01', 15)], 'in'],
    ['the day before it', [adult, depression, phq9('index', '2024-04-30', 15)], 'out'],
    ['the last day of the intake', [adult, depression, phq9('index', '2025-04-30', 15)], 'in'],
    ['the day after it', [adult, depression, phq9('index', '2025-05-01', 15)], 'out'],
    ['12 on the day', [patient('2012-07-01'), ...base.slice(1)], 'in'],
    ['12 the day after', [patient('2012-07-02'), ...base.slice(1)], 'out'],
  ])('who is in: %s', ([, resources, expected]) => {
    expect(of('drr-e-follow-up', resources)).toBe(expected);
  });

  test.for<[string, number, string, readonly ('met' | 'in')[]]>([
    ['the first day of the window', 4, '2024-10-29', ['met', 'met', 'met']],
    ['the day before it', 4, '2024-10-28', ['in', 'in', 'in']],
    ['the last day of the window', 4, '2025-02-26', ['met', 'met', 'met']],
    ['the day after it', 4, '2025-02-27', ['in', 'in', 'in']],
    ['5 is a response and no remission', 5, '2024-12-01', ['met', 'in', 'met']],
    ['7 is at most half of 15', 7, '2024-12-01', ['met', 'in', 'met']],
    ['8 is more than half', 8, '2024-12-01', ['met', 'in', 'in']],
  ])('%s', ([, value, at, expected]) => {
    const resources = [...base, phq9('later', at, value)];
    expect(['follow-up', 'remission', 'response'].map((rate) => of(`drr-e-${rate}`, resources))).toEqual(
      expected,
    );
  });

  test('the last score in the window counts, and the first index', () => {
    const worse = [...base, phq9('a', '2024-11-01', 2), phq9('b', '2024-12-01', 14)];
    expect(of('drr-e-remission', worse)).toBe('in');
    expect(judge('drr-e-remission', worse).trail[0]?.evidence).toEqual(['Observation/index']);
  });

  test.for([
    ['2006-07-02', '12-17'],
    ['2006-07-01', '18-44'],
    ['1979-07-01', '45-64'],
    ['1959-07-01', '65+'],
  ] as const)('born %s: %s', ([born, stratum]) => {
    expect(judge('drr-e-response', [patient(born), ...base.slice(1)]).stratum).toBe(stratum);
  });
});

describe('monitoring', () => {
  const seen = (at: string): object => visit('v', sets.visit, at);

  test.for<[string, string, readonly ('met' | 'in' | 'out')[]]>([
    ['the first day of the year', '2025-01-01', ['in', 'out', 'out']],
    ['the last of the first period', '2025-04-30', ['in', 'out', 'out']],
    ['the first of the second', '2025-05-01', ['out', 'in', 'out']],
    ['the first of the third', '2025-09-01', ['out', 'out', 'in']],
    ['the last day of the year', '2025-12-31', ['out', 'out', 'in']],
    ['the day before the year', '2024-12-31', ['out', 'out', 'out']],
  ])('a visit on %s', ([, at, expected]) => {
    const resources = [adult, depression, seen(at)];
    expect([1, 2, 3].map((period) => of(`dms-e-period-${period}`, resources))).toEqual(expected);
  });

  test('a PHQ-9 counts in the period of the visit alone', () => {
    const resources = [adult, depression, seen('2025-02-01')];
    expect(of('dms-e-period-1', [...resources, phq9('a', '2025-04-30', 20)])).toBe('met');
    expect(of('dms-e-period-1', [...resources, phq9('a', '2025-05-01', 20)])).toBe('in');
  });

  test('without a depression, or under 12, nobody is counted', () => {
    expect(of('dms-e-period-1', [adult, seen('2025-02-01')])).toBe('out');
    expect(of('dms-e-period-1', [patient('2013-01-02'), depression, seen('2025-02-01')])).toBe('out');
    expect(of('dms-e-period-1', [patient('2013-01-01'), depression, seen('2025-02-01')])).toBe('in');
  });
});

describe('screening in the year', () => {
  test.for<[string, readonly object[], 'met' | 'in' | 'out']>([
    ['nobody asked', [adult], 'in'],
    ['a PHQ-9 on 1 January', [adult, phq9('s', '2025-01-01', 3)], 'met'],
    ['a PHQ-2 on 1 December', [adult, phq2('s', '2025-12-01', 1)], 'met'],
    ['one on 2 December is too late', [adult, phq9('s', '2025-12-02', 3)], 'in'],
    ['12 on the first day of the year', [patient('2013-01-01')], 'in'],
    ['12 on the second', [patient('2013-01-02')], 'out'],
  ])('%s', ([, resources, expected]) => {
    expect(of('dsf-e-screening', resources)).toBe(expected);
  });

  const positive = [adult, phq9('s', '2025-03-01', 10)];
  test.for<[string, readonly object[], 'met' | 'in' | 'out']>([
    ['9 is not positive', [adult, phq9('s', '2025-03-01', 9)], 'out'],
    ['10 is, and nothing followed', positive, 'in'],
    ['a PHQ-2 of 2 is not positive', [adult, phq2('s', '2025-03-01', 2)], 'out'],
    ['a PHQ-2 of 3 is', [adult, phq2('s', '2025-03-01', 3)], 'in'],
    ['follow-up on the day', [...positive, visit('f', sets.followUp, '2025-03-01')], 'met'],
    ['30 days later', [...positive, order('f', sets.followUp, '2025-03-31')], 'met'],
    ['31 days later', [...positive, order('f', sets.followUp, '2025-04-01')], 'in'],
    ['before it', [...positive, visit('f', sets.followUp, '2025-02-28')], 'in'],
    [
      'a positive PHQ-2 and a negative PHQ-9 on one day',
      [adult, phq2('a', '2025-03-01', 4), phq9('b', '2025-03-01', 8)],
      'met',
    ],
    [
      'the PHQ-9 a day later does not clear it',
      [adult, phq2('a', '2025-03-01', 4), phq9('b', '2025-03-02', 8)],
      'in',
    ],
    [
      'a positive PHQ-9 beside it does not',
      [adult, phq2('a', '2025-03-01', 4), phq9('b', '2025-03-01', 12)],
      'in',
    ],
  ])('follow-up: %s', ([, resources, expected]) => {
    expect(of('dsf-e-follow-up', resources)).toBe(expected);
  });
});

test('the order of the resources changes no population of any measure', () => {
  const record = [
    adult,
    depression,
    visit('v', sets.visit, '2025-02-01'),
    visit('f', sets.followUp, '2025-03-10'),
    phq9('index', '2024-07-01', 15),
    phq9('later', '2024-12-01', 4),
    phq9('screen', '2025-03-01', 12),
  ];
  const all = (resources: readonly object[]) =>
    qualityMeasures.filter(({ id }) => /^(drr|dms|dsf)-e/.test(id)).map(({ id }) => of(id, resources));
  const expected = ['met', 'met', 'met', 'met', 'out', 'out', 'met', 'met'];
  expect(all(record)).toEqual(expected);
  fc.assert(
    fc.property(fc.shuffledSubarray(record, { minLength: record.length }), (shuffled) => {
      expect(all(shuffled)).toEqual(expected);
    }),
  );
});
