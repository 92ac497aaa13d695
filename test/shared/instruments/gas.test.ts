import { describe, expect, test } from 'vitest';
import { goalsResponse } from '../../builders/questionnaire-response.ts';
import { assess, codes } from '../scoring/assess.ts';

const scored = (...goals: Parameters<typeof goalsResponse>[0]) => {
  const [assessment] = assess(goalsResponse(goals));
  if (assessment === undefined) throw new Error('not assessed');
  return assessment;
};

describe('Goal Attainment Scaling', () => {
  // T = 50 + 10 sum(wx) / sqrt(0.7 sum(w^2) + 0.3 (sum w)^2)
  test.for([
    { goals: [{ level: 1 }], sum: '50 + 10 * 1 / sqrt(0.7 + 0.3) = 60', t: 60 },
    { goals: [{ level: -2 }], sum: '50 - 20 / 1 = 30', t: 30 },
    { goals: [{ level: 0 }, { level: 0 }], sum: '50 + 0 = 50', t: 50 },
    {
      goals: [{ level: 1 }, { level: 1 }],
      sum: '50 + 20 / sqrt(0.7 * 2 + 0.3 * 4 = 2.6) = 62.4035',
      t: 62.4035,
    },
    {
      goals: [{ level: 1 }, { level: 1 }, { level: 1 }],
      sum: '50 + 30 / sqrt(0.7 * 3 + 0.3 * 9 = 4.8) = 63.6931',
      t: 63.6931,
    },
    {
      goals: [{ level: 2 }, { level: 2 }, { level: 2 }],
      sum: '50 + 60 / sqrt(4.8) = 77.3861',
      t: 77.3861,
    },
    {
      goals: [
        { level: 1, weight: 3 },
        { level: -1, weight: 1 },
      ],
      sum: '50 + 10 * (3 - 1) / sqrt(0.7 * 10 + 0.3 * 16 = 11.8) = 55.8222',
      t: 55.8222,
    },
  ])('$sum', ({ goals, t }) => {
    expect(scored(...goals)).toMatchObject({
      outcome: 'scored',
      total: t,
      band: null,
      answered: goals.length,
    });
  });

  test('an unrated goal is left out of every sum, and counted', () => {
    expect(scored({ level: 1 }, { weight: 5 }, {})).toMatchObject({
      outcome: 'scored',
      total: 60,
      answered: 1,
      of: 3,
    });
  });

  test('no rated goal: incomplete, with what to do', () => {
    const assessment = scored({ weight: 2 });
    expect(assessment).toMatchObject({ outcome: 'incomplete', total: null, answered: 0, of: 1 });
    expect(codes(assessment)).toEqual(['goals-missing']);
  });

  test.for([{ level: 3 }, { level: 1, weight: 0 }, { level: 1, weight: -1 }, { level: 1, weight: 1e300 }])(
    '%o is not a goal anybody can read: review, and the goal is named',
    (goal) => {
      const assessment = scored({ level: 1 }, goal);
      expect(assessment).toMatchObject({ outcome: 'review', total: null });
      expect(assessment.issues).toMatchObject([{ linkId: 'goal-2' }]);
    },
  );

  test('a goal sent twice alike counts once; sent twice differently nobody guesses', () => {
    const twice = (level: number) => {
      const response = goalsResponse([{ level: 1 }]);
      response.item?.push({
        linkId: 'goal-1',
        item: [{ linkId: 'level', answer: [{ valueInteger: level }] }],
      });
      return assess(response)[0];
    };
    expect(twice(1)).toMatchObject({ outcome: 'scored', total: 60, of: 1 });
    expect(twice(2)).toMatchObject({ outcome: 'review', total: null });
  });
});
