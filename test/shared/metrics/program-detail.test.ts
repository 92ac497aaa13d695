import { describe, expect, test } from 'vitest';
import type { Strata } from '../../../shared/metrics/packed-row.ts';
import type { InstrumentOutcomes, StratumTable } from '../../../shared/metrics/program-figures.ts';
import type { Snapshot } from '../../../shared/metrics/snapshot.ts';
import { contactRow, episodeRow, finishedCourse, type IndexRow, responseRow } from './index-row.ts';
import { snapshotOf as snapshotOfRows } from './snapshot-of.ts';

const inNewYork = { pass: { timeZone: 'America/New_York' } };
const snapshotOf = (rows: readonly IndexRow[]): Snapshot => snapshotOfRows(rows, inNewYork);

function people(count: number, rowsOf: (patient: string, i: number) => readonly IndexRow[], way = 'p') {
  return Array.from({ length: count }, (_, i) => rowsOf(`${way}-${i}`, i)).flat();
}

function instrument(snapshot: Snapshot, id: string): InstrumentOutcomes {
  const found = snapshot.instruments.find((one) => one.instrument === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

describe('each instrument', () => {
  // 30 from 18 to 4 (remission), 20 from 20 to 10 (response), 15 from 16 to 12 (partial), 25 not measured again.
  const snapshot = snapshotOf([
    ...people(30, (patient) => finishedCourse(patient, [18, 12], [4, 3]), 'well'),
    ...people(20, (patient) => finishedCourse(patient, [20, 12], [10, 8]), 'half'),
    ...people(15, (patient) => finishedCourse(patient, [16, 12], [12, 10]), 'part'),
    ...people(25, (patient) => finishedCourse(patient, [16, 12], null), 'gone'),
  ]);
  const phq9 = instrument(snapshot, 'phq-9');
  const figure = (id: string) => phq9.measures.find((one) => one.id === id)?.current;

  test('has response and remission over all finished, and of those measured beside it', () => {
    expect(figure('response')).toMatchObject({
      populations: { denominator: 90, denominatorExclusion: 0, numerator: 50 },
      denominators: { eligible: 90, observed: 65 },
    });
    expect(figure('response')?.rate).toBeCloseTo(50 / 90, 12);
    expect(figure('response')?.observedRate).toBeCloseTo(50 / 65, 12);
    expect(figure('remission')?.populations.numerator).toBe(30);
    expect(figure('partial-response')?.populations.numerator).toBe(15);
  });

  test('has categories that add up, with who was not measured among them', () => {
    expect(phq9.categories?.segments.map(({ id, count }) => [id, count])).toEqual([
      ['recovered', 30],
      ['improved', 20],
      ['unchanged', 15],
      ['deteriorated', 0],
      ['not-measured', 25],
    ]);
  });

  test('has a curve to remission whose steps are nobody or eleven and more', () => {
    const { timeToRemission: curve } = phq9;
    expect(curve).toMatchObject({ n: 65, events: 30, median: null });
    // All were seen again after 91 days and then not any more: there the curve ends.
    expect(curve?.points.at(-1)).toMatchObject({ day: 90, share: 0, atRisk: 65 });
  });

  test('an instrument nobody has answered is not there, and one without thresholds has its change', () => {
    expect(snapshot.instruments.map((one) => one.instrument)).toEqual(['gad-7', 'phq-9']);
    const ras = snapshotOf(
      people(20, (patient, i) => [
        ...finishedCourse(patient, null, null),
        responseRow(patient, '2025-03-02T15:00:00.000Z', { 'ras-r': 70 }, { identity: 'a' }),
        responseRow(patient, '2025-06-01T15:00:00.000Z', { 'ras-r': 80 + (i % 2) * 4 }, { identity: 'b' }),
      ]),
    );
    const recovery = instrument(ras, 'ras-r');
    expect(recovery).toMatchObject({ area: 'recovery', better: 'higher', categories: null, measures: [] });
    expect(recovery.change).toMatchObject({ observed: 20, eligible: 20, change: 12 });
    // All first scores are 70, so what is standardised by their SD is not defined. Changes are 10 and 14 by turns:
    // their SD is 2 sqrt(20 / 19), and so is that of the last scores.
    const sd = 2 * Math.sqrt(20 / 19);
    expect(recovery.change).toMatchObject({ effectSize: null, reason: 'not-defined' });
    expect(recovery.change.otherEffectSizes).toEqual([
      { name: 'd_z: by the SD of the changes', value: expect.closeTo(12 / sd, 12) },
      { name: 'd_av: by the mean of both SDs', value: expect.closeTo(24 / sd, 12) },
    ]);
  });
});

test('who became a case while getting reliably worse is counted of those who did not start as one', () => {
  const snapshot = snapshotOf([
    ...people(15, (patient) => finishedCourse(patient, [6, 3], [13, 3]), 'harmed'),
    ...people(20, (patient) => finishedCourse(patient, [6, 3], [5, 3]), 'well'),
    ...people(25, (patient) => finishedCourse(patient, [16, 3], [24, 3]), 'worse'),
  ]);
  const harm = instrument(snapshot, 'phq-9').measures.find(({ id }) => id === 'harmed')?.current;
  expect(harm?.populations).toMatchObject({ denominator: 60, denominatorExclusion: 25, numerator: 15 });
  expect(harm?.rate).toBeCloseTo(15 / 35, 12);
});

test('one change has a size by each standardiser, and none is another', () => {
  const scores = [
    [10, 4],
    [10, 6],
    [20, 14],
    [20, 16],
  ] as const;
  const snapshot = snapshotOf(
    people(20, (patient, i) => {
      const [first, last] = scores[i % 4] ?? [0, 0];
      return finishedCourse(patient, [first, 3], [last, 3]);
    }),
  );
  const sizes = instrument(snapshot, 'phq-9').change.otherEffectSizes.map(({ value }) => value);
  // Variances of changes, first and last scores: 20 / 19 times 1, 25 and 26; their correlation 25 / sqrt(650).
  const n = Math.sqrt(20 / 19);
  const correlation = 25 / Math.sqrt(650);
  expect(sizes).toEqual([
    expect.closeTo(5 / n, 10),
    expect.closeTo(5 / (n * ((5 + Math.sqrt(26)) / 2)), 10),
    expect.closeTo((5 / n) * Math.sqrt(2 * (1 - correlation)), 10),
    expect.closeTo(1 / n, 10),
  ]);
});

test('caseness is observed where one score tells it, and where both first scores are below', () => {
  const first = (patient: string, scores: Readonly<Record<string, number>>): readonly IndexRow[] => [
    ...finishedCourse(patient, null, null),
    responseRow(patient, '2025-03-02T15:00:00.000Z', scores),
  ];
  const caseness = snapshotOf([
    ...people(15, (patient) => first(patient, { 'phq-9': 15 }), 'case'),
    ...people(20, (patient) => first(patient, { 'phq-9': 5, 'gad-7': 3 }), 'well'),
    ...people(25, (patient) => first(patient, { 'phq-9': 5 }), 'unknown'),
  ]).measures.find(({ id }) => id === 'caseness')?.current;
  expect(caseness).toMatchObject({ denominators: { eligible: 60, observed: 35 } });
  expect(caseness?.observedRate).toBeCloseTo(15 / 35, 12);
});

describe('groups of people', () => {
  const strata = (sex: string | null): Strata => ({
    ...{ ageBand: '26-64', race: null, ethnicity: null, language: 'en' },
    sex,
  });
  const course = (patient: string, sex: string | null, better: boolean): readonly IndexRow[] => [
    ...finishedCourse(patient, [18, 12], better ? [4, 3] : [17, 12]).slice(1),
    episodeRow(patient, { start: '2025-03-01', end: '2025-06-30', strata: strata(sex) }),
  ];
  const table = (snapshot: Snapshot, by: StratumTable['by']): StratumTable['rows'] =>
    snapshot.strata.find((one) => one.by === by && one.measure === 'reliable-improvement')?.rows ?? [];

  test('that are hidden are not few together: what the shown ones leave of everybody is nobody or enough', () => {
    const snapshot = snapshotOf([
      ...people(40, (patient, i) => course(patient, 'female', i < 20), 'f'),
      ...people(30, (patient, i) => course(patient, 'male', i < 15), 'm'),
      ...people(5, (patient) => course(patient, 'other', true), 'o'),
      ...people(4, (patient) => course(patient, null, true), 'n'),
    ]);
    const shown = table(snapshot, 'sex').map(({ figure }) => figure.denominators.eligible ?? 0);
    const everybody = snapshot.measures.find(({ id }) => id === 'reliable-improvement')?.current;
    // 79, of whom 9 are neither female nor male.
    const left = (everybody?.denominators.eligible ?? 0) - shown.reduce((sum, count) => sum + count, 0);
    expect(left === 0 || left >= 11 || left < 0).toBe(true);
    expect(shown.filter((count) => count > 0).length).toBe(1);
  });

  test('are told by who pays as well, which comes from a Coverage', () => {
    const paid = (patient: string, payer: string): readonly IndexRow[] => [
      ...course(patient, 'female', true),
      [
        `${patient}#1#FACT#coverage#v1`,
        contactRow(patient, '0001-01-01', { kind: 'coverage', codes: [payer] })[1],
      ],
    ];
    const snapshot = snapshotOf([
      ...people(20, (patient) => paid(patient, 'medicaid'), 'm'),
      ...people(15, (patient) => paid(patient, 'private'), 'p'),
      ...people(12, (patient) => course(patient, 'female', true), 'n'),
    ]);
    expect(
      table(snapshot, 'payer').map(({ value, figure }) => [value, figure.denominators.eligible]),
    ).toEqual([
      ['medicaid', 20],
      ['private', 15],
      [null, 12],
    ]);
  });

  test('have a row each, "not recorded" among them, and a gap to everybody else', () => {
    const snapshot = snapshotOf([
      ...people(40, (patient, i) => course(patient, 'female', i < 28), 'f'),
      ...people(40, (patient, i) => course(patient, 'male', i < 15), 'm'),
      ...people(30, (patient, i) => course(patient, null, i < 15), 'x'),
    ]);
    expect(
      table(snapshot, 'sex').map(({ value, figure, gap }) => [
        value,
        figure.populations.numerator,
        figure.denominators.eligible,
        gap.words,
      ]),
    ).toEqual([
      ['female', 28, 40, 'higher than'],
      ['male', 15, 40, 'lower than'],
      [null, 15, 30, 'no clear difference from'],
    ]);
    // 28 of 40 against 30 of the 70 others.
    expect(table(snapshot, 'sex')[0]?.gap.difference).toBeCloseTo(0.7 - 30 / 70, 12);
    expect(table(snapshot, 'race').map(({ value }) => value)).toEqual([null]);
  });

  test('a group of seven is withheld with one more, so that no subtraction finds it', () => {
    const snapshot = snapshotOf([
      ...people(40, (patient, i) => course(patient, 'female', i < 20), 'f'),
      ...people(40, (patient, i) => course(patient, 'male', i < 20), 'm'),
      ...people(7, (patient, i) => course(patient, 'other', i < 3), 'o'),
    ]);
    const shown = table(snapshot, 'sex').map(({ value, figure }) => [value, figure.denominators.eligible]);
    expect(shown.filter(([, count]) => count === null).map(([value]) => value)).toContain('other');
    expect(shown.filter(([, count]) => count === null).length).toBeGreaterThanOrEqual(2);
  });
});

describe('the process of care', () => {
  const open = (patient: string, lastContact: string): readonly IndexRow[] => [
    episodeRow(patient, { start: '2025-06-01' }),
    contactRow(patient, '2025-06-10'),
    contactRow(patient, lastContact),
  ];

  test('who has not been seen for more than ninety days is a long gap', () => {
    const { longGaps } = snapshotOf([
      // 2 November is 91 days before the as-of date, 3 November 90.
      ...people(12, (patient) => open(patient, '2025-11-02'), 'gap'),
      ...people(15, (patient) => open(patient, '2025-11-03'), 'seen'),
    ]).process;
    expect(longGaps).toMatchObject({ open: 27, longGap: 12, reason: null });
  });

  test('a review or a follow-up contact is a contact: who came to one last month is in no long gap', () => {
    const { longGaps } = snapshotOf([
      ...people(12, (patient) => open(patient, '2025-09-01'), 'gap'),
      ...people(
        15,
        (patient) => [
          ...open(patient, '2025-09-01'),
          contactRow(patient, '2026-01-10', { codes: ['review'] }),
        ],
        'reviewed',
      ),
    ]).process;
    expect(longGaps).toMatchObject({ open: 27, longGap: 12, reason: null });
  });

  test('people who finished came twice or more, as their stays did', () => {
    const once = (patient: string): readonly IndexRow[] => [
      episodeRow(patient, { start: '2025-03-01', end: '2025-06-30' }),
      contactRow(patient, '2025-03-08'),
    ];
    const { people: found } = snapshotOf([
      ...people(20, (patient) => finishedCourse(patient, null, null), 'twice'),
      ...people(15, once, 'once'),
    ]).process;
    expect(found).toEqual({ started: 35, finished: 20, reason: null });
  });

  test('people are counted once beside the stays they have had', () => {
    const again = (patient: string): readonly IndexRow[] => [
      ...finishedCourse(patient, [18, 12], [4, 3]),
      episodeRow(patient, { start: '2025-08-01', end: '2025-11-30' }, { id: 'e2' }),
      contactRow(patient, '2025-08-08'),
      contactRow(patient, '2025-08-15'),
    ];
    const once = (patient: string) => finishedCourse(patient, [18, 12], [4, 3]);
    const of = (twice: number) =>
      snapshotOf([...people(30, once, 'once'), ...people(twice, again, 'twice')]).process.people;
    expect(of(15)).toEqual({ started: 45, finished: 45, reason: null });
    // Of 30 + 2 * 4 stays, 34 people would tell that four came twice.
    expect(of(4)).toEqual({ started: null, finished: null, reason: 'too-few' });
  });

  test('of those referred it is told who has begun, and how long they waited; who waits is in no other figure', () => {
    const referred = (patient: string, start: string): readonly IndexRow[] => [
      episodeRow(patient, { start, referred: '2025-06-01' }),
    ];
    const snapshot = snapshotOf([
      ...people(20, (patient) => referred(patient, '2025-06-15'), 'soon'),
      ...people(11, (patient) => referred(patient, '2025-07-01'), 'late'),
      ...people(14, (patient) => referred(patient, '-'), 'waits'),
      ...people(12, (patient) => [episodeRow(patient, { start: '2025-06-15' })], 'unsaid'),
    ]);
    expect(snapshot.process.referrals).toMatchObject({ referred: 45, begun: 31, reason: null });
    expect(snapshot.process.referrals.waitDays?.median).toBe(14);
    expect(snapshot.funnel.stages[0]).toMatchObject({ id: 'started', count: 43 });
    expect(snapshot.process.people.started).toBe(43);
    const unsaid = snapshotOf(people(20, (patient) => [episodeRow(patient, { start: '2025-06-15' })]));
    expect(unsaid.process.referrals).toMatchObject({ referred: 0, reason: 'not-recorded' });
  });

  test('who is off track before the sixth score may still respond late', () => {
    const inCare = (patient: string, scores: number): readonly IndexRow[] => [
      episodeRow(patient, { start: '2025-06-01' }),
      contactRow(patient, '2025-06-08'),
      contactRow(patient, '2025-06-15'),
      ...Array.from({ length: scores }, (_, week) =>
        responseRow(
          patient,
          `2025-0${week < 4 ? 6 : 7}-${String(2 + 7 * (week % 4)).padStart(2, '0')}T15:00:00.000Z`,
          { 'phq-9': week === 0 ? 12 : 22 },
          { identity: `r${week}` },
        ),
      ),
    ];
    const snapshot = snapshotOf([
      ...people(14, (patient) => inCare(patient, 4), 'early'),
      ...people(12, (patient) => inCare(patient, 6), 'late'),
    ]);
    expect(instrument(snapshot, 'phq-9').notOnTrackNow).toMatchObject({
      judged: 26,
      offTrack: 26,
      mayRespondLate: 14,
    });
  });

  test('a questionnaire is in time up to a week after it was due', () => {
    const asked = (patient: string, answered: string | null): readonly IndexRow[] => [
      episodeRow(patient, { start: '2025-06-01' }),
      contactRow(patient, '2025-07-01', { kind: 'screening-due' }),
      ...(answered === null ? [] : [responseRow(patient, `${answered}T15:00:00.000Z`, { 'phq-9': 12 })]),
    ];
    const { completion } = snapshotOf([
      ...people(12, (patient) => asked(patient, '2025-07-08'), 'in-time'),
      ...people(11, (patient) => asked(patient, '2025-07-09'), 'late'),
      ...people(11, (patient) => asked(patient, null), 'never'),
    ]).process;
    expect(completion).toMatchObject({ due: 34, done: 12, reason: null, days: { median: 7 } });
  });

  test('what somebody declined is not due, and is counted apart', () => {
    const asked = (patient: string, codes: readonly string[]): readonly IndexRow[] => [
      episodeRow(patient, { start: '2025-06-01' }),
      contactRow(patient, '2025-07-01', { kind: 'screening-due', codes }),
      ...(codes.length > 0 ? [] : [responseRow(patient, '2025-07-02T15:00:00.000Z', { 'phq-9': 12 })]),
    ];
    const completion = (declined: number) =>
      snapshotOf([
        ...people(20, (patient) => asked(patient, []), 'answered'),
        ...people(declined, (patient) => asked(patient, ['declined']), 'declined'),
      ]).process.completion;
    expect(completion(12)).toMatchObject({ due: 20, done: 20, declined: 12, rate: 1, reason: null });
    // Twelve that one person has declined are one person.
    const one = Array.from({ length: 12 }, (_, i) =>
      contactRow('declines', `2025-07-${String(i + 1).padStart(2, '0')}`, {
        kind: 'screening-due',
        codes: ['declined'],
      }),
    );
    const alone = snapshotOf([
      ...people(20, (patient) => asked(patient, []), 'answered'),
      episodeRow('declines', { start: '2025-06-01' }),
      ...one,
    ]);
    expect(alone.process.completion.declined).toBeNull();
    const few = snapshotOf([
      ...people(3, (patient) => asked(patient, []), 'answered'),
      ...people(20, (patient) => asked(patient, ['declined']), 'declined'),
    ]);
    expect(few.process.completion).toMatchObject({ due: null, reason: 'too-few' });
    expect(completion(4).declined).toBeNull();
  });

  test('who stops coming leaves the retention curve, who completes is watched until then', () => {
    const ended = (patient: string, ending: 'dropped-out' | 'completed'): readonly IndexRow[] => [
      episodeRow(patient, { start: '2025-03-01', end: '2025-04-20', ending }),
    ];
    const { retention } = snapshotOf([
      ...people(20, (patient) => ended(patient, 'dropped-out'), 'left'),
      ...people(20, (patient) => ended(patient, 'completed'), 'done'),
      ...people(40, (patient) => [episodeRow(patient, { start: '2025-03-01' })], 'here'),
    ]).process;
    expect(retention).toMatchObject({ n: 80, events: 20 });
    expect(retention.points.find(({ day }) => day === 60)).toMatchObject({ share: 0.25, atRisk: 40 });
  });

  test('where no ending says why, nobody is said to have stayed: there is no retention curve', () => {
    const ended = (patient: string, ending: 'other' | 'died'): readonly IndexRow[] => [
      episodeRow(patient, { start: '2025-03-01', end: '2025-04-20', ending }),
    ];
    const { retention } = snapshotOf([
      ...people(40, (patient) => ended(patient, 'other'), 'left'),
      ...people(12, (patient) => ended(patient, 'died'), 'died'),
      ...people(40, (patient) => [episodeRow(patient, { start: '2025-03-01' })], 'here'),
    ]).process;
    expect(retention).toMatchObject({ n: 92, events: null, points: [], reason: 'not-recorded' });
  });

  test('early alliance is taken from sessions three to five, by each rater', () => {
    const { alliance } = snapshotOf(
      people(30, (patient, i) => [
        ...finishedCourse(patient, [20, 12], [20 - (i % 10), 10]),
        ...['2025-03-22', '2025-03-29'].map((day) => contactRow(patient, day)),
        // The first session's rating says the opposite and must not count.
        responseRow(patient, '2025-03-08T18:00:00.000Z', { 'wai-sr': 60 - (i % 10) }, { identity: 'w1' }),
        responseRow(patient, '2025-03-22T18:00:00.000Z', { 'wai-sr': 40 + (i % 10) }, { identity: 'w3' }),
      ]),
    ).process;
    const [client, therapist] = alliance.raters;
    expect(client).toMatchObject({ rater: 'client', n: 30, reason: null });
    expect(client?.r).toBeCloseTo(1, 12);
    expect(therapist).toMatchObject({ rater: 'therapist', n: 0, r: null, reason: 'no-episodes' });
    expect(alliance.difference).toMatchObject({ n: 0, t: null, reason: 'no-episodes' });
  });
});

test('alpha stands beside what others found, and needs thirty people', () => {
  const answered = (count: number, lastItem?: number) =>
    snapshotOf(
      people(count, (patient, i) => [
        episodeRow(patient, { start: '2025-06-01' }),
        responseRow(
          patient,
          '2025-06-02T15:00:00.000Z',
          {},
          {
            assessments: [
              {
                instrument: 'iroc',
                version: '1.0.0',
                score: 12,
                prorated: false,
                // Every item says the same: alpha is 1, which is redundant.
                points: Array.from({ length: 12 }, (_, at) => (at === 11 && lastItem) || 1 + (i % 6)),
              },
            ],
          },
        ),
      ]),
    );
  const alpha = instrument(answered(36), 'iroc').alpha;
  expect(alpha?.alpha).toBeCloseTo(1, 12);
  expect(alpha).toMatchObject({ n: 36, warning: 'redundant', reason: null });
  expect(alpha?.published.map(({ value, within }) => [value, within])).toEqual([
    [0.88, false],
    [0.921, false],
  ]);
  // Without the one item that everybody answers alike, the others say the same: 1. Without another they do not.
  const dropped = instrument(answered(36, 3), 'iroc').alpha?.items ?? [];
  expect(dropped.map(({ item }) => item)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(dropped.filter(({ alphaIfDropped }) => (alphaIfDropped ?? 0) > 0.9999)).toMatchObject([
    { item: 12 },
  ]);
  const spread = instrument(answered(36, 3), 'iroc').alpha;
  // Duhachek's lies around alpha, Feldt's does not.
  expect(((spread?.duhachek?.lower ?? 0) + (spread?.duhachek?.upper ?? 0)) / 2).toBeCloseTo(
    spread?.alpha ?? 9,
    10,
  );
  expect(spread?.duhachek?.lower).not.toBe(spread?.interval?.lower);
  expect(alpha?.published[1]?.population).toContain('Dutch');
  expect(instrument(answered(29), 'iroc').alpha).toMatchObject({
    n: 29,
    alpha: null,
    reason: 'too-few-for-statistic',
  });
});

test('daily mood: median of the ups and downs of people with fourteen days', () => {
  const days = (patient: string, count: number): readonly IndexRow[] => [
    episodeRow(patient, { start: '2025-06-01' }),
    ...Array.from({ length: count }, (_, i) =>
      responseRow(
        patient,
        `2025-06-${String(i + 2).padStart(2, '0')}T15:00:00.000Z`,
        { 'mood-ema': i % 2 === 0 ? 4 : 6 },
        { identity: `m${i}` },
      ),
    ),
  ];
  const snapshot = snapshotOf([
    ...people(12, (patient) => days(patient, 14), 'long'),
    ...people(12, (patient) => days(patient, 13), 'short'),
  ]);
  expect(instrument(snapshot, 'mood-ema').variability).toMatchObject({
    n: 12,
    rmssd: { lower: 2, median: 2, upper: 2 },
    inertia: { median: -1 },
    reason: null,
  });
});
