import { describe, expect, test } from 'vitest';
import { logRankTest } from '../../../shared/stats/log-rank.ts';
import {
  kaplanMeier,
  type Observed,
  type SurvivalCurve,
  survivalTime,
} from '../../../shared/stats/survival.ts';

const event = (time: number): Observed => ({ time, event: true });
const censored = (time: number): Observed => ({ time, event: false });

// Acute myelogenous leukaemia, weeks in remission: Miller (1997), Survival Analysis; R's survival::aml.
const maintained = [
  event(9),
  event(13),
  censored(13),
  event(18),
  event(23),
  censored(28),
  event(31),
  event(34),
  censored(45),
  event(48),
  censored(161),
];
const nonmaintained = [
  event(5),
  event(5),
  event(8),
  event(8),
  event(12),
  censored(16),
  event(23),
  event(27),
  event(30),
  event(33),
  event(43),
  event(45),
];

function curveOf(people: readonly Observed[], scale?: 'plain' | 'log' | 'log-log'): SurvivalCurve {
  const curve = kaplanMeier(people, scale === undefined ? {} : { scale });
  if (curve.kind === 'none') throw new Error(curve.reason);
  return curve;
}

describe('the leukaemia data', () => {
  test('have the curve and log-log limits of survfit', () => {
    const { n, events, points } = curveOf(maintained);
    expect({ n, events }).toEqual({ n: 11, events: 7 });
    expect(points.map(({ time }) => time)).toEqual([9, 13, 18, 23, 31, 34, 48]);
    expect(points[4]).toEqual({
      time: 31,
      atRisk: 5,
      events: 1,
      survival: expect.closeTo(0.490909090909091, 12),
      spread: {
        standardError: expect.closeTo(0.164193267221136, 12),
        lower: expect.closeTo(0.167330909776851, 10),
        upper: expect.closeTo(0.753399790370811, 10),
      },
    });
  });

  test('end without a standard error where nobody is left', () => {
    expect(curveOf(nonmaintained).points.at(-1)).toEqual({
      time: 45,
      atRisk: 1,
      events: 1,
      survival: 0,
      spread: null,
    });
  });

  test.for([
    { scale: 'plain', group: maintained, time: 31, lower: 18, upper: 48 },
    { scale: 'log', group: maintained, time: 31, lower: 18, upper: null },
    { scale: 'log-log', group: maintained, time: 31, lower: 13, upper: null },
    { scale: 'plain', group: nonmaintained, time: 23, lower: 8, upper: 33 },
    { scale: 'log', group: nonmaintained, time: 23, lower: 8, upper: null },
    { scale: 'log-log', group: nonmaintained, time: 23, lower: 5, upper: 33 },
  ] as const)(
    'have their $scale median at $time, $lower to $upper',
    ({ scale, group, time, lower, upper }) => {
      expect(survivalTime(curveOf(group, scale))).toEqual({ time, lower, upper });
    },
  );

  test('have the log-rank test of survdiff', () => {
    expect(logRankTest([maintained, nonmaintained])).toEqual({
      kind: 'estimated',
      chiSquare: expect.closeTo(3.3963886989776, 10),
      df: 1,
      p: expect.closeTo(0.0653393220405051, 10),
    });
  });
});

// Freireich et al. (1963), Blood 21:699, analysed by Gehan (1965), Biometrika 52:203: weeks in remission.
const sixMercaptopurine = [
  event(6),
  event(6),
  event(6),
  censored(6),
  event(7),
  censored(9),
  event(10),
  censored(10),
  censored(11),
  event(13),
  event(16),
  censored(17),
  censored(19),
  censored(20),
  event(22),
  event(23),
  censored(25),
  censored(32),
  censored(32),
  censored(34),
  censored(35),
];
const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23].map(event);

test("Gehan's trial has its published curve, medians and log-rank test", () => {
  // Collett, Modelling Survival Data; Kleinbaum & Klein: S(t) .857 .807 .753 .690 .627 .538 .448, log-rank 16.79.
  expect(curveOf(sixMercaptopurine).points.map(({ survival }) => survival.toFixed(3))).toEqual([
    '0.857',
    '0.807',
    '0.753',
    '0.690',
    '0.627',
    '0.538',
    '0.448',
  ]);
  expect(survivalTime(curveOf(sixMercaptopurine)).time).toBe(23);
  expect(survivalTime(curveOf(placebo)).time).toBe(8);
  expect(logRankTest([sixMercaptopurine, placebo])).toMatchObject({ chiSquare: expect.closeTo(16.79, 2) });
});

describe('medians', () => {
  test('a curve that runs exactly along one half has its median in the middle of that stretch', () => {
    expect(survivalTime(curveOf([event(2), event(4), event(10), event(20)])).time).toBe(7);
  });

  test('unless it ends there', () => {
    expect(survivalTime(curveOf([event(2), censored(9)])).time).toBe(2);
  });

  test('"not reached" is a normal result, not a number', () => {
    expect(survivalTime(curveOf([event(3), censored(5), censored(6), censored(7)])).time).toBeNull();
    expect(curveOf([censored(5)]).points).toEqual([]);
  });
});

test('a person censored at the time of an event was still at risk then', () => {
  expect(curveOf([event(5), censored(5)]).points[0]).toMatchObject({ atRisk: 2, survival: 0.5 });
});

test('three groups at once have two degrees of freedom; groups with the same people do not differ', () => {
  expect(logRankTest([placebo, placebo, placebo])).toMatchObject({
    df: 2,
    chiSquare: expect.closeTo(0, 10),
    p: 1,
  });
});

test('nobody has no curve, and one group is compared with nothing', () => {
  expect(kaplanMeier([])).toEqual({ kind: 'none', reason: 'no-observations' });
  expect(logRankTest([])).toEqual({ kind: 'none', reason: 'no-observations' });
  expect(logRankTest([placebo, []])).toEqual({ kind: 'none', reason: 'too-few-observations' });
  expect(logRankTest([[censored(3)], [censored(4)]])).toEqual({ kind: 'none', reason: 'no-variation' });
});
