import { expect, test } from 'vitest';
import { askedPeriod } from '../../../shared/metrics/asked-period.ts';
import { EpisodePass } from '../../../shared/metrics/episode-pass.ts';
import { mergePartials } from '../../../shared/metrics/partial.ts';
import { programComparison } from '../../../shared/metrics/program-comparison.ts';
import { reduceProgram } from '../../../shared/metrics/reduce.ts';
import { contactRow, episodeRow, type IndexRow, responseRow } from './index-row.ts';

const programs = ['north', 'south', 'tiny'].map((id) => ({
  id,
  source: 'riverside',
  name: id,
  measures: { depression: 'phq-9', anxiety: 'gad-7' },
}));

/** `count` finished courses in the program from PHQ-9 `first` to `last`, GAD-7 unchanged below its cut-off. */
function courses(
  program: string,
  count: number,
  first: number,
  lastOf: (i: number) => number,
): readonly IndexRow[] {
  return Array.from({ length: count }, (_, i): readonly IndexRow[] => {
    const patient = `${program}-${first}-${i}`;
    return [
      episodeRow(patient, { start: '2025-03-01', end: '2025-06-30' }, { program }),
      contactRow(patient, '2025-03-08'),
      contactRow(patient, '2025-03-15'),
      responseRow(patient, '2025-03-02T15:00:00.000Z', { 'phq-9': first, 'gad-7': 5 }, { identity: 'a' }),
      responseRow(patient, '2025-06-01T15:00:00.000Z', { 'phq-9': lastOf(i), 'gad-7': 5 }, { identity: 'b' }),
    ];
  }).flat();
}

function compared(rows: readonly IndexRow[]) {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'America/New_York', asOf: '2026-02-01' });
  for (const [sk, m] of rows) pass.row(sk, m);
  const merged = mergePartials([pass.end()]);
  const snapshots = programs.map((program) => reduceProgram(merged, program, { minimumCell: 11 }));
  return programComparison(merged, programs, snapshots);
}

// North: 80 of 100 improved. South: 40 of 100. Tiny: five people, whom nobody may see.
const comparison = compared([
  ...courses('north', 100, 18, (i) => (i < 80 ? 6 + (i % 2) : 17)),
  ...courses('south', 100, 18, (i) => (i < 40 ? 6 + (i % 2) : 17)),
  ...courses('tiny', 5, 18, () => 6),
]);
const improved = comparison?.measures.find(({ measure }) => measure === 'reliable-improvement');

test('the pool is of the programs that are shown, and who is not shown is not in it', () => {
  // (80 + 40) / 200; the five would make it 125 / 205.
  expect(improved?.target).toBe(0.6);
  expect(improved?.programs.map(({ program, rate, reason }) => [program, rate, reason])).toEqual([
    ['north', 0.8, null],
    ['south', 0.4, null],
    ['tiny', null, 'too-few'],
  ]);
});

test('two programs far apart stand out: they do not widen the limits that judge them', () => {
  // z of both: 0.2 / sqrt(0.6 * 0.4 / 100) = 4.0825, beyond 3.0902; mean square 16.667.
  expect(improved?.dispersion).toBeCloseTo(16.6667, 3);
  expect(improved?.programs.map(({ position }) => position)).toEqual(['above-action', 'below-action', null]);
});

test('each program is compared with the others together, in words of the interval of the difference', () => {
  // Wilson of 80 of 100: 0.711171 to 0.866633, of 40 of 100: 0.309401 to 0.497997. Newcombe's limits of
  // 0.4: 0.4 - hypot(0.8 - 0.711171, 0.497997 - 0.4) and 0.4 + hypot(0.866633 - 0.8, 0.4 - 0.309401).
  expect(improved?.programs.map(({ gap }) => [gap.words, gap.reason])).toEqual([
    ['higher than', null],
    ['lower than', null],
    [null, 'too-few'],
  ]);
  const [north] = improved?.programs ?? [];
  expect(north?.gap.difference).toBeCloseTo(0.4, 10);
  expect(north?.gap.interval?.lower).toBeCloseTo(0.267735, 6);
  expect(north?.gap.interval?.upper).toBeCloseTo(0.512464, 6);
  expect(north?.interval?.lower).toBeCloseTo(0.711171, 6);
});

test('severity-adjusted: points better than people who started alike, and worse', () => {
  const phq9 = comparison?.adjusted.find(({ instrument }) => instrument === 'phq-9');
  // Everybody started at 18, so no line can be fitted.
  expect(phq9).toBeUndefined();
  const two = compared([
    ...courses('north', 40, 20, (i) => 10 + (i % 3)),
    ...courses('south', 40, 20, (i) => 14 + (i % 3)),
    ...courses('north', 40, 12, (i) => 4 + (i % 3)),
    ...courses('south', 40, 12, (i) => 8 + (i % 3)),
  ])?.adjusted.find(({ instrument }) => instrument === 'phq-9');
  const points = two?.programs.map(({ pointsBetter }) => pointsBetter);
  // Of those who started alike the two programs end four points apart: two better and two worse than expected.
  expect(points?.[0]).toBeCloseTo(2, 10);
  expect(points?.[1]).toBeCloseTo(-2, 10);
  expect(two?.programs[2]).toMatchObject({ program: 'tiny', n: 0, pointsBetter: null });
  // Plain changes average 8.025 and 4.025 points.
  expect(two?.programs[0]?.difference?.points).toBeCloseTo(4, 10);
  expect(two?.programs[1]?.difference?.points).toBeCloseTo(-4, 10);
  expect(two?.programs[0]?.difference?.g).toBeGreaterThan(0);
});

