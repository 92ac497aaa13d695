import { describe, expect, test } from 'vitest';
import { isoDate } from '../../../shared/metrics/calendar.ts';
import { EpisodePass } from '../../../shared/metrics/episode-pass.ts';
import type { EpisodeRecord, Measurement } from '../../../shared/metrics/episode-record.ts';
import type { Partial } from '../../../shared/metrics/partial.ts';
import { contactRow, episodeRow, type IndexRow, responseRow } from './index-row.ts';

function passOver(rows: readonly IndexRow[], asOf = '2026-02-01'): Partial {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'America/New_York', asOf });
  for (const [sk, m] of rows) pass.row(sk, m);
  return pass.end();
}

function onlyEpisode(rows: readonly IndexRow[], asOf?: string): EpisodeRecord {
  const { episodes } = passOver(rows, asOf);
  expect(episodes).toHaveLength(1);
  return episodes[0] as EpisodeRecord;
}

/** `<first date> <score>, <last date> <score>` of PHQ-9; `-` where there is none. */
function firstAndLast({ measurements }: EpisodeRecord): string {
  const phq9 = measurements.find(({ instrument }) => instrument === 'phq-9');
  const say = (score: Measurement['first'] | undefined): string =>
    score ? `${isoDate(score.day)} ${score.score}` : '-';
  return `${say(phq9?.first)}, ${say(phq9?.last)}`;
}

const episode = episodeRow('ann', { start: '2025-03-01', end: '2025-06-30' });
const phq9 = (date: string, score: number, identity = date): IndexRow =>
  responseRow('ann', date.length === 10 ? `${date}T15:00:00.000Z` : date, { 'phq-9': score }, { identity });

describe('first and last score', () => {
  test.for([
    {
      why: 'the first day and the last day, whatever lies between',
      scores: [phq9('2025-03-01', 18), phq9('2025-04-01', 20), phq9('2025-06-01', 6)],
      expected: '2025-03-01 18, 2025-06-01 6',
    },
    {
      why: 'intake forms count from 14 days before the start, not earlier',
      scores: [phq9('2025-02-14', 25), phq9('2025-02-15', 18), phq9('2025-05-01', 9)],
      expected: '2025-02-15 18, 2025-05-01 9',
    },
    {
      why: 'a first score may come up to 30 days after the start',
      scores: [phq9('2025-03-31', 18), phq9('2025-05-01', 9)],
      expected: '2025-03-31 18, 2025-05-01 9',
    },
    {
      why: 'after 30 days it is no first score any more, but still a last one',
      scores: [phq9('2025-04-01', 18), phq9('2025-05-01', 9)],
      expected: '-, 2025-05-01 9',
    },
    {
      why: 'a single score gives no change',
      scores: [phq9('2025-03-02', 18)],
      expected: '2025-03-02 18, -',
    },
    {
      why: 'two scores of one day are one: the later counts',
      scores: [phq9('2025-03-02T14:00:00.000Z', 18), phq9('2025-03-02T16:00:00.000Z', 17)],
      expected: '2025-03-02 17, -',
    },
    {
      why: 'at the same instant the greater identity counts',
      scores: [phq9('2025-03-02', 18, 'b'), phq9('2025-03-02', 17, 'a')],
      expected: '2025-03-02 18, -',
    },
    {
      why: 'the end day is inside, the day after is not',
      scores: [phq9('2025-03-02', 18), phq9('2025-06-30', 8), phq9('2025-07-01', 3)],
      expected: '2025-03-02 18, 2025-06-30 8',
    },
    {
      why: 'days are those of the clinic: 03:30 UTC is still the evening of 30 June in New York',
      scores: [phq9('2025-03-02', 18), phq9('2025-07-01T03:30:00.000Z', 8)],
      expected: '2025-03-02 18, 2025-06-30 8',
    },
    {
      why: 'an instrument without a total has no score',
      scores: [responseRow('ann', '2025-03-02T15:00:00.000Z', { 'phq-9': null })],
      expected: '-, -',
    },
  ])('$why', ({ scores, expected }) => {
    expect(firstAndLast(onlyEpisode([episode, ...scores]))).toBe(expected);
    expect(firstAndLast(onlyEpisode([...scores.toReversed(), episode]))).toBe(expected);
  });

  test('a response that gives a date only is taken at that date, not at midnight UTC', () => {
    const row = responseRow('ann', '2025-07-01T00:00:00.000Z', { 'phq-9': 8 }, { authoredIsDate: true });
    expect(firstAndLast(onlyEpisode([episode, phq9('2025-03-02', 18), row]))).toBe('2025-03-02 18, -');
  });

  test('what was authored after the as-of date has not happened yet', () => {
    const rows = [episode, phq9('2025-03-02', 18), phq9('2025-04-02', 12), phq9('2025-06-02', 6)];
    const record = onlyEpisode(rows, '2025-05-01');
    expect(firstAndLast(record)).toBe('2025-03-02 18, 2025-04-02 12');
    expect(record).toMatchObject({ end: null, ending: 'open' });
  });
});

