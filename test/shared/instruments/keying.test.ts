import { describe, expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import { dast10 } from '../../../shared/instruments/dast-10.ts';
import { applyKeying, type KeyingSettings, keyingFaults } from '../../../shared/instruments/keying.ts';
import { score15 } from '../../../shared/instruments/score-15.ts';
import { compileCatalog } from '../../../shared/scoring/compile.ts';

const factors = (change: object) => ({
  'ras-r': {
    factors: {
      'goal-and-success-orientation': [1, 2, 3, 4, 5],
      'personal-confidence-and-hope': [7, 8, 9, 10, 11, 12, 13, 19, 21],
      'willingness-to-ask-for-help': [16, 17, 18],
      'reliance-on-others': [6, 22, 23, 24],
      'no-domination-by-symptoms': [14, 15, 20],
      ...change,
    },
  },
});

describe('keying settings', () => {
  test.for([
    {
      why: 'an unknown instrument',
      settings: { 'phq-99': {} },
      code: 'keying-instrument-unknown',
      at: 'phq-99',
    },
    {
      why: 'an instrument whose keying is settled',
      settings: { 'pss-10': { 'reversed-items': [4] } },
      code: 'keying-setting-unknown',
      at: 'pss-10.reversed-items',
    },
    {
      why: 'an unknown setting',
      settings: { 'score-15': { reversed: [1] } },
      code: 'keying-setting-unknown',
      at: 'score-15.reversed',
    },
    {
      why: 'a word where numbers are due',
      settings: { 'score-15': { 'reversed-items': 'all' } },
      code: 'keying-shape',
      at: 'score-15.reversed-items',
    },
    {
      why: 'an item the form does not have',
      settings: { 'score-15': { 'reversed-items': [2, 16] } },
      code: 'keying-item-unknown',
      at: 'score-15.reversed-items',
    },
    {
      why: 'an item named twice',
      settings: { 'score-15': { 'reversed-items': [2, 2] } },
      code: 'keying-item-repeated',
      at: 'score-15.reversed-items',
    },
    {
      why: 'a ReQoL keying that would invert its alert',
      settings: { 'reqol-10': { 'reversed-items': [1, 3, 9] } },
      code: 'keying-item-required',
      at: 'reqol-10.reversed-items',
    },
    {
      why: 'the unscored question of the ReQoL',
      settings: { 'reqol-10': { 'reversed-items': [6, 11] } },
      code: 'keying-item-unknown',
      at: 'reqol-10.reversed-items',
    },
    {
      why: 'an unknown wording',
      settings: { 'dast-10': { 'item-3-wording': 'constructor' } },
      code: 'keying-choice-unknown',
      at: 'dast-10.item-3-wording',
    },
    {
      why: 'an item count nobody has',
      settings: { 'wai-srt': { items: 11 } },
      code: 'keying-choice-unknown',
      at: 'wai-srt.items',
    },
    {
      why: 'a factor with too few items',
      settings: factors({ 'reliance-on-others': [6, 22, 23] }),
      code: 'keying-item-count',
      at: 'ras-r.factors',
    },
    {
      why: 'an item in two factors',
      settings: factors({ 'reliance-on-others': [5, 22, 23, 24] }),
      code: 'keying-item-repeated',
      at: 'ras-r.factors',
    },
    {
      why: 'a factor nobody knows',
      settings: factors({ optimism: [1] }),
      code: 'keying-score-missing',
      at: 'ras-r.factors',
    },
  ] satisfies { why: string; settings: KeyingSettings; code: string; at: string }[])(
    '$why is refused with $code and a sentence',
    ({ settings, code, at }) => {
      const [fault, ...more] = keyingFaults(instruments, settings);
      expect(more).toEqual([]);
      expect(fault).toMatchObject({ code, at });
      expect(fault?.message).toMatch(/^\S.*\.$/);
    },
  );

  test('a valid setting frees exactly the scores that waited for it, and leaves the data as they were', () => {
    const keyed = applyKeying(dast10, { 'item-3-wording': 'able' });
    expect(keyed).toMatchObject({ kind: 'keyed' });
    if (keyed.kind === 'invalid') return;
    expect(keyed.instrument.items.flatMap(({ reversed }, index) => (reversed ? [index + 1] : []))).toEqual([
      3,
    ]);
    expect(keyed.instrument.scores.some(({ needsSetting }) => needsSetting !== undefined)).toBe(false);
    expect(score15.scores.every(({ needsSetting }) => needsSetting === 'reversed-items')).toBe(true);
    expect(dast10.items.some((item) => 'reversed' in item)).toBe(false);
  });

  test('unchecked settings are a bug, not an input', () => {
    expect(() => compileCatalog(instruments, { keying: { 'wai-srt': { items: 11 } } })).toThrow(
      /wai-srt\.items/,
    );
  });
});
