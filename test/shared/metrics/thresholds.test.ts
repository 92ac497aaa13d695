import { describe, expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import { specificAnxietyMeasures } from '../../../shared/metrics/anxiety-measure.ts';
import { builtInRules } from '../../../shared/metrics/rule-book.ts';
import { thresholdsOf } from '../../../shared/metrics/thresholds.ts';

const { thresholdFor } = builtInRules;
const registeredThresholds = thresholdsOf(instruments);

describe('the thresholds in use', () => {
  test.for([
    { instrument: 'phq-9', caseness: 10, reliableChange: 6, from: 'PMC8411661 Table 1' },
    { instrument: 'gad-7', caseness: 8, reliableChange: 4, from: 'PMC8411661 Table 1' },
    { instrument: 'pcl-5', caseness: 32, reliableChange: 10, from: 'NHS Talking Therapies Manual' },
  ])('$instrument: a case from $caseness, reliable from $reliableChange ($from)', (expected) => {
    expect(thresholdFor(expected.instrument, 'caseness')?.value).toBe(expected.caseness);
    expect(thresholdFor(expected.instrument, 'reliable-change')?.value).toBe(expected.reliableChange);
  });

  test('another authority can be asked for by name', () => {
    expect(thresholdFor('pcl-5', 'reliable-change', 'Marx 2022')?.value).toBe(15);
  });

  test('a number nobody could verify is on record and never used', () => {
    expect(registeredThresholds.some(({ instrument }) => instrument === 'spin')).toBe(true);
    expect(thresholdFor('spin', 'caseness')).toBeUndefined();
  });
});

test('every threshold says who says so, of whom, since when and from where', () => {
  for (const { authority, population, effective, source } of registeredThresholds) {
    expect([authority, population, source.cite].every((text) => text.length > 2)).toBe(true);
    expect(effective).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
});

test('where authorities differ on the PCL-5, each entry says so', () => {
  const disputed = registeredThresholds.filter(
    ({ instrument, kind }) => instrument === 'pcl-5' && kind === 'reliable-change',
  );
  expect(new Set(disputed.map(({ value }) => value)).size).toBeGreaterThan(1);
  expect(disputed.every(({ dispute }) => dispute !== undefined)).toBe(true);
});

describe('the anxiety measure that fits the problem (Clark 2018, PMC5942544, Table 2)', () => {
  test.for([
    { descriptor: 'F40.0', measures: ['mi-alone'] },
    { descriptor: 'F40.10', measures: ['spin'] },
    { descriptor: 'F41.0', measures: ['pdss'] },
    { descriptor: 'F42.9', measures: ['oci'] },
    { descriptor: 'F43.1', measures: ['pcl-5', 'ies-r'] },
    { descriptor: 'F4310', measures: ['pcl-5', 'ies-r'] },
    { descriptor: 'F45.2', measures: ['hai-short-week'] },
    { descriptor: 'F45.22', measures: [] },
    { descriptor: 'F32.1', measures: [] },
    { descriptor: 'F41.1', measures: [] },
    { descriptor: null, measures: [] },
  ])('$descriptor: $measures', ({ descriptor, measures }) => {
    expect(specificAnxietyMeasures(descriptor)).toEqual(measures);
  });
});