describe('which episode a score counts in', () => {
  const first = episodeRow('ann', { start: '2025-03-01', end: '2025-06-30' });
  const second = episodeRow('ann', { start: '2025-05-01' }, { program: 'intensive', id: 'e2' });

  test('every one whose window holds it', () => {
    const { episodes } = passOver([first, second, phq9('2025-05-05', 14)]);
    expect(episodes.map(({ program, measurements }) => [program, measurements.length])).toEqual([
      ['intensive', 1],
      ['talking-therapy', 1],
    ]);
  });

  test('only those of the program the push named', () => {
    const named = responseRow('ann', '2025-05-05T15:00:00.000Z', { 'phq-9': 14 }, { program: 'intensive' });
    const { episodes } = passOver([first, second, named]);
    expect(episodes.map(({ program, measurements }) => [program, measurements.length])).toEqual([
      ['intensive', 1],
      ['talking-therapy', 0],
    ]);
  });

  test('a score that falls into none is counted as left out', () => {
    expect(passOver([first, phq9('2025-01-01', 14)]).leftOut.outsideEpisodes).toBe(1);
  });

  test('an episode that starts after the as-of date does not exist yet', () => {
    expect(passOver([episodeRow('ann', { start: '2026-03-01' })]).episodes).toEqual([]);
  });
});

describe('contacts', () => {
  const contacts = [
    contactRow('ann', '2025-02-28'),
    contactRow('ann', '2025-03-01'),
    contactRow('ann', '2025-04-01', { codes: ['AMB'] }),
    contactRow('ann', '2025-04-08', { codes: ['assessment'] }),
    contactRow('ann', '2025-04-15', { codes: ['follow-up'] }),
    contactRow('ann', '2025-04-22', { codes: ['assessment', 'treatment'] }),
    contactRow('ann', '2025-05-01', { program: 'intensive' }),
    contactRow('ann', '2025-05-02', { retracted: true }),
    contactRow('ann', '2025-06-30'),
    contactRow('ann', '2025-07-01'),
  ];

  test('count between start and end, both included, when they are treatment in this program', () => {
    const record = onlyEpisode([episode, ...contacts]);
    expect(record.contactDays).toHaveLength(4);
    expect(isoDate(record.contactDays.at(-1) ?? 0)).toBe('2025-06-30');
  });
});

describe('an episode the EHR did not give', () => {
  const named = (date: string, score: number): IndexRow =>
    responseRow('ann', `${date}T15:00:00.000Z`, { 'phq-9': score }, { program: 'walk-in', identity: date });

  test('starts with the first response that names the program and is open', () => {
    const record = onlyEpisode([named('2025-05-01', 9), named('2025-04-01', 18)]);
    expect(record).toMatchObject({ program: 'walk-in', inferred: true, end: null, ending: 'open' });
    expect(isoDate(record.start)).toBe('2025-04-01');
    expect(firstAndLast(record)).toBe('2025-04-01 18, 2025-05-01 9');
  });

  test('is not made where the EHR gave one', () => {
    const stored = episodeRow('ann', { start: '2025-03-01' }, { program: 'walk-in' });
    expect(passOver([stored, named('2025-04-01', 18)]).episodes.map(({ inferred }) => inferred)).toEqual([
      false,
    ]);
  });

  test('is not made of a response that names no program', () => {
    expect(passOver([phq9('2025-04-01', 18)]).episodes).toEqual([]);
  });
});

describe('follow-up windows, counted in days from the start', () => {
  test.for([
    { day: '2025-04-29', bits: 0, why: 'day 59' },
    { day: '2025-04-30', bits: 1, why: 'day 60, 3 months' },
    { day: '2025-06-29', bits: 3, why: 'day 120, the last of 3 and the first of 6 months' },
    { day: '2025-06-30', bits: 2, why: 'day 121' },
    { day: '2025-10-27', bits: 2, why: 'day 240, after the end of care' },
    { day: '2025-10-28', bits: 0, why: 'day 241' },
    { day: '2025-12-31', bits: 4, why: 'day 305, 12 months' },
  ])('$why', ({ day, bits }) => {
    const { measurements } = onlyEpisode([episode, phq9(day, 5)]);
    expect(measurements[0]?.followUps ?? 0).toBe(bits);
  });
});

