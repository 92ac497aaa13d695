import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../shared/instruments/instrument.ts';
import { phq9 } from '../../../shared/instruments/phq-9.ts';
import { seriesOf, versionFaults, versionsInForce } from '../../../shared/instruments/versions.ts';

const source = { cite: 'The clinic, 2026', confidence: 'verified' } as const;
const version = (name: string, ...equivalent: readonly string[]): Instrument => ({
  ...phq9,
  version: name,
  equivalentTo: equivalent.map((one) => ({ version: one, source })),
});

describe('the version in force', () => {
  const inForce = (versions: readonly Instrument[], chosen = {}) =>
    versionsInForce(versions, chosen).get('phq-9')?.version;

  test('is the first listed: a file beside the built-in instrument changes nothing', () => {
    expect(inForce([phq9, version('2.0.0')])).toBe('1.0.0');
  });

  test('is the one chosen', () => {
    expect(inForce([phq9, version('2.0.0'), version('3.0.0')], { 'phq-9': '2.0.0' })).toBe('2.0.0');
  });
});

describe('a choice is refused', () => {
  const own = (id: string, name: string): Instrument => ({ ...phq9, id, version: name });

  test.for([
    {
      why: 'of an instrument nobody knows',
      custom: [],
      chosen: { 'phq-99': '1' },
      code: 'version-instrument-unknown',
    },
    { why: 'of a version nobody has', custom: [], chosen: { 'phq-9': '2.0.0' }, code: 'version-unknown' },
    {
      why: 'when it is not made between two of the operator’s own',
      custom: [own('check', '1'), own('check', '2')],
      chosen: {},
      code: 'version-unchosen',
    },
  ])('$why', ({ custom, chosen, code }) => {
    expect(versionFaults([phq9], custom, chosen).map((fault) => fault.code)).toEqual([code]);
  });

  test('and not when it can be applied', () => {
    expect(versionFaults([phq9], [version('2.0.0')], {})).toEqual([]);
    expect(versionFaults([phq9], [version('2.0.0')], { 'phq-9': '2.0.0' })).toEqual([]);
  });
});

describe('what is counted together', () => {
  const names = (versions: readonly Instrument[], chosen = {}) => {
    const series = seriesOf(versions, chosen);
    return ['1.0.0', '2.0.0', '3.0.0'].map((one) => series('phq-9', one));
  };

  test('only the version in force goes by the name of the instrument', () => {
    expect(names([phq9, version('2.0.0')])).toEqual(['phq-9', 'phq-9|2.0.0', 'phq-9|3.0.0']);
    expect(names([phq9, version('2.0.0')], { 'phq-9': '2.0.0' })).toEqual([
      'phq-9|1.0.0',
      'phq-9',
      'phq-9|3.0.0',
    ]);
  });

  test('and what says that it means the same, whichever of the two is in force', () => {
    const both = [phq9, version('2.0.0', '1.0.0')];
    expect(names(both)).toEqual(['phq-9', 'phq-9', 'phq-9|3.0.0']);
    expect(names(both, { 'phq-9': '2.0.0' })).toEqual(['phq-9', 'phq-9', 'phq-9|3.0.0']);
  });

  test('along a chain, also by way of a version that is gone', () => {
    expect(names([version('3.0.0', '2.0.0'), version('1.0.0', '2.0.0')])).toEqual([
      'phq-9',
      'phq-9',
      'phq-9',
    ]);
  });

  test('an instrument nobody lists goes by its id', () => {
    expect(seriesOf([])('spin', '1')).toBe('spin');
  });
});
