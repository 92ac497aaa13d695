import { describe, expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import type { Instrument } from '../../../shared/instruments/instrument.ts';
import { phq9 } from '../../../shared/instruments/phq-9.ts';
import { readQuestionnaireResponse } from '../../../shared/responses/questionnaire-response.ts';
import { compileCatalog } from '../../../shared/scoring/compile.ts';
import { Shadow, type ShadowReport } from '../../../shared/scoring/shadow.ts';
import { responseTo } from '../../builders/questionnaire-response.ts';

/** Item 1 turned round, and everything from 8 on is one band. */
const other: Instrument = {
  ...phq9,
  version: '2.0.0',
  items: phq9.items.map((item, index) => (index === 0 ? { ...item, reversed: true } : item)),
  scores: phq9.scores.map((score) => ({
    ...score,
    bands: [
      { from: 0, to: 7, label: 'minimal' },
      { from: 8, to: 27, label: 'raised' },
    ],
  })),
  critical: [],
};
const catalog = (version: string) =>
  compileCatalog([...instruments, other], { versions: { 'phq-9': version } });

function compare(resources: Readonly<Record<string, object>>, examples = 10): ShadowReport {
  const shadow = new Shadow({
    instrument: 'phq-9',
    from: catalog('1.0.0'),
    to: catalog('2.0.0'),
    forms: [],
    examples,
  });
  for (const [identity, resource] of Object.entries(resources))
    shadow.add(identity, readQuestionnaireResponse(resource as Record<string, unknown>));
  return shadow.report();
}

const sheet = (first: number, rest: number) => responseTo('phq-9', [first, ...Array(7).fill(rest), 0]);

describe('a shadow run', () => {
  const report = compare({
    up: sheet(0, 1), // 7 -> 10: mild -> raised
    'up too': sheet(0, 1),
    down: sheet(3, 0), // 3 -> 0: minimal -> minimal
    missing: responseTo('phq-9', [null, 1, 1, 1, 1, 1, 1, 1, 0]),
    pinned: { ...sheet(0, 1), questionnaire: 'urn:outcomes-pipeline:questionnaire:phq-9|1.0.0' },
    'another form': responseTo('gad-7', [1, 1, 1, 1, 1, 1, 1]),
  });

  test('counts what was read, compared, pinned and moved', () => {
    expect(report).toMatchObject({
      instrument: 'phq-9',
      from: '1.0.0',
      to: '2.0.0',
      read: 6,
      compared: 4,
      pinned: 1,
    });
    // The safety item is gone, so even the incomplete one moves.
    expect(report.moved).toBe(4);
  });

  test('says by how much totals move, and from which band to which', () => {
    expect(report.scores).toEqual([
      {
        id: 'total',
        primary: true,
        compared: 3,
        moved: 3,
        gained: 0,
        lost: 0,
        differences: [
          { difference: -3, count: 1 },
          { difference: 3, count: 2 },
        ],
        bands: [
          { from: 'mild', to: 'raised', count: 2 },
          { from: 'minimal', to: 'minimal', count: 1 },
        ],
      },
    ]);
  });

  test('says which outcomes and which safety items change', () => {
    expect(report.outcomes).toEqual([
      { from: 'scored', to: 'scored', count: 3 },
      { from: 'incomplete', to: 'incomplete', count: 1 },
    ]);
    expect(report.alerts).toEqual([{ item: '44260-8', from: 'negative', to: 'none', count: 4 }]);
  });

  test('names as many that moved as are asked for', () => {
    expect(report.examples).toEqual(['up', 'up too', 'down', 'missing']);
    expect(compare({ a: sheet(0, 1), b: sheet(0, 1) }, 1).examples).toEqual(['a']);
  });
});

test('an answer that only one version can read is a score gained or lost', () => {
  const shorter: Instrument = {
    ...phq9,
    version: '3.0.0',
    scores: phq9.scores.map((score) => ({
      ...score,
      method: { kind: 'sum', items: [1, 2, 3, 4, 5, 6, 7, 8] } as const,
    })),
    items: phq9.items.map((item, index) => (index === 8 ? { ...item, optional: true } : item)),
  };
  const versions = (version: string) =>
    compileCatalog([...instruments, shorter], { versions: { 'phq-9': version } });
  const shadow = new Shadow({
    instrument: 'phq-9',
    from: versions('1.0.0'),
    to: versions('3.0.0'),
    forms: [],
    examples: 1,
  });
  const incomplete = responseTo('phq-9', [1, 1, 1, 1, 1, 1, 1, 1, null]);
  shadow.add('eight', readQuestionnaireResponse({ ...incomplete }));
  expect(shadow.report()).toMatchObject({
    outcomes: [{ from: 'incomplete', to: 'scored', count: 1 }],
    scores: [{ id: 'total', compared: 0, gained: 1, lost: 0 }],
  });
});

test('an instrument nobody has is a bug', () => {
  const catalogs = { from: catalog('1.0.0'), to: catalog('2.0.0') };
  expect(() => new Shadow({ instrument: 'phq-99', ...catalogs, forms: [], examples: 0 })).toThrow(RangeError);
});
