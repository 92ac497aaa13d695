import { describe, expect, test } from 'vitest';
import { EpisodePass } from '../../../shared/metrics/episode-pass.ts';
import { mergePartials } from '../../../shared/metrics/partial.ts';
import { reduceProgram } from '../../../shared/metrics/reduce.ts';
import type { ProportionMeasure, Snapshot } from '../../../shared/metrics/snapshot.ts';
import type { ProgramSettings } from '../../../shared/settings/settings.ts';
import { contactRow, episodeRow, finishedCourse, type IndexRow, responseRow } from './index-row.ts';

const program: ProgramSettings = {
  id: 'talking-therapy',
  source: 'riverside',
  name: 'Talking Therapy',
  measures: { depression: 'phq-9', anxiety: 'gad-7' },
};

function snapshotOf(rows: readonly IndexRow[], { asOf = '2026-02-01', minimumCell = 11 } = {}): Snapshot {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'America/New_York', asOf });
  for (const [sk, m] of rows) pass.row(sk, m);
  return reduceProgram(mergePartials([pass.end()]), program, { minimumCell });
}

function measure(snapshot: Snapshot, id: string): ProportionMeasure {
  const found = snapshot.measures.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no measure ${id}`);
  return found;
}

/** `count` courses that all went the same way; patients are named after `way`. */
function courses(
  way: string,
  count: number,
  first: Parameters<typeof finishedCourse>[1],
  last: Parameters<typeof finishedCourse>[2],
  end?: string,
): readonly IndexRow[] {
  return Array.from({ length: count }, (_, i) => finishedCourse(`${way}-${i}`, first, last, end)).flat();
}

/** 100 people: 40 reliably recovered, 15 better only, 20 no clear change, 12 worse, 13 not measured. */
const hundred = [
  ...courses('recovered', 40, [18, 12], [6, 5]),
  ...courses('better', 15, [24, 12], [15, 9]),
  ...courses('same', 20, [12, 9], [11, 9]),
  ...courses('worse', 12, [12, 9], [19, 9]),
  ...courses('unmeasured', 13, [14, 11], null),
];

describe('a program of a hundred', () => {
  const snapshot = snapshotOf(hundred);

  test('has rates over everyone who finished, with Wilson limits, and the observed rate beside them', () => {
    const { current } = measure(snapshot, 'reliable-improvement');
    expect(current.populations).toEqual({
      initialPopulation: 100,
      denominator: 100,
      denominatorExclusion: 0,
      numerator: 55,
    });
    expect(current.denominators).toEqual({ eligible: 100, observed: 87 });
    expect(current.rate).toBe(0.55);
    // Wilson's closed form in 40 decimal digits (Python's decimal).
    expect(current.interval?.lower).toBeCloseTo(0.4524460299744213, 12);
    expect(current.interval?.upper).toBeCloseTo(0.64385462020488, 12);
    expect(current.observedRate).toBeCloseTo(55 / 87, 12);
    expect(current.reason).toBeNull();
  });

  test('shows a bar whose pieces add up, with who was not measured among them', () => {
    expect(snapshot.outcomes.total).toBe(100);
    expect(snapshot.outcomes.segments.map(({ id, count }) => [id, count])).toEqual([
      ['recovered', 40],
      ['improved', 15],
      ['no-clear-change', 20],
      ['worse', 12],
      ['not-measured', 13],
    ]);
  });

  test('says so in one sentence', () => {
    expect(snapshot.sentence).toBe(
      'Of 100 people who finished and are not known to have started below the cut-off, 40 (40 in 100) reliably recovered. This is not clearly different from NHS Talking Therapies, England 2024-25 (47.5). Of all 100 who finished, 12 (12 in 100) got reliably worse. This is higher than NHS Talking Therapies, England 2024-25 (5.8).',
    );
  });

  test('gives the mean change in points towards better, of those measured', () => {
    // (40 * 12 + 15 * 9 + 20 * 1 - 12 * 7) / 87 = 551 / 87
    const phq9 = snapshot.means.find(({ instrument }) => instrument === 'phq-9');
    expect(phq9?.current).toMatchObject({ eligible: 100, observed: 87, reason: null });
    expect(phq9?.current.change).toBeCloseTo(551 / 87, 12);
    expect(phq9?.current.effectSize?.name).toContain('SMCR');
  });

  test('has a month for each of the last twelve, and nothing but zeros where nobody finished', () => {
    const { months } = measure(snapshot, 'reliable-improvement');
    expect(snapshot.months.map(({ label }) => label)).toEqual([
      ...['Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map(
        (name) => `${name} 2025`,
      ),
      'Jan 2026',
    ]);
    expect(months.map(({ rate }) => rate)).toEqual([null, null, null, null, 0.55, ...Array(7).fill(null)]);
    expect(months[0]).toMatchObject({ reason: 'no-episodes', denominators: { eligible: 0, observed: 0 } });
  });

  test('names nobody', () => {
    expect(JSON.stringify(snapshot)).not.toMatch(/recovered-\d|better-\d|unmeasured-\d/);
  });
});

describe('who is in which denominator', () => {
  test('started below both cut-offs: out of recovery, in improvement', () => {
    const snapshot = snapshotOf([...hundred, ...courses('never-a-case', 20, [9, 7], [3, 3])]);
    expect(measure(snapshot, 'reliable-recovery').current.populations).toMatchObject({
      denominator: 120,
      denominatorExclusion: 20,
      numerator: 40,
    });
    expect(measure(snapshot, 'reliable-recovery').current.rate).toBe(0.4);
    expect(measure(snapshot, 'reliable-improvement').current.rate).toBe(75 / 120);
  });

  test('never measured at all: in every denominator', () => {
    const snapshot = snapshotOf([...hundred, ...courses('silent', 20, null, null)]);
    expect(measure(snapshot, 'reliable-recovery').current.rate).toBe(40 / 120);
    expect(measure(snapshot, 'caseness').current.populations.numerator).toBe(100);
  });

  test('one contact, or still in care: not finished', () => {
    const once = Array.from({ length: 20 }, (_, i) => [
      episodeRow(`once-${i}`, { start: '2025-03-01', end: '2025-06-30', ending: 'dropped-out' }),
      contactRow(`once-${i}`, '2025-03-08'),
    ]).flat();
    const open = Array.from({ length: 20 }, (_, i) => [
      episodeRow(`open-${i}`, { start: '2025-03-01' }),
      contactRow(`open-${i}`, '2025-03-08'),
      contactRow(`open-${i}`, '2025-03-15'),
    ]).flat();
    const snapshot = snapshotOf([...hundred, ...once, ...open]);
    expect(measure(snapshot, 'reliable-improvement').current.denominators.eligible).toBe(100);
    expect(snapshot.endings.segments.map(({ id, count }) => [id, count])).toEqual([
      ['finished', 100],
      ['one-contact', 20],
      ['no-contact', 0],
    ]);
    expect(snapshot.reasons.segments.map(({ count }) => count)).toEqual([100, 20, 0]);
    expect(snapshot.funnel.stages.map(({ count }) => count)).toEqual([140, 120, 100]);
  });

  test('PTSD with a PCL-5 at both ends is judged by it, else by GAD-7', () => {
    const ptsd = (name: string, withLast: boolean): readonly IndexRow[] =>
      Array.from({ length: 20 }, (_, i) => {
        const patient = `${name}-${i}`;
        return [
          episodeRow(patient, { start: '2025-03-01', end: '2025-06-30', problems: 'F43.10' }),
          contactRow(patient, '2025-03-08'),
          contactRow(patient, '2025-03-15'),
          responseRow(patient, '2025-03-02T15:00:00.000Z', { 'phq-9': 5, 'gad-7': 3, 'pcl-5': 50 }),
          responseRow(
            patient,
            '2025-06-02T15:00:00.000Z',
            withLast ? { 'phq-9': 5, 'gad-7': 3, 'pcl-5': 20 } : { 'phq-9': 5, 'gad-7': 3 },
          ),
        ];
      }).flat();
    const withPcl5 = snapshotOf(ptsd('a', true));
    expect(measure(withPcl5, 'reliable-recovery').current.rate).toBe(1);
    const without = snapshotOf(ptsd('b', false));
    expect(measure(without, 'reliable-recovery').current).toMatchObject({
      rate: null,
      reason: 'no-episodes',
    });
  });
});

describe('comparison with the year before', () => {
  const before = (good: number, bad: number): readonly IndexRow[] => [
    ...Array.from({ length: good }, (_, i) => [
      episodeRow(`good-${i}`, { start: '2024-03-01', end: '2024-06-30' }),
      contactRow(`good-${i}`, '2024-03-08'),
      contactRow(`good-${i}`, '2024-03-15'),
      responseRow(`good-${i}`, '2024-03-02T15:00:00.000Z', { 'phq-9': 18, 'gad-7': 12 }),
      responseRow(`good-${i}`, '2024-06-02T15:00:00.000Z', { 'phq-9': 5, 'gad-7': 5 }),
    ]).flat(),
    ...Array.from({ length: bad }, (_, i) => [
      episodeRow(`bad-${i}`, { start: '2024-03-01', end: '2024-06-30' }),
      contactRow(`bad-${i}`, '2024-03-08'),
      contactRow(`bad-${i}`, '2024-03-15'),
      responseRow(`bad-${i}`, '2024-03-02T15:00:00.000Z', { 'phq-9': 18, 'gad-7': 12 }),
      responseRow(`bad-${i}`, '2024-06-02T15:00:00.000Z', { 'phq-9': 18, 'gad-7': 12 }),
    ]).flat(),
  ];

  test.for([
    { good: 20, bad: 80, words: 'higher than', why: '55 of 100 against 20 of 100' },
    { good: 80, bad: 20, words: 'lower than', why: '55 of 100 against 80 of 100' },
    { good: 50, bad: 50, words: 'no clear difference from', why: '55 of 100 against 50 of 100' },
  ])('$why is $words', ({ good, bad, words }) => {
    const { comparison } = measure(snapshotOf([...hundred, ...before(good, bad)]), 'reliable-improvement');
    expect(comparison.words).toBe(words);
  });

  test('there is none where the year before has nobody', () => {
    expect(measure(snapshotOf(hundred), 'reliable-improvement').comparison).toEqual({
      words: null,
      difference: null,
      interval: null,
      reason: 'no-comparison',
    });
  });
});

describe('too few', () => {
  test('ten people are not shown, eleven are', () => {
    const ten = measure(snapshotOf(courses('p', 10, [18, 12], [18, 12])), 'reliable-improvement').current;
    expect(ten).toMatchObject({
      populations: { denominator: null },
      denominators: { eligible: null, observed: null },
      rate: null,
      interval: null,
      reason: 'too-few',
    });
    const eleven = measure(snapshotOf(courses('p', 11, [18, 12], [18, 12])), 'reliable-improvement').current;
    expect(eleven).toMatchObject({ rate: 0, denominators: { eligible: 11 }, reason: null });
  });

  test('ten who got worse among a hundred are shown nowhere, and cannot be subtracted', () => {
    const rows = [...courses('same', 90, [12, 9], [11, 9]), ...courses('worse', 10, [12, 9], [19, 9])];
    const snapshot = snapshotOf(rows);
    expect(measure(snapshot, 'reliable-deterioration').current.populations.numerator).toBeNull();
    expect(measure(snapshot, 'no-reliable-change').current.populations.numerator).toBeNull();
    expect(measure(snapshot, 'no-reliable-change').current.rate).toBeNull();
    const bar = Object.fromEntries(snapshot.outcomes.segments.map(({ id, count }) => [id, count]));
    expect(bar).toEqual({
      recovered: 0,
      improved: 0,
      'no-clear-change': null,
      worse: null,
      'not-measured': 0,
    });
    expect(snapshot.outcomes.reason).toBe('too-few');
  });

  test('a month of ten is not the year minus the other months', () => {
    const snapshot = snapshotOf([
      ...courses('june', 40, [18, 12], [6, 5], '2025-06-30'),
      ...courses('july', 10, [18, 12], [6, 5], '2025-07-15'),
      ...courses('august', 40, [18, 12], [6, 5], '2025-08-15'),
    ]);
    const { current, months } = measure(snapshot, 'reliable-improvement');
    expect(current.rate).toBe(1);
    const shown = months.map(({ denominators }) => denominators.eligible).filter((count) => count !== 0);
    expect(shown.filter((count) => count === null)).toHaveLength(2);
  });

  test('without a minimum everything is shown', () => {
    const snapshot = snapshotOf(courses('p', 3, [18, 12], [6, 5]), { minimumCell: 1 });
    expect(measure(snapshot, 'reliable-improvement').current.rate).toBe(1);
  });
});

describe('no data is not zero', () => {
  test('a program nobody has entered has a reason in every place and a sentence', () => {
    const snapshot = snapshotOf([]);
    expect(snapshot.episodes).toBe('none');
    expect(snapshot.watermark).toEqual({ rows: 0, digest: '0000000000000000', changedAt: null });
    expect(snapshot.sentence).toBe(
      'Nobody finished care in Feb 2025 to Jan 2026, so there is no outcome to show yet.',
    );
    for (const { current } of snapshot.measures) {
      expect(current).toMatchObject({ rate: null, interval: null, reason: 'no-episodes' });
    }
    for (const { current } of snapshot.means)
      expect(current).toMatchObject({ change: null, reason: 'no-episodes' });
  });

  test('inferred episodes count only where the EHR gave the program none', () => {
    const named = responseRow(
      'ann',
      '2025-04-01T15:00:00.000Z',
      { 'phq-9': 9 },
      { program: 'talking-therapy' },
    );
    expect(snapshotOf([named]).episodes).toBe('inferred');
    const both = snapshotOf([named, ...hundred]);
    expect(both.episodes).toBe('stored');
    expect(measure(both, 'baseline-coverage').current.denominators.eligible).toBe(100);
  });
});

describe('a period is provisional until corrections have settled', () => {
  test.for([
    { asOf: '2026-02-01', provisional: ['Jan 2026'], why: 'December ended 32 days ago' },
    { asOf: '2026-01-30', provisional: ['Dec 2025'], why: 'December ended 30 days ago' },
    { asOf: '2026-01-31', provisional: [], why: 'December ended 31 days ago and January is not over' },
  ])('as of $asOf: $why', ({ asOf, provisional }) => {
    const { months } = snapshotOf([], { asOf });
    expect(months.filter((month) => month.provisional).map(({ label }) => label)).toEqual(provisional);
  });
});
