import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  depressionRemission,
  remissionVariants,
} from '../../../../shared/metrics/quality/depression-remission.ts';
import type { PopulationCode } from '../../../../shared/metrics/quality/quality-case.ts';
import { remissionSets as sets } from '../../../../shared/metrics/quality/value-set-names.ts';
import { diagnosis, order, patient, phq9, status, timelineOf, valueSets, visit } from './record-builder.ts';

const judge = (resources: readonly object[], id = 'depression-remission-12-months') => {
  const variant = remissionVariants.find((one) => one.id === id);
  if (variant === undefined) throw new Error(id);
  return depressionRemission(variant, timelineOf(resources), valueSets, '2025-01-01');
};
const populations = (resources: readonly object[], id?: string): readonly PopulationCode[] =>
  Object.entries(judge(resources, id).populations).flatMap(([code, is]) =>
    is ? [code as PopulationCode] : [],
  );

const initial = ['initial-population', 'denominator'];
const met = [...initial, 'numerator'];
const excluded = [...initial, 'denominator-exclusion'];

/** Index of 15 on 10 March 2024; the window of 12 months is 9 January to 9 May 2025. */
const adult = patient('1980-06-01');
const depression = diagnosis('dx', sets.majorDepression, '2023-01-01');
const office = visit('v1', sets.visit, '2024-03-10T09:00:00Z', '2024-03-10T10:00:00Z');
const index = phq9('index', '2024-03-10T09:05:00Z', 15);
const base = [adult, depression, office, index];

describe('who is in', () => {
  test.for<[string, readonly object[], readonly string[]]>([
    ['an index above 9 at a visit for depression', base, initial],
    [
      'dysthymia counts as well',
      [adult, diagnosis('dx', sets.dysthymia, '2023-01-01'), office, index],
      initial,
    ],
    ['an index of 9 is not above 9', [adult, depression, office, phq9('index', '2024-03-10', 9)], []],
    ['an index of 10 is', [adult, depression, office, phq9('index', '2024-03-10', 10)], initial],
    ['7 days before the visit', [adult, depression, office, phq9('index', '2024-03-03', 15)], initial],
    ['8 days before is too early', [adult, depression, office, phq9('index', '2024-03-02', 15)], []],
    ['the day after the visit is too late', [adult, depression, office, phq9('index', '2024-03-11', 15)], []],
    ['no diagnosis', [adult, office, index], []],
    [
      'a depression that began after the visit',
      [adult, diagnosis('dx', sets.majorDepression, '2024-03-11'), office, index],
      [],
    ],
    [
      'a depression that is resolved',
      [
        adult,
        diagnosis('dx', sets.majorDepression, '2023-01-01', {
          clinicalStatus: status('condition-clinical', 'resolved'),
        }),
        office,
        index,
      ],
      [],
    ],
    ['a visit that was cancelled', [adult, depression, { ...office, status: 'cancelled' }, index], []],
    [
      'the first day of the identification period, 14 months before the year',
      [adult, depression, visit('v1', sets.visit, '2023-11-01'), phq9('index', '2023-11-01', 15)],
      initial,
    ],
    [
      'the day before it',
      [adult, depression, visit('v1', sets.visit, '2023-10-31'), phq9('index', '2023-10-31', 15)],
      [],
    ],
    [
      'the last day of it, two months before the year',
      [adult, depression, visit('v1', sets.visit, '2024-10-31'), phq9('index', '2024-10-31', 15)],
      initial,
    ],
    [
      'the day after it',
      [adult, depression, visit('v1', sets.visit, '2024-11-01'), phq9('index', '2024-11-01', 15)],
      [],
    ],
    ['12 on the day of the index', [patient('2012-03-10'), depression, office, index], initial],
    ['12 the day after', [patient('2012-03-11'), depression, office, index], []],
    ['no date of birth', [{ resourceType: 'Patient', id: 'p' }, depression, office, index], []],
    [
      'an index entered in error',
      [adult, depression, office, phq9('index', '2024-03-10', 15, { status: 'entered-in-error' })],
      [],
    ],
    ['a total that a PHQ-9 cannot have', [adult, depression, office, phq9('index', '2024-03-10', 28)], []],
  ])('%s', ([, resources, expected]) => {
    expect(populations(resources)).toEqual(expected);
  });

  test.for([
    ['2006-03-11', '12-17'],
    ['2006-03-10', '18+'],
  ] as const)('born %s, the age group at the index is %s', ([born, stratum]) => {
    expect(judge([patient(born), depression, office, index]).stratum).toBe(stratum);
  });
});

