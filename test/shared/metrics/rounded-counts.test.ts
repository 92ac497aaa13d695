import { describe, expect, test } from 'vitest';
import { withRoundedCounts } from '../../../shared/metrics/rounded-counts.ts';
import { finishedCourse, people } from './index-row.ts';
import { snapshotOf } from './snapshot-of.ts';

/** 23 recovered, 14 are as they were, 6 were not measured at the end: 43 finished, all started as a case. */
const rows = [
  ...people(23, 'well', (patient) => finishedCourse(patient, [18, 14], [3, 2])),
  ...people(14, 'same', (patient) => finishedCourse(patient, [18, 14], [17, 14])),
  ...people(6, 'lost', (patient) => finishedCourse(patient, [18, 14], null)),
];
const options = { minimumCell: 5, roundCountsTo: 5 };

describe('counts to the nearest five, as NHS England publishes them', () => {
  const exact = snapshotOf(rows, { reduce: { minimumCell: 5 } });
  const snapshot = snapshotOf(rows, { reduce: options });
  const measureOf = (id: string) => snapshot.measures.find((one) => one.id === id)?.current;

  test('rates are those of the exact counts, to a tenth of a percent', () => {
    expect(measureOf('reliable-recovery')).toMatchObject({
      populations: { denominator: 45, denominatorExclusion: 0, numerator: 25 },
      denominators: { eligible: 45, observed: 35 },
      // 23 of 43, and 23 of 37.
      rate: 0.535,
      observedRate: 0.622,
    });
  });

  test('every piece of a whole is rounded, and the sentence says the rounded ones', () => {
    expect(snapshot.outcomes.segments.map(({ id, count }) => [id, count])).toEqual([
      ['recovered', 25],
      ['improved', 0],
      ['no-clear-change', 15],
      ['worse', 0],
      ['not-measured', 5],
    ]);
    expect(snapshot.sentence).toMatch(/^Of 45 people .*, 25 \(5[34] in 100\) reliably recovered\./);
    expect(snapshot.roundCountsTo).toBe(5);
  });

  test('means keep one decimal', () => {
    const [depression] = snapshot.means;
    // 23 fell by 15 and 14 by 1: 359 points of 37 people.
    expect(depression?.current.change).toBe(9.7);
  });

  test('nothing that was withheld is shown, and nothing that was shown is withheld', () => {
    const places = (value: unknown, at = ''): readonly string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, one]) => places(one, `${at}/${key}`))
        : value === null
          ? [at]
          : [];
    expect(places(snapshot)).toEqual(places(exact));
  });

  test('rounding twice changes nothing', () => {
    expect(withRoundedCounts(snapshot, 5)).toEqual(snapshot);
  });
});