describe('nothing is lost without a trace', () => {
  test('rows that cannot be read are counted by why, and the rest stands', () => {
    const partial = passOver([
      episode,
      ['ann#2#2025-03-02T15:00:00.000Z#new', '9from-the-future'],
      ['ann#2#2025-03-03T15:00:00.000Z#cut', '10ml254xs00|phq-9'],
      ['ann#2#no-date-at-all#r', responseRow('ann', '', { 'phq-9': 3 })[1]],
      episodeRow('bob', { start: 'last spring' }),
      phq9('2025-03-04', 11),
    ]);
    expect(partial.leftOut).toEqual({ unknownVersion: 1, malformed: 3, outsideEpisodes: 1 });
    expect(partial.watermark.rows).toBe(6);
  });

  test('a retracted row counts nowhere but in the watermark', () => {
    const rows = [
      episode,
      responseRow('ann', '2025-03-02T15:00:00.000Z', { 'phq-9': 18 }, { retracted: true }),
    ];
    const partial = passOver(rows);
    expect(partial.episodes[0]?.measurements).toEqual([]);
    expect(partial.watermark.rows).toBe(2);
  });
});

describe('the problem that is treated', () => {
  const referring = (problems: string) => episodeRow('ann', { start: '2025-03-01', problems });
  const condition = (id: string, codes: readonly string[], retracted = false): IndexRow => [
    `ann#1#FACT#diagnosis#${id}`,
    contactRow('ann', '2024-01-01', { kind: 'diagnosis', codes, retracted })[1],
  ];
  const ptsd = condition('c1', [
    'http://snomed.info/sct|47505003',
    'http://hl7.org/fhir/sid/icd-10-cm|F43.10',
  ]);

  test.for([
    { why: 'of a Condition that came before', rows: [ptsd, referring('Condition/c1')], is: 'F43.10' },
    { why: 'or comes after', rows: [referring('Condition/c1'), ptsd], is: 'F43.10' },
    {
      why: 'the first whose code is known',
      rows: [referring('Condition/c0 Condition/c1 F42'), ptsd],
      is: 'F43.10',
    },
    { why: 'a code of its own', rows: [referring('F42'), ptsd], is: 'F42' },
    { why: 'of no other Condition of the patient', rows: [referring('Condition/c2'), ptsd], is: null },
    {
      why: 'not of one that was refuted',
      rows: [referring('Condition/c1'), condition('c1', ['http://hl7.org/fhir/sid/icd-10|F43.1'], true)],
      is: null,
    },
  ])('$why: $is', ({ rows, is }) => {
    expect(onlyEpisode(rows).descriptor).toBe(is);
  });

  test('is never that of the patient before', () => {
    const next = episodeRow('ben', { start: '2025-03-01', problems: 'Condition/c1' });
    expect(
      passOver([referring('Condition/c1'), ptsd, next]).episodes.map(({ descriptor }) => descriptor),
    ).toEqual(['F43.10', null]);
  });
});

describe('who pays for a stay', () => {
  const stay = episodeRow('ann', { start: '2025-03-01' });
  const coverage = (
    id: string,
    codes: readonly string[],
    start: string,
    end: string | null = null,
  ): IndexRow => [`ann#1#FACT#coverage#${id}`, contactRow('ann', start, { kind: 'coverage', codes, end })[1]];

  test.for([
    { why: 'nobody known', rows: [], is: null },
    { why: 'always in force', rows: [coverage('a', ['medicaid'], '0001-01-01')], is: 'medicaid' },
    {
      why: 'in force on the first day',
      rows: [coverage('a', ['private'], '2024-01-01', '2025-03-01')],
      is: 'private',
    },
    { why: 'ended before', rows: [coverage('a', ['private'], '2024-01-01', '2025-02-28')], is: null },
    { why: 'begun after', rows: [coverage('a', ['private'], '2025-03-02')], is: null },
    {
      why: 'who pays first, whatever came first',
      rows: [coverage('a', ['private', 'order:2'], '2025-02-01'), coverage('b', ['medicare'], '2020-01-01')],
      is: 'medicare',
    },
    {
      why: 'of two that pay first the newer',
      rows: [coverage('a', ['private'], '2025-02-01'), coverage('b', ['medicare'], '2020-01-01')],
      is: 'private',
    },
  ])('$why: $is', ({ rows, is }) => {
    expect(onlyEpisode([stay, ...rows]).payer).toBe(is);
    expect(onlyEpisode([...rows, stay].reverse()).payer).toBe(is);
  });
});

