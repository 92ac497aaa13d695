import { describe, expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import type { Instrument, Score } from '../../../shared/instruments/instrument.ts';
import { lintInstrument } from '../../../shared/instruments/lint.ts';
import type { GoldenCase } from '../../../shared/instruments/lint-golden.ts';
import { hasCheckDigit } from '../../../shared/instruments/lint-identity.ts';

describe('the built-in catalog', () => {
  test.for(instruments.map((instrument) => [instrument.id, instrument] as const))(
    '%s is sound',
    ([, instrument]) => {
      expect(lintInstrument(instrument, { catalog: instruments })).toEqual([]);
    },
  );
});

const source = { cite: 'The clinic, 2026', confidence: 'verified' } as const;
const total: Score = {
  id: 'total',
  label: 'Demo total',
  code: { system: 'http://loinc.org', code: '44261-6' },
  method: { kind: 'sum', items: [1, 2] },
  range: { min: 0, max: 4 },
  better: 'lower',
  bands: [
    { from: 0, to: 1, label: 'low' },
    { from: 2, to: 4, label: 'high' },
  ],
  bandsSource: source,
  missing: { kind: 'complete', source },
  source,
};
/** Two items worth 0 to 2, the second reversed. */
const demo: Instrument = {
  id: 'demo',
  version: '1',
  title: 'Demo',
  rater: 'self',
  recall: 'now',
  questionnaires: ['https://clinic.example/Questionnaire/demo|1'],
  answerLists: {
    three: { system: 'urn:s', options: [{ points: 0 }, { points: 1 }, { points: 2 }], source },
  },
  items: [
    { label: 'one', answers: 'three' },
    { label: 'two', answers: 'three', reversed: true },
  ],
  scores: [total],
  primary: 'total',
  critical: [{ item: 1, atLeast: 1, source }],
  thresholds: [],
  reliability: [],
  category: 'cognitive-status',
  licence: source,
  sources: ['The clinic, 2026'],
};
const score = (changes: Partial<Score>): Partial<Instrument> => ({ scores: [{ ...total, ...changes }] });

test('a sound definition has no findings', () => {
  expect(lintInstrument(demo, { catalog: instruments })).toEqual([]);
});

describe('a definition is refused when', () => {
  test.for<{ why: string; code: string; path: string; change: Partial<Instrument> }>([
    { why: 'its id has capitals', code: 'id-malformed', path: 'id', change: { id: 'Demo' } },
    { why: 'its version has a bar', code: 'version-malformed', path: 'version', change: { version: '1|2' } },
    {
      why: 'it has no canonical',
      code: 'canonical-missing',
      path: 'questionnaires',
      change: { questionnaires: [] },
    },
    {
      why: 'a canonical is relative',
      code: 'canonical-malformed',
      path: 'questionnaires[0]',
      change: { questionnaires: ['Questionnaire/demo'] },
    },
    {
      why: 'a canonical has a fragment',
      code: 'canonical-malformed',
      path: 'questionnaires[0]',
      change: { questionnaires: ['https://a.example/q#1'] },
    },
    {
      why: 'a canonical has two versions',
      code: 'canonical-malformed',
      path: 'questionnaires[0]',
      change: { questionnaires: ['https://a.example/q|1|2'] },
    },
    {
      why: 'the check digit of its panel is wrong',
      code: 'loinc-check-digit',
      path: 'panel',
      change: { panel: '44249-2' },
    },
    {
      why: 'the check digit of a score is wrong',
      code: 'loinc-check-digit',
      path: 'scores.total.code',
      change: score({ code: { system: 'http://loinc.org', code: '44261-7' } }),
    },
    {
      why: 'two items have one code',
      code: 'item-code-duplicated',
      path: 'items',
      change: {
        items: [
          { label: 'one', answers: 'three', aliases: ['q'] },
          { label: 'two', answers: 'three', aliases: ['q'], reversed: true },
        ],
      },
    },
    {
      why: 'an item names no answer list',
      code: 'answer-list-unknown',
      path: 'items[0].answers',
      change: {
        items: [
          { label: 'one', answers: 'toString' },
          { label: 'two', answers: 'three' },
        ],
        critical: [],
      },
    },
    {
      why: 'two answers have one name',
      code: 'answer-duplicated',
      path: 'answerLists.three',
      change: {
        answerLists: {
          three: {
            system: 'urn:s',
            options: [{ points: 0, name: 'No' }, { points: 1, name: 'no' }, { points: 2 }],
            source,
          },
        },
      },
    },
    {
      why: 'a score needs an item that is not there',
      code: 'item-unknown',
      path: 'scores.total.method',
      change: score({ method: { kind: 'sum', items: [1, 2, 3] } }),
    },
    {
      why: 'a score counts an item twice',
      code: 'item-repeated',
      path: 'scores.total.method',
      change: score({ method: { kind: 'sum', items: [1, 2, 2] }, range: { min: 0, max: 6 }, bands: null }),
    },
    {
      why: 'its reversed item changes no score',
      code: 'reversal-without-effect',
      path: 'items[1].reversed',
      change: score({ method: { kind: 'sum', items: [1] }, range: { min: 0, max: 2 }, bands: null }),
    },
    {
      why: 'its safety item is not there',
      code: 'item-unknown',
      path: 'critical[0]',
      change: { critical: [{ item: 9, atLeast: 1, source }] },
    },
    {
      why: 'its safety item can never alert',
      code: 'critical-never',
      path: 'critical[0]',
      change: { critical: [{ item: 1, atLeast: 3, source }] },
    },
    {
      why: 'its safety item always alerts',
      code: 'critical-always',
      path: 'critical[0]',
      change: { critical: [{ item: 1, atLeast: 0, source }] },
    },
    {
      why: 'its range is not what the answers make',
      code: 'range-wrong',
      path: 'scores.total.range',
      change: score({ range: { min: 0, max: 5 } }),
    },
    {
      why: 'a total is in no band',
      code: 'band-gap',
      path: 'scores.total.bands',
      change: score({
        bands: [
          { from: 0, to: 1, label: 'low' },
          { from: 3, to: 4, label: 'high' },
        ],
      }),
    },
    {
      why: 'a total is in two bands',
      code: 'band-overlap',
      path: 'scores.total.bands',
      change: score({
        bands: [
          { from: 0, to: 2, label: 'low' },
          { from: 2, to: 4, label: 'high' },
        ],
      }),
    },
    {
      why: 'its bands stop early',
      code: 'band-gap',
      path: 'scores.total.bands',
      change: score({ bands: [{ from: 0, to: 3, label: 'low' }] }),
    },
    {
      why: 'its bands have no source',
      code: 'source-missing',
      path: 'scores.total.bandsSource',
      change: { scores: [(({ bandsSource: _, ...rest }) => rest)(total)] },
    },
    {
      why: 'its total is not a score of its own',
      code: 'score-unknown',
      path: 'primary',
      change: { primary: 'sum' },
    },
    {
      why: 'two scores have one code',
      code: 'score-code-duplicated',
      path: 'scores',
      change: { scores: [total, { ...total, id: 'again' }] },
    },
    {
      why: 'a threshold is outside the range',
      code: 'threshold-outside-range',
      path: 'thresholds[0]',
      change: {
        thresholds: [
          {
            score: 'total',
            kind: 'caseness',
            value: 5,
            authority: 'x',
            population: 'x',
            effective: '2026-01-01',
            source,
          },
        ],
      },
    },
    {
      why: 'a threshold is of no score',
      code: 'score-unknown',
      path: 'thresholds[0]',
      change: {
        thresholds: [
          {
            score: 'x',
            kind: 'reliable-change',
            value: 1,
            authority: 'x',
            population: 'x',
            effective: '2026-01-01',
            source,
          },
        ],
      },
    },
    {
      why: 'more than half may be missing',
      code: 'missing-rule-wide',
      path: 'scores.total.missing',
      change: score({ missing: { kind: 'prorate', maxMissing: 2, rounding: 'none', source } }),
    },
    {
      why: 'a setting is not documented',
      code: 'keying-undocumented',
      path: 'scores.total.needsSetting',
      change: score({ needsSetting: 'factors' }),
    },
    {
      why: 'a citation is empty',
      code: 'source-missing',
      path: 'scores.total.source'.replace('total', '0'),
      change: score({ source: { cite: ' ', confidence: 'verified' } }),
    },
    { why: 'no publication is named', code: 'source-missing', path: 'sources', change: { sources: [] } },
    {
      why: 'nobody says whose it is',
      code: 'licence-missing',
      path: 'licence',
      change: { licence: { cite: '', confidence: 'verified' } },
    },
    {
      why: 'it derives from nothing known',
      code: 'derived-unknown',
      path: 'derived.nobody',
      change: { derived: [{ instrument: 'nobody', items: [1] }] },
    },
    {
      why: 'it derives with too few items',
      code: 'derived-count',
      path: 'derived.phq-2',
      change: { derived: [{ instrument: 'phq-2', items: [1] }] },
    },
  ])('$why', ({ code, path, change }) => {
    const findings = lintInstrument({ ...demo, ...change }, { catalog: instruments });
    expect(findings.map((finding) => [finding.code, finding.path])).toContainEqual([
      code,
      path.replace('scores.0', 'scores[0]'),
    ]);
  });
});

test('an unused answer list is a warning, not an error', () => {
  const answerLists = {
    ...demo.answerLists,
    spare: { system: 'urn:s', options: [{ points: 0 }, { points: 1 }], source },
  };
  expect(lintInstrument({ ...demo, answerLists }, { catalog: [] })).toMatchObject([
    { code: 'answer-list-unused', severity: 'warning', path: 'answerLists.spare' },
  ]);
});

describe('a fractional score', () => {
  const mean: Partial<Score> = { method: { kind: 'mean', items: [1, 2] }, range: { min: 0, max: 2 } };

  test('between two bands belongs to the lower one', () => {
    const bands = [
      { from: 0, to: 0, label: 'low' },
      { from: 1, to: 2, label: 'high' },
    ];
    expect(lintInstrument({ ...demo, ...score({ ...mean, bands }) }, { catalog: [] })).toEqual([]);
  });

  test('above the last band is in none', () => {
    const bands = [{ from: 0, to: 1, label: 'low' }];
    expect(lintInstrument({ ...demo, ...score({ ...mean, bands }) }, { catalog: [] })).toMatchObject([
      { code: 'band-gap', message: expect.stringContaining('1.5') },
    ]);
  });
});

describe('golden cases', () => {
  // Item 2 is reversed: 0 counts 2. So 1 and 0 make 3, which is high.
  const right: GoldenCase[] = [
    { answers: [1, 0], expect: { total: 3, band: 'high' } },
    { answers: [0, 2], expect: { total: 0, band: 'low' } },
    { answers: [1, null], expect: { total: null, band: null } },
  ];

  test('that are right pass', () => {
    expect(lintInstrument(demo, { catalog: [], golden: right })).toEqual([]);
  });

  test.for<{ golden: GoldenCase[]; code: string; says: string }>([
    { golden: [], code: 'golden-missing', says: 'at least one case' },
    {
      golden: [{ answers: [1, 0], expect: { total: 1 } }],
      code: 'golden-wrong',
      says: 'total is 3, and the case says 1',
    },
    {
      golden: [{ answers: [1, 0], expect: { band: 'low' } }],
      code: 'golden-wrong',
      says: 'band is high, and the case says low',
    },
    { golden: [{ answers: [1, 7], expect: { total: 3 } }], code: 'golden-wrong', says: 'total is absent' },
    {
      golden: [{ answers: [1], expect: { total: 3 } }],
      code: 'golden-malformed',
      says: '1 answers and the form 2 items',
    },
    { golden: [{ answers: [1, 0], expect: { sum: 3 } }], code: 'golden-malformed', says: 'no score sum' },
  ])('$golden: $says', ({ golden, code, says }) => {
    expect(lintInstrument(demo, { catalog: [], golden })).toMatchObject([
      { code, severity: 'error', message: expect.stringContaining(says) },
    ]);
  });
});

test.for([
  { code: '44249-1', valid: true },
  { code: '1-8', valid: true },
  { code: '718-7', valid: true },
  { code: '44249-3', valid: false },
  { code: '44294-1', valid: false },
  { code: '44249', valid: false },
])('LOINC check digit: $code $valid', ({ code, valid }) => {
  expect(hasCheckDigit(code)).toBe(valid);
});
