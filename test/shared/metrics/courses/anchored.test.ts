import { describe, expect, test } from 'vitest';
import { whyCounted } from '../../../../shared/metrics/why.ts';
import { contactRow, episodeRow, type IndexRow, responseRow } from '../index-row.ts';
import { partialOf, snapshotOf, talkingTherapy } from '../snapshot-of.ts';

/** Started on 1 March 2025 with this PHQ-9, and these later ones by date. */
function course(
  patient: string,
  first: number | null,
  later: Readonly<Record<string, number>> = {},
  episode: { readonly end?: string; readonly ending?: 'died' | 'completed' } = {},
): readonly IndexRow[] {
  return [
    episodeRow(patient, { start: '2025-03-01', ...episode }),
    contactRow(patient, '2025-03-08'),
    ...(first === null ? [] : [responseRow(patient, '2025-03-01T15:00:00.000Z', { 'phq-9': first })]),
    ...Object.entries(later).map(([day, score]) =>
      responseRow(patient, `${day}T15:00:00.000Z`, { 'phq-9': score }),
    ),
  ];
}

const people = (count: number, way: string, rows: (patient: string) => readonly IndexRow[]) =>
  Array.from({ length: count }, (_, i) => rows(`${way}${i}`)).flat();

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

  test('is not asked while its window is open', () => {
    expect(figure('response-month-12')).toMatchObject({ rate: null, reason: 'no-episodes' });
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
      expectedOf: () => ({ basis: 'static-rules', limit: () => null }) as const,
    };
    const lines = whyCounted(record, inputs).flatMap((section) => section.lines);
    const line = (rule: string) => lines.find((one) => one.rule === rule);
    expect(line('Score at least halved after four weeks')?.because).toBe('counted as achieved');
    expect(line('Score at least halved after eight weeks')?.because).toContain('not measured');
    expect(line('Score at least halved after twelve months')?.because).toBe('not in the denominator');
  });
});
