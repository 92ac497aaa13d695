import { describe, expect, test } from 'vitest';
import { assessed, codes } from '../scoring/assess.ts';

type Answers = readonly (number | null)[];
const alerts = (points: Answers) =>
  assessed('c-ssrs-screener', points).critical.map(({ item, state, reason }) => `${item} ${state} ${reason}`);

/** 1 wish, 2 thoughts, 3 method, 4 intent, 5 plan, 6 behaviour ever, 7 in the last three months. */
describe('C-SSRS screener', () => {
  test.for([
    { why: 'all No, items 3-5 and 7 not asked', points: [0, 0, null, null, null, 0, null], band: 'none' },
    { why: 'all No, all asked', points: [0, 0, 0, 0, 0, 0, 0], band: 'none' },
    { why: 'a wish only', points: [1, 0, null, null, null, 0, null], band: 'low' },
    { why: 'thoughts only', points: [0, 1, 0, 0, 0, 0, null], band: 'low' },
    { why: 'a method', points: [1, 1, 1, 0, 0, 0, null], band: 'moderate' },
    { why: 'behaviour ever, not lately', points: [0, 0, null, null, null, 1, 0], band: 'moderate' },
    { why: 'intent', points: [1, 1, 0, 1, 0, 0, null], band: 'high' },
    { why: 'a plan', points: [1, 1, 0, 0, 1, 0, null], band: 'high' },
    { why: 'behaviour lately wins over all No', points: [0, 0, null, null, null, 1, 1], band: 'high' },
    { why: 'the highest wins', points: [1, 1, 1, 1, 1, 1, 1], band: 'high' },
  ] satisfies { why: string; points: Answers; band: string }[])('$why: $band', ({ points, band }) => {
    const assessment = assessed('c-ssrs-screener', points);
    expect(assessment).toMatchObject({ outcome: 'scored', total: null, band, issues: [] });
    expect(assessment?.atLeast).toBeUndefined();
  });

  test.for([
    { why: 'nothing answered', points: [null, null, null, null, null, null, null], band: null },
    { why: 'No, and behaviour not answered', points: [0, 0, null, null, null, null, null], band: null },
    { why: 'thoughts, the rest open', points: [0, 1, null, null, null, null, null], band: 'low' },
    {
      why: 'a wish, thoughts not answered: 3-5 may be due',
      points: [1, null, null, null, null, 0, null],
      band: 'low',
    },
    { why: 'a method, intent and plan open', points: [1, 1, 1, null, null, 0, null], band: 'moderate' },
    {
      why: 'behaviour ever without the three-month answer',
      points: [0, 0, null, null, null, 1, null],
      band: 'moderate',
    },
    {
      why: 'intent, the rest open: at least high',
      points: [null, 1, null, 1, null, null, null],
      band: 'high',
    },
  ] satisfies { why: string; points: Answers; band: string | null }[])(
    '$why: incomplete, at least $band, never "none"',
    ({ points, band }) => {
      const assessment = assessed('c-ssrs-screener', points);
      expect(assessment).toMatchObject({ outcome: 'incomplete', total: null, band });
      expect(assessment.atLeast).toBe(band === null ? undefined : true);
      expect(codes(assessment)).toContain('item-missing');
    },
  );

  test('intent, plan and recent behaviour alert; a gate answered No makes them negative, not unknown', () => {
    expect(alerts([0, 0, null, null, null, 0, null])).toEqual([
      '93249-1 negative gated',
      '93250-9 negative gated',
      '93269-9 negative gated',
    ]);
    expect(alerts([1, 1, 0, 1, 0, 1, 1])).toEqual([
      '93249-1 positive answered',
      '93250-9 negative answered',
      '93269-9 positive answered',
    ]);
  });

  test('not asked is unknown: the gate was Yes or is open', () => {
    expect(alerts([0, 1, null, null, 1, 1, null])).toEqual([
      '93249-1 unknown not-asked',
      '93250-9 positive answered',
      '93269-9 unknown not-asked',
    ]);
  });

  test.for([
    { carried: { valueCoding: { code: 'LA9194-7', display: 'Low' } }, flagged: true },
    { carried: { valueString: 'Low' }, flagged: true },
    { carried: { valueString: 'none' }, flagged: false },
  ])('a level carried by an all-No response is compared, never used: $carried', ({ carried, flagged }) => {
    const item = ['93246-7', '93247-5', '93267-3'].map((code) => ({
      linkId: `/${code}`,
      answer: [{ valueBoolean: false }] as object[],
    }));
    item.push({ linkId: '/93374-7', answer: [carried] });
    const assessment = assessed('c-ssrs-screener', [], { overrides: { item } });
    expect(assessment.band).toBe('none');
    expect(codes(assessment).includes('reported-total-differs')).toBe(flagged);
  });
});
