import { describe, expect, test } from 'vitest';
import { overTime } from '../../dashboard/over-time.ts';
import type { ProportionFigure, ProportionMeasure } from '../../shared/metrics/snapshot.ts';
import { figure, fullYear, noFigure, thinYear } from '../builders/snapshot.ts';

const [improvement] = fullYear.measures as readonly [ProportionMeasure];

describe('a measure month by month', () => {
  test('has a usual range around the rate of all months together', () => {
    const { months, centre } = overTime(improvement, fullYear.months);

    expect(centre).toBeCloseTo(276 / 412, 12);
    // February: 36 people, 3 x sqrt(0.6699 x 0.3301 / 36) = 0.2351.
    expect(months[0]).toMatchObject({ kind: 'shown', label: 'Feb 2025', count: 24, of: 36 });
    expect(months[0]?.kind === 'shown' && months[0].usual?.upper).toBeCloseTo(0.905, 3);
    expect(months[0]?.kind === 'shown' && months[0].usual?.lower).toBeCloseTo(0.4348, 3);
  });

  test('says that nothing stands out when nothing does', () => {
    expect(overTime(improvement, fullYear.months).reading).toBe(
      'No month stands out: ups and downs like these come by chance.',
    );
  });

  test('names a month outside its usual range', () => {
    const { reading } = overTime(
      withMonths([...Array(5).fill(20), 38, ...Array(6).fill(20)]),
      fullYear.months,
    );

    expect(reading).toBe('Jul 2025 (95 in 100) is above the usual range. Look for what changed.');
  });

  test('names a lasting change, of the final months only', () => {
    const { reading } = overTime(
      withMonths([23, 22, 23, 22, 23, 27, 28, 27, 28, 27, 28, 27]),
      fullYear.months,
    );

    expect(reading).toBe(
      'Seven or more months in a row were above the average (Jul 2025 to Dec 2025). Look for what changed.',
    );
  });

  test('a provisional month never stands out: forms are still to come', () => {
    const { months } = overTime(withMonths([...Array(11).fill(30), 5]), fullYear.months);

    expect(months.at(-1)).toMatchObject({ kind: 'shown', provisional: true, cause: null });
  });

  test('a month that may not be shown is a gap with its reason, never 0', () => {
    const [thin] = thinYear.measures as readonly [ProportionMeasure];
    const { months, centre, reading } = overTime(thin, thinYear.months);

    expect(months[1]).toEqual({
      kind: 'gap',
      label: 'Mar 2025',
      provisional: false,
      why: 'Not shown, to protect privacy',
    });
    expect(centre).toBeNull();
    expect(reading).toBe(
      'There are not enough months for a usual range: read each month with its likely range. Not shown, to protect privacy: Mar 2025, Jun 2025 and Oct 2025.',
    );
  });

  test('without a single month there is nothing to draw, and that is said', () => {
    const { drawable, reading } = overTime({ ...improvement, months: [] }, fullYear.months);

    expect(drawable).toBe(false);
    expect(reading).toBe('No month alone has enough people to show. Read the twelve months together.');
  });

  test('months of 0 between hidden ones are not drawn: alone they would say that nobody ever was', () => {
    const empty = figure({ numerator: 0, eligible: 20 });
    const months: ProportionFigure[] = [empty, noFigure('too-few'), noFigure('too-few')];
    const { drawable, reading } = overTime({ ...improvement, months }, fullYear.months.slice(0, 3));

    expect(drawable).toBe(false);
    expect(reading).toContain('the others are hidden, to protect privacy');
    const all = figure({ numerator: 18, eligible: 18 });
    expect(
      overTime({ ...improvement, months: [all, noFigure('too-few')] }, fullYear.months.slice(0, 2)).drawable,
    ).toBe(false);
    expect(overTime({ ...improvement, months: [empty, empty] }, fullYear.months.slice(0, 2)).drawable).toBe(
      true,
    );
  });

  test('a month of nobody is a gap of its own kind beside one of too few', () => {
    const months: ProportionFigure[] = [
      noFigure('no-episodes'),
      noFigure('too-few'),
      figure({ numerator: 12, eligible: 20 }),
    ];
    const { reading } = overTime({ ...improvement, months }, fullYear.months.slice(0, 3));

    expect(reading).toContain('Nobody to count yet: Feb 2025. Not shown, to protect privacy: Mar 2025.');
  });
});

function withMonths(numerators: readonly number[]): ProportionMeasure {
  return { ...improvement, months: numerators.map((numerator) => figure({ numerator, eligible: 40 })) };
}
