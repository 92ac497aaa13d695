import { describe, expect, test } from 'vitest';
import { courseFlag } from '../../../../shared/metrics/courses/course-flag.ts';
import { courseFlags } from '../../../../shared/metrics/courses/course-flags.ts';
import { expectedCourse } from '../../../../shared/metrics/courses/expected-course.ts';
import { areGoalsReached } from '../../../../shared/metrics/courses/goals-reached.ts';
import { harmed, isHarmed } from '../../../../shared/metrics/courses/harmed.ts';
import { trackOf } from '../../../../shared/metrics/courses/not-on-track.ts';
import { afterRemission } from '../../../../shared/metrics/courses/relapse.ts';
import { remissionTime } from '../../../../shared/metrics/courses/time-to-remission.ts';
import { builtInRules } from '../../../../shared/metrics/rule-book.ts';
import { course, record } from './course-builder.ts';

const static_ = { basis: 'static-rules', limit: () => null } as const;

/** Names of what is true, of those asked for. */
function holds(
  instrument: string,
  scores: readonly (readonly [number, number])[],
  asked: readonly (keyof typeof courseFlag)[],
): readonly string[] {
  const flags = courseFlags(course(instrument, scores), static_);
  return asked.filter((name) => (flags & courseFlag[name]) !== 0);
}

describe('response, partial response and remission of PHQ-9', () => {
  const asked = ['response', 'partialResponse', 'remission', 'startedWell'] as const;
  test.for([
    { why: 'exactly half counts', scores: [20, 10], true: ['response'] },
    { why: 'one point short of half is partial', scores: [20, 11], true: ['partialResponse'] },
    { why: 'exactly a quarter is partial', scores: [20, 15], true: ['partialResponse'] },
    { why: 'less than a quarter is neither', scores: [20, 16], true: [] },
    { why: 'four is remission, and response from ten on', scores: [10, 4], true: ['response', 'remission'] },
    { why: 'five is not remission', scores: [10, 5], true: ['response'] },
    { why: 'nine at the start is no case: excluded', scores: [9, 0], true: ['startedWell'] },
  ])('$why: $scores', ({ scores: [first = 0, last = 0], true: expected }) => {
    expect(
      holds(
        'phq-9',
        [
          [0, first],
          [60, last],
        ],
        asked,
      ),
    ).toEqual(expected);
  });

  test('a single score gives none of them', () => {
    expect(holds('phq-9', [[0, 20]], asked)).toEqual([]);
  });
});

describe('categories by registered reliable change and cut-off', () => {
  const asked = ['recovered', 'improved', 'worsened'] as const;
  test.for([
    ['phq-9', 15, 9, ['recovered', 'improved']],
    ['phq-9', 24, 15, ['improved']],
    ['phq-9', 12, 9, []],
    ['phq-9', 10, 16, ['worsened']],
    // ReQoL-10: higher is better, a case at 24 or below, 5 points are real (Keetharuth 2018).
    ['reqol-10', 20, 26, ['recovered', 'improved']],
    ['reqol-10', 20, 24, []],
    ['reqol-10', 26, 21, ['worsened']],
  ] as const)('%s from %d to %d: %s', ([instrument, first, last, expected]) => {
    expect(
      holds(
        instrument,
        [
          [0, first],
          [60, last],
        ],
        asked,
      ),
    ).toEqual(expected);
  });
});

test('deterioration during care is seen even where the end is good', () => {
  const scores = [
    [0, 12],
    [30, 18],
    [60, 3],
  ] as const;
  expect(holds('phq-9', scores, ['deteriorated', 'remission'])).toEqual(['remission', 'deteriorated'].sort());
});

describe('after remission', () => {
  test.for([
    {
      why: 'a case again after five months is relapse',
      scores: [
        [0, 15],
        [30, 3],
        [180, 11],
      ],
      after: { seenAfterRemission: true, relapsed: true, seenLater: false, recurred: false },
    },
    {
      why: 'six points above the best is relapse though below ten',
      scores: [
        [0, 15],
        [30, 3],
        [60, 2],
        [90, 8],
      ],
      after: { seenAfterRemission: true, relapsed: true, seenLater: false, recurred: false },
    },
    {
      why: 'day 183 is still relapse',
      scores: [
        [0, 15],
        [30, 4],
        [213, 10],
      ],
      after: { seenAfterRemission: true, relapsed: true, seenLater: false, recurred: false },
    },
    {
      why: 'day 184 is recurrence',
      scores: [
        [0, 15],
        [30, 4],
        [214, 10],
      ],
      after: { seenAfterRemission: false, relapsed: false, seenLater: true, recurred: true },
    },
    {
      why: 'well ever since',
      scores: [
        [0, 15],
        [30, 4],
        [90, 6],
      ],
      after: { seenAfterRemission: true, relapsed: false, seenLater: false, recurred: false },
    },
  ] as const)('$why', ({ scores, after }) => {
    expect(afterRemission(course('phq-9', scores, { end: 100 }))).toEqual(after);
  });

  test('who never was unwell or never remitted is not asked', () => {
    expect(
      afterRemission(
        course('phq-9', [
          [0, 8],
          [30, 2],
        ]),
      ),
    ).toBeNull();
    expect(
      afterRemission(
        course('phq-9', [
          [0, 18],
          [30, 9],
        ]),
      ),
    ).toBeNull();
  });

  test('remission after the end of care is not remission in care', () => {
    expect(
      afterRemission(
        course(
          'phq-9',
          [
            [0, 18],
            [30, 9],
            [120, 3],
          ],
          { end: 100 },
        ),
      ),
    ).toBeNull();
  });
});

