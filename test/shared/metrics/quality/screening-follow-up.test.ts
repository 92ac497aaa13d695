import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directReference } from '../../../../shared/metrics/quality/direct-reference-codes.ts';
import type { PopulationCode } from '../../../../shared/metrics/quality/quality-case.ts';
import { screeningFollowUp } from '../../../../shared/metrics/quality/screening-follow-up.ts';
import { screeningSets as sets } from '../../../../shared/metrics/quality/value-set-names.ts';
import {
  diagnosis,
  observation,
  order,
  patient,
  snomed,
  timelineOf,
  valueSets,
  visit,
  within,
} from './record-builder.ts';

const populations = (resources: readonly object[]): readonly PopulationCode[] =>
  Object.entries(screeningFollowUp(timelineOf(resources), valueSets, '2025-01-01').populations).flatMap(
    ([code, is]) => (is ? [code as PopulationCode] : []),
  );
const initial = ['initial-population', 'denominator'];
const met = [...initial, 'numerator'];

const code = (key: string): string => key.slice(key.indexOf('|') + 1);
const [adultTool, adolescentTool] = [
  code(directReference.adultScreening),
  code(directReference.adolescentScreening),
];
const negative = { valueCodeableConcept: snomed(code(directReference.screeningNegative)) };
const positive = { valueCodeableConcept: snomed(code(directReference.screeningPositive)) };
const screen = (at: string, result: object, tool = adultTool, id = `s-${at}`): object =>
  observation(id, tool, at, result);
const notDone = (reason: object, at = '2025-06-10'): object => ({
  ...observation('nd', adultTool, at, {}),
  status: 'cancelled',
  issued: at,
  extension: [
    {
      url: 'http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-notDoneReason',
      valueCodeableConcept: reason,
    },
  ],
});

const adult = patient('1980-06-01');
const seen = visit('v', sets.screeningEncounter, '2025-06-10T09:00:00Z', '2025-06-10T10:00:00Z');

describe('who is in', () => {
  test.for<[string, readonly object[], readonly string[]]>([
    ['a visit in the year', [adult, seen], initial],
    ['a telephone visit', [adult, visit('v', sets.telephone, '2025-06-10')], initial],
    ['a visit of another kind', [adult, visit('v', sets.bipolar, '2025-06-10')], []],
    ['no visit', [adult], []],
    ['the first day of the year', [adult, visit('v', sets.telephone, '2025-01-01')], initial],
    ['the day before the year', [adult, visit('v', sets.telephone, '2024-12-31')], []],
    ['the last day of the year', [adult, visit('v', sets.telephone, '2025-12-31')], initial],
    ['a visit that ends after the year', [adult, visit('v', sets.telephone, '2025-12-31', '2026-01-01')], []],
    ['a visit not finished', [adult, { ...seen, status: 'in-progress' }], []],
    ['12 on the first day of the year', [patient('2013-01-01'), seen], initial],
    ['12 on the second', [patient('2013-01-02'), seen], []],
  ])('%s', ([, resources, expected]) => {
    expect(populations(resources)).toEqual(expected);
  });

  test('a bipolar disorder before the visit excludes, one that began on its day does not', () => {
    const bipolar = (onset: string) => diagnosis('x', sets.bipolar, onset);
    const screened = [adult, seen, screen('2025-06-10', negative)];
    expect(populations([...screened, bipolar('2025-06-09')])).toEqual([...initial, 'denominator-exclusion']);
    expect(populations([...screened, bipolar('2025-06-10')])).toEqual(met);
  });
});

describe('who is met', () => {
  test.for<[string, readonly object[], readonly string[]]>([
    ['negative on the day of the visit', [screen('2025-06-10', negative)], met],
    ['negative 14 days before it', [screen('2025-05-27', negative)], met],
    ['negative 15 days before it', [screen('2025-05-26', negative)], initial],
    ['negative the day after it', [screen('2025-06-11', negative)], initial],
    ['positive and nothing done', [screen('2025-06-10', positive)], initial],
    ['without a result', [screen('2025-06-10', {})], initial],
    ['the tool of another age', [screen('2025-06-10', negative, adolescentTool)], initial],
    [
      'the latest counts: negative, then positive and nothing done',
      [screen('2025-06-01', negative), screen('2025-06-10', positive)],
      initial,
    ],
    [
      'the latest counts: positive, then negative',
      [screen('2025-06-01', positive), screen('2025-06-10', negative)],
      met,
    ],
  ])('%s', ([, more, expected]) => {
    expect(populations([adult, seen, ...more])).toEqual(expected);
  });

  test.for<[string, string, readonly string[]]>([
    ['on the day of the visit', '2025-06-10', met],
    ['two days after it', '2025-06-12', met],
    ['three days after it', '2025-06-13', initial],
    ['before it', '2025-06-09', initial],
  ])('a positive screening with a referral %s', ([, at, expected]) => {
    const resources = [adult, seen, screen('2025-06-05', positive), order('r', sets.adultReferral, at)];
    expect(populations(resources)).toEqual(expected);
  });

  test('at 17 either tool counts, and the follow-up of its own age group', () => {
    const seventeen = patient('2007-06-01');
    for (const tool of [adultTool, adolescentTool])
      expect(populations([seventeen, seen, screen('2025-06-10', negative, tool)])).toEqual(met);
    const referred = (set: string) =>
      populations([
        seventeen,
        seen,
        screen('2025-06-10', positive, adolescentTool),
        order('r', set, '2025-06-10'),
      ]);
    expect(referred(sets.adolescentReferral)).toEqual(met);
    expect(referred(sets.adultReferral)).toEqual(initial);
  });
});

describe('who is excepted', () => {
  test.for<[string, readonly object[], readonly string[]]>([
    [
      'declined',
      [notDone(snomed(code(directReference.screeningDeclined)))],
      [...initial, 'denominator-exception'],
    ],
    ['a medical reason', [notDone(within(sets.medicalReason))], [...initial, 'denominator-exception']],
    ['another reason', [notDone(snomed('1'))], initial],
    ['a reason given on another day', [notDone(within(sets.medicalReason), '2025-06-12')], initial],
    [
      'a reason, and a screening a week before',
      [notDone(within(sets.medicalReason)), screen('2025-06-03', positive)],
      initial,
    ],
    [
      'a reason, and a negative screening',
      [notDone(within(sets.medicalReason)), screen('2025-06-03', negative)],
      met,
    ],
  ])('%s', ([, more, expected]) => {
    expect(populations([adult, seen, ...more])).toEqual(expected);
  });
});

test('the order of the resources never changes a population', () => {
  const record = [
    adult,
    seen,
    screen('2025-06-01', negative),
    screen('2025-06-10', positive),
    order('r', sets.adultReferral, '2025-06-11'),
    visit('v2', sets.telephone, '2025-03-01'),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(record, { minLength: record.length }), (shuffled) => {
      expect(populations(shuffled)).toEqual(met);
    }),
  );
});