describe('who reached remission', () => {
  test.for<[string, readonly object[], readonly string[]]>([
    ['4 in the window', [phq9('a', '2025-03-10', 4)], met],
    ['5 is not below 5', [phq9('a', '2025-03-10', 5)], initial],
    ['the first day of the window', [phq9('a', '2025-01-09', 4)], met],
    ['the day before the window', [phq9('a', '2025-01-08', 4)], initial],
    ['the last day of the window', [phq9('a', '2025-05-09', 4)], met],
    ['the day after the window', [phq9('a', '2025-05-10', 4)], initial],
    ['the last one counts: worse again', [phq9('a', '2025-03-10', 4), phq9('b', '2025-04-10', 12)], initial],
    ['the last one counts: better at last', [phq9('a', '2025-03-10', 12), phq9('b', '2025-04-10', 3)], met],
  ])('%s', ([, later, expected]) => {
    expect(populations([...base, ...later])).toEqual(expected);
  });

  test('nobody measured in the window stays in the denominator, and is said not to be measured', () => {
    expect(populations(base)).toEqual(initial);
    expect(judge(base).measured).toBe(false);
    expect(judge([...base, phq9('a', '2025-03-10', 20)]).measured).toBe(true);
  });

  test.for([
    [7, true],
    [8, false],
  ] as const)('response: from 15 to %i is at most half: %s', ([value, responded]) => {
    const found = populations([...base, phq9('a', '2025-03-10', value)], 'depression-response-12-months');
    expect(found.includes('numerator')).toBe(responded);
  });

  test('six months: the window is 60 days around 10 December 2024 for an index on 10 June', () => {
    const june = [adult, depression, visit('v1', sets.visit, '2024-06-10'), phq9('index', '2024-06-10', 15)];
    const of = (at: string) => populations([...june, phq9('a', at, 3)], 'depression-remission-6-months');
    expect(of('2024-10-11')).toEqual(met);
    expect(of('2024-10-10')).toEqual(initial);
    expect(of('2025-02-08')).toEqual(met);
    expect(of('2025-02-09')).toEqual(initial);
  });
});

describe('who is excluded', () => {
  const remitted = [...base, phq9('a', '2025-03-10', 3)];
  test.for<[string, readonly object[], readonly string[]]>([
    ['bipolar disorder', [diagnosis('x', sets.bipolar, '2025-01-01')], excluded],
    ['a bipolar disorder that began after the window', [diagnosis('x', sets.bipolar, '2025-05-10')], met],
    ['hospice care ordered', [order('x', sets.hospiceAmbulatory, '2024-06-01')], excluded],
    [
      'hospice care only proposed',
      [order('x', sets.hospiceAmbulatory, '2024-06-01', { intent: 'proposal' })],
      met,
    ],
    ['hospice care ordered after the window', [order('x', sets.hospiceAmbulatory, '2025-05-10')], met],
    ['palliative care', [visit('x', sets.palliativeEncounter, '2024-06-01')], excluded],
    [
      'a diagnosis that was refuted',
      [
        diagnosis('x', sets.bipolar, '2024-01-01', {
          verificationStatus: status('condition-ver-status', 'refuted'),
        }),
      ],
      met,
    ],
  ])('%s', ([, more, expected]) => {
    expect(populations([...remitted, ...more])).toEqual(expected);
  });

  test('death up to the end of the window', () => {
    const died = (at: string) =>
      populations([patient('1980-06-01', { deceasedDateTime: at }), ...remitted.slice(1)]);
    expect(died('2025-05-09')).toEqual(excluded);
    expect(died('2025-05-10')).toEqual(met);
  });
});

describe('what never changes a population', () => {
  const record = [
    ...base,
    phq9('a', '2025-03-10', 4),
    phq9('b', '2025-02-10', 12),
    order('x', sets.hospiceAmbulatory, '2025-06-01'),
  ];

  test('the order of the resources', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(record, { minLength: record.length }), (shuffled) => {
        expect(populations(shuffled)).toEqual(met);
      }),
    );
  });

  test('a score that was taken back', () => {
    const wrong = phq9('c', '2025-04-01', 20, { status: 'entered-in-error' });
    expect(judge([...record, wrong])).toEqual(judge(record));
  });
});
