import { describe, expect, test } from 'vitest';
import { rollingYear } from '../../../../shared/metrics/periods.ts';
import { whyCounted } from '../../../../shared/metrics/why.ts';
import { contactRow, episodeRow, type IndexRow, people, responseRow } from '../index-row.ts';
import { partialOf, snapshotOf, talkingTherapy } from '../snapshot-of.ts';

/** Started on 1 March 2025 with this PHQ-9, and these later ones by date. */
function course(
  patient: string,
  first: number | null,
  later: Readonly<Record<string, number>> = {},
  episode: { readonly start?: string; readonly end?: string; readonly ending?: 'died' | 'completed' } = {},
): readonly IndexRow[] {
  const { start = '2025-03-01' } = episode;
  return [
    episodeRow(patient, { start, ...episode }),
    contactRow(patient, start),
    ...(first === null ? [] : [responseRow(patient, `${start}T15:00:00.000Z`, { 'phq-9': first })]),
    ...Object.entries(later).map(([day, score]) =>
      responseRow(patient, `${day}T15:00:00.000Z`, { 'phq-9': score }),
    ),
  ];
}

function figures(rows: readonly IndexRow[]) {
  const found = snapshotOf(rows).instruments.find(({ instrument }) => instrument === 'phq-9');
  return (id: string) => found?.measures.find((one) => one.id === id)?.current;
}

describe('response and remission at a set time', () => {
  const figure = figures([
    // Half of the first after 28 days, 12 after 61, and never asked again.
    ...people(12, 'half', (patient) => course(patient, 14, { '2025-03-29': 7, '2025-05-01': 12 })),
    // Asked on the 15th day and then half a year later: in remission.
    ...people(13, 'late', (patient) => course(patient, 14, { '2025-03-16': 6, '2025-09-01': 4 })),
    // Below the cut-off from the beginning.
    ...people(11, 'well', (patient) => course(patient, 5, { '2025-03-29': 2 })),
    ...people(14, 'never', (patient) => course(patient, null)),
  ]);

  test('takes the last score of the window; who was not measured in it has not achieved it', () => {
    expect(figure('response-week-4')).toMatchObject({
      populations: { denominator: 50, denominatorExclusion: 11, numerator: 12 },
      denominators: { eligible: 39, observed: 12 },
    });
    expect(figure('response-week-4')?.rate).toBeCloseTo(12 / 39, 12);
    expect(figure('response-week-4')?.observedRate).toBe(1);
    expect(figure('response-week-8')).toMatchObject({
      populations: { numerator: 0 },
      denominators: { observed: 12 },
    });
    expect(figure('response-week-12')).toMatchObject({
      populations: { numerator: 0 },
      denominators: { observed: 0 },
    });
  });

  test('half a year later is another window', () => {
    expect(figure('remission-week-4')?.populations.numerator).toBe(0);
    expect(figure('remission-month-6')).toMatchObject({
      populations: { denominator: 50, denominatorExclusion: 11, numerator: 13 },
      denominators: { eligible: 39, observed: 13 },
    });
  });

  test('counts in the period in which the window closes, not in that of the start', () => {
    // The windows of twelve months close on 30 April 2026; the year asked about ends on 31 January.
    expect(figure('response-month-12')).toMatchObject({ rate: null, reason: 'no-episodes' });
    // Of those from 1 November 2024 they closed on 31 December 2025; the ones of six months on 29 June 2025.
    const old = { start: '2024-11-01', end: '2025-02-01' };
    const ayearLater = figures([
      ...people(12, 'kept', (patient) => course(patient, 14, { '2025-06-01': 12, '2025-11-01': 4 }, old)),
      ...people(13, 'lost', (patient) => course(patient, 14, {}, old)),
    ]);
    expect(ayearLater('remission-month-12')).toMatchObject({
      populations: { denominator: 25, denominatorExclusion: 0, numerator: 12 },
      denominators: { eligible: 25, observed: 12 },
    });
    expect(ayearLater('response-month-6')?.populations).toMatchObject({ denominator: 25, numerator: 0 });
    expect(ayearLater('response-week-4')?.populations).toMatchObject({ denominator: 0 });
  });

  test('never tells how many only responded by way of how many did and remitted', () => {
    // Of 40, 25 halved their score and 20 of these are in remission: the difference is 5 people.
    const figureOf = figures([
      ...people(20, 'remitted', (patient) => course(patient, 14, { '2025-03-29': 4 })),
      ...people(5, 'halved', (patient) => course(patient, 14, { '2025-03-29': 7 })),
      ...people(15, 'same', (patient) => course(patient, 14, { '2025-03-29': 13 })),
    ]);
    const shown = ['response-week-4', 'remission-week-4'].map((id) => figureOf(id)?.populations.numerator);
    expect(shown.filter((count) => count !== null)).toHaveLength(1);
  });

  test('does not ask after somebody has died', () => {
    const died = people(12, 'died', (patient) =>
      course(patient, 14, { '2025-03-29': 7 }, { end: '2025-04-20', ending: 'died' }),
    );
    const afterDeaths = figures([...died, ...people(15, 'half', (patient) => course(patient, 14))]);
    expect(afterDeaths('response-week-4')?.populations).toMatchObject({ denominator: 27, numerator: 12 });
    expect(afterDeaths('response-week-8')?.populations).toMatchObject({ denominator: 15, numerator: 0 });
  });

  test('is explained for each episode', () => {
    const [record] = partialOf(course('p', 14, { '2025-03-29': 7 })).episodes;
    if (record === undefined) throw new Error('no episode');
    const inputs = {
      measures: talkingTherapy.measures,
      asOf: 20_485, // 1 February 2026
      period: rollingYear('2026-02-01').current,
      expectedOf: () => ({ basis: 'static-rules', limit: () => null }) as const,
    };
    const lines = whyCounted(record, inputs).flatMap((section) => section.lines);
    const line = (rule: string) => lines.find((one) => one.rule === rule);
    expect(line('Score at least halved after four weeks')?.because).toBe('counted as achieved');
    expect(line('Score at least halved after eight weeks')?.because).toContain('not measured');
    expect(line('Score at least halved after twelve months')?.because).toBe('not in the denominator');
  });
});