describe('an episode to which the EHR gives no start', () => {
  const undated = episodeRow('ann', { start: '', end: '2025-06-30' });
  const contact = (date: string, more = {}): IndexRow => contactRow('ann', date, more);
  const startOf = (rows: readonly IndexRow[]): readonly string[] =>
    passOver(rows).episodes.map(({ start }) => isoDate(start));

  test('begins with its first contact, whatever came first', () => {
    expect(startOf([undated, contact('2025-03-15'), contact('2025-03-08')])).toEqual(['2025-03-08']);
    expect(startOf([contact('2025-03-08', { codes: ['assessment'] }), undated])).toEqual(['2025-03-08']);
  });

  test('has not begun without a contact of its own', () => {
    expect(startOf([undated])).toEqual([]);
    expect(startOf([undated, contact('2025-07-01')])).toEqual([]);
    expect(startOf([undated, contact('2025-03-08', { program: 'another' })])).toEqual([]);
  });

  test('is not in the way of what responses say: they name the program, and the EHR gave no contact', () => {
    const named = responseRow(
      'ann',
      '2025-03-02T15:00:00.000Z',
      { 'phq-9': 18 },
      { program: 'talking-therapy' },
    );
    expect(passOver([undated, named]).episodes).toMatchObject([
      { inferred: true, program: 'talking-therapy' },
    ]);
  });

  test('begins with a contact of the program before one that names none, and never before the referral', () => {
    const named = contact('2025-03-15', { program: 'talking-therapy' });
    expect(startOf([undated, contact('2019-05-01'), named])).toEqual(['2025-03-15']);
    const waited = episodeRow('ann', { start: '', referred: '2025-02-01' });
    expect(startOf([waited, contact('2019-05-01'), contact('2025-02-20')])).toEqual(['2025-02-20']);
  });

  test('takes no contact of another stay in the program', () => {
    const before = episodeRow('ann', { start: '2025-01-01', end: '2025-02-28' }, { id: 'e0' });
    expect(startOf([before, undated, contact('2025-01-08'), contact('2025-04-02')])).toEqual([
      '2025-01-01',
      '2025-04-02',
    ]);
  });
});

describe('a referral', () => {
  const referred = (start: string, referredOn: string, more = {}) =>
    episodeRow('ann', { start, referred: referredOn, ...more });
  const only = (rows: readonly IndexRow[]) =>
    passOver(rows).episodes.map(({ start, referred: day }) => [
      start < 0 ? 'waits' : isoDate(start),
      day === null ? null : isoDate(day),
    ]);

  test('stays one until care begins: also of a start that is still to come, and without any contact', () => {
    expect(only([referred('-', '2026-01-10')])).toEqual([['waits', '2026-01-10']]);
    expect(only([referred('2026-02-10', '2026-01-10')])).toEqual([['waits', '2026-01-10']]);
    expect(only([referred('', '2026-01-10')])).toEqual([['waits', '2026-01-10']]);
    expect(only([referred('2026-01-20', '2026-01-10')])).toEqual([['2026-01-20', '2026-01-10']]);
  });

  test('of a later day has not been made yet', () => {
    expect(only([referred('-', '2026-02-02')])).toEqual([]);
  });

  test('of a day that there is not says nothing, and takes no stay with it', () => {
    expect(only([referred('2025-03-01', '2025-02-30')])).toEqual([['2025-03-01', null]]);
  });
});

describe('two stays of which one has no start', () => {
  const contact = (date: string): IndexRow => contactRow('ann', date);

  test('of the EHR and of a roster are one, and the EHR is believed', () => {
    const roster = episodeRow('ann', { start: '2025-03-01' }, { id: 'roster:2025-03-01' });
    const ehr = episodeRow('ann', { start: '', end: '2025-06-30', ending: 'completed' });
    expect(onlyEpisode([roster, ehr, contact('2025-03-08')])).toMatchObject({
      id: 'e1',
      ending: 'completed',
    });
  });

  test('of the EHR share no contact', () => {
    const first = episodeRow('ann', { start: '', end: '2025-03-31' }, { id: 'e1' });
    const second = episodeRow('ann', { start: '' }, { id: 'e2' });
    const contacts = ['2025-01-10', '2025-02-10', '2025-05-10', '2025-06-10'].map(contact);
    const stays = passOver([second, first, ...contacts]).episodes;
    expect(stays.map(({ id, start }) => [id, isoDate(start)])).toEqual([
      ['e1', '2025-01-10'],
      ['e2', '2025-05-10'],
    ]);
  });
});