test('what people of an age or a sex are expected to reach is taken from that group, where it has thirty people', () => {
  type Group = { readonly ageBand: string | null; readonly sex: string | null };
  const grouped = (program: string, group: Group, count: number, last: number): readonly IndexRow[] =>
    courses(program, count, 20, (i) => last + (i % 3))
      .concat(courses(program, count, 12, (i) => last - 4 + (i % 3)))
      .map(([sk, m]): IndexRow => {
        const moved = sk.replace(`${program}-`, `${program}-${group.ageBand}${group.sex}-`);
        if (!sk.includes('#EP#')) return [moved, m];
        const strata = { ...group, race: null, ethnicity: null, language: null };
        const [, row] = episodeRow('x', { start: '2025-03-01', end: '2025-06-30', strata });
        return [moved, row];
      });
  // Some people end four points worse than others, in both programs; north has more of them. By the first score
  // alone north would do worse than expected.
  const groups: readonly (readonly [worse: Group, better: Group])[] = [
    [
      { ageBand: '18-25', sex: null },
      { ageBand: '26-64', sex: null },
    ],
    [
      { ageBand: null, sex: 'male' },
      { ageBand: null, sex: 'female' },
    ],
  ];
  for (const [worse, better] of groups) {
    const adjusted = compared([
      ...grouped('north', worse, 40, 14),
      ...grouped('north', better, 20, 10),
      ...grouped('south', worse, 20, 14),
      ...grouped('south', better, 60, 10),
    ])?.adjusted.find(({ instrument }) => instrument === 'phq-9');
    expect(adjusted?.programs[0]?.pointsBetter).toBeCloseTo(0, 1);
    expect(adjusted?.programs[1]?.pointsBetter).toBeCloseTo(0, 1);
    expect(adjusted?.programs[0]?.difference?.points).toBeLessThan(-1);
  }
});

test('how long people stay is compared by one log-rank test of the programs that show it', () => {
  const stays = (program: string, ending: 'dropped-out' | 'completed', end: string) =>
    Array.from({ length: 20 }, (_, i) =>
      episodeRow(`${program}-${i}`, { start: '2025-03-01', end, ending }, { program }),
    );
  const [retention, ...others] =
    compared([...stays('north', 'dropped-out', '2025-04-20'), ...stays('south', 'completed', '2025-06-30')])
      ?.curves ?? [];
  expect(others).toEqual([]);
  // On day 50 all 20 of north of the 40 at risk stop: observed minus expected 10, variance 20 / 4 * 20 / 39.
  expect(retention).toMatchObject({ id: 'retention', programs: ['north', 'south'], df: 1, reason: null });
  expect(retention?.chiSquare).toBeCloseTo(39, 10);
  expect(retention?.p).toBeLessThan(1e-8);
});

test('time to remission is compared as well, of each instrument whose curve is shown', () => {
  const curves =
    compared([...courses('north', 40, 18, () => 3), ...courses('south', 40, 18, (i) => (i < 20 ? 3 : 17))])
      ?.curves ?? [];
  const remission = curves.find(({ id }) => id === 'phq-9.time-to-remission');
  expect(remission).toMatchObject({ label: 'PHQ-9: time to remission', programs: ['north', 'south'], df: 1 });
  // On day 91 all 80 are seen: 40 and 20 in remission, 30 expected in each, variance 60 / 4 * 20 / 79.
  expect(remission?.chiSquare).toBeCloseTo(100 / ((60 / 4) * (20 / 79)), 2);
});

test('what comes after the year that a curve shows moves no test: nobody could know it from the curve', () => {
  const rows = (late: number) =>
    ['north', 'south'].flatMap((program) =>
      Array.from({ length: 40 }, (_, i): IndexRow => {
        const left = program === 'north' && i < late;
        const more = left ? ({ end: '2024-08-01', ending: 'dropped-out' } as const) : {};
        return episodeRow(`${program}-${i}`, { start: '2023-01-10', ...more }, { program });
      }),
    );
  const testOf = (late: number) => {
    const pass = new EpisodePass({ source: 'riverside', timeZone: 'UTC', asOf: '2026-02-01' });
    for (const [sk, m] of rows(late)) pass.row(sk, m);
    const merged = mergePartials([pass.end()]);
    const asked = askedPeriod('2023', '2026-02-01');
    if (asked.kind === 'invalid') throw new Error(asked.message);
    const options = { minimumCell: 11, periods: asked.periods };
    return programComparison(
      merged,
      programs,
      programs.map((one) => reduceProgram(merged, one, options)),
    )?.curves;
  };
  expect(testOf(0)?.length).toBe(1);
  expect(testOf(1)).toEqual(testOf(0));
});

test('the line that people are compared with is of programs that show their change', () => {
  const of = (tiny: number) =>
    compared([
      ...courses('north', 40, 20, (i) => 10 + (i % 3)),
      ...courses('north', 40, 12, (i) => 4 + (i % 3)),
      ...courses('south', 40, 20, (i) => 14 + (i % 3)),
      ...courses('south', 40, 12, (i) => 8 + (i % 3)),
      ...courses('tiny', 1, 16, () => tiny),
    ])?.adjusted[0]?.programs.slice(0, 2);
  expect(of(3)).toEqual(of(27));
});

test('one program is compared with nobody', () => {
  expect(
    programComparison(
      mergePartials([new EpisodePass({ source: 'riverside', timeZone: 'UTC', asOf: '2026-02-01' }).end()]),
      [],
      [],
    ),
  ).toBeNull();
});