describe('not on track', () => {
  test('is never said of the first two scores', () => {
    expect(
      trackOf(
        course('phq-9', [
          [0, 12],
          [7, 27],
        ]),
        static_,
      ),
    ).toEqual([null, null]);
  });

  test('static rules of PHQ-9: 17 from week 4, 13 from week 9, 9 from week 14', () => {
    const scores = [
      [0, 20],
      [7, 20],
      [27, 17],
      [28, 17],
      [62, 16],
      [63, 13],
      [97, 12],
      [98, 9],
    ] as const;
    expect(trackOf(course('phq-9', scores), static_)).toEqual([
      null,
      null,
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  test('other instruments: reliably worse than the first score', () => {
    const scores = [
      [0, 10],
      [7, 10],
      [14, 13],
      [21, 14],
    ] as const;
    expect(trackOf(course('gad-7', scores), static_)).toEqual([null, null, false, true]);
  });

  test('fifty past episodes of the same band give the limit instead; forty-nine do not', () => {
    const rules = builtInRules.rulesOf('phq-9');
    if (rules === null) throw new Error('PHQ-9 is built in');
    // Third scores 1 to 50: nine in ten stay at or below 45.1 (Python: statistics.quantiles, inclusive).
    const past = Array.from({ length: 50 }, (_, i) =>
      record(
        'phq-9',
        [
          [0, 16],
          [7, 16],
          [14, i + 1],
        ],
        { end: 30, patient: `p${i}` },
      ),
    );
    const expected = expectedCourse(past, rules, 31);
    expect(expected.limit(15, 3)).toBeCloseTo(45.1, 12);
    expect(expected.basis).toBe('past-episodes');
    // Another band, a fourth score, and one episode fewer.
    expect(expected.limit(9, 3)).toBeNull();
    expect(expected.limit(15, 4)).toBeNull();
    expect(expectedCourse(past.slice(1), rules, 31).basis).toBe('static-rules');
    // Episodes that ended in the year they would judge are not the past.
    expect(expectedCourse(past, rules, 30).basis).toBe('static-rules');
  });

  test('with a limit, worse than it is off track', () => {
    const limited = { basis: 'past-episodes', limit: () => 12 } as const;
    const scores = [
      [0, 20],
      [7, 20],
      [14, 12],
      [21, 13],
    ] as const;
    expect(trackOf(course('phq-9', scores), limited)).toEqual([null, null, false, true]);
  });
});

describe('time to remission', () => {
  test.for([
    {
      why: 'the first score below five',
      scores: [
        [3, 14],
        [20, 5],
        [45, 4],
        [60, 2],
      ],
      time: { time: 42, event: true },
    },
    {
      why: 'without it, watched to the last score',
      scores: [
        [3, 14],
        [45, 7],
      ],
      time: { time: 42, event: false },
    },
    {
      why: 'no case at the start: not on the curve',
      scores: [
        [3, 9],
        [45, 2],
      ],
      time: null,
    },
    { why: 'never seen again: not on the curve', scores: [[3, 14]], time: null },
  ] as const)('$why', ({ scores, time }) => {
    expect(remissionTime(course('phq-9', scores))).toEqual(time);
  });

  test('BARC-10 has a remission at 47 and no cut-off: whoever started below 47 can reach it', () => {
    expect(
      remissionTime(
        course('barc-10', [
          [0, 30],
          [50, 47],
        ]),
      ),
    ).toEqual({ time: 50, event: true });
  });
});

test('goals are reached at 50, on average as expected', () => {
  expect(
    areGoalsReached(
      course('gas', [
        [0, 36],
        [90, 50],
      ]),
    ),
  ).toBe(true);
  expect(
    areGoalsReached(
      course('gas', [
        [0, 36],
        [90, 49.9],
      ]),
    ),
  ).toBe(false);
});

test('goals that were set and never looked at again are not reached, whatever the first score', () => {
  expect(areGoalsReached(course('gas', [[0, 62]]))).toBe(false);
});

describe('harmed: from below the cut-off to a case, and reliably worse (PHQ-9: 10, 6)', () => {
  test.for([
    { first: 6, last: 12, is: true, why: 'six points worse and at the cut-off' },
    { first: 9, last: 14, is: false, why: 'five points are not reliable' },
    { first: 2, last: 9, is: false, why: 'worse, and no case' },
    { first: 12, last: 20, is: false, why: 'a case before: worse, not harmed' },
    { first: 15, last: 6, is: false, why: 'better' },
  ])('$first to $last: $why', ({ first, last, is }) => {
    expect(
      isHarmed(
        course('phq-9', [
          [0, first],
          [50, last],
        ]),
      ),
    ).toBe(is);
  });

  test('not for an instrument without a cut-off', () => {
    const rules = builtInRules.rulesOf('ras-r');
    expect(rules && harmed.definition(rules)).toBeNull();
  });
});
