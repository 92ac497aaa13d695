import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CellSet, keyOf } from '../../../shared/metrics/cell-set.ts';
import { Disclosure } from '../../../shared/metrics/disclosure.ts';
import { fixedByCircles, fixedByEnumeration } from './suppression-oracles.ts';
import { rate, setsOf, twoWay } from './suppression-tables.ts';

const minimumCell = 11;
const isSmall = (count: number): boolean => count > 0 && count < minimumCell;

/** Names of what is withheld of a table whose totals are worth most, then its larger counts. */
function withheld(
  counts: readonly (readonly number[])[],
  released: readonly string[] = [],
): ReadonlySet<string> {
  const { cells, sets } = setsOf(counts);
  const disclosure = new Disclosure(cells, [[...sets.values()]], {
    minimumCell,
    released: released.flatMap((id) => sets.get(id) ?? []),
  });
  return new Set([...sets].flatMap(([id, set]) => (disclosure.show(set) === null ? [id] : [])));
}

describe('what is withheld', () => {
  test('nothing where no count is small; zeros are shown', () => {
    expect(
      withheld([
        [20, 0],
        [0, 40],
      ]),
    ).toEqual(new Set());
  });

  test('a small count takes a square of its smallest neighbours with it', () => {
    // Program by race with one cell of 7: the pattern of GaussSuppression 1.2.3.
    const table = [
      [120, 40, 15, 0],
      [85, 22, 12, 30],
      [64, 7, 18, 14],
    ];
    expect(withheld(table)).toEqual(new Set(['2/1', '1/1', '1/2', '2/2']));
  });

  test('a small total is withheld like any other small count', () => {
    const hidden = withheld([
      [2, 3],
      [40, 50],
    ]);
    expect([...hidden]).toEqual(expect.arrayContaining(['0/*', '0/0', '0/1']));
  });

  test('45 of 50: the count goes, because 5 would follow from it', () => {
    const people = { cells: 2, episodes: Float64Array.of(45, 5) };
    const [all, recovered] = [Uint8Array.of(1, 1), Uint8Array.of(1, 0)];
    const disclosure = new Disclosure(people, [[all, recovered]], { minimumCell });
    expect([disclosure.show(all), disclosure.show(recovered)]).toEqual([50, null]);
  });

  test('what is out already cannot be withheld: other counts give way', () => {
    const table = [
      [20, 7],
      [30, 40],
    ];
    const hidden = withheld(table, ['0/0']);
    expect(hidden.has('0/1')).toBe(true);
    expect(hidden.has('0/0')).toBe(false);
    expect(fixedByEnumeration(twoWay(table), hidden, 60).has('0/1')).toBe(false);
  });

  test('where all that tells it is out, it says what was given away', () => {
    const { cells, sets } = setsOf([
      [20, 7],
      [30, 40],
    ]);
    const released = ['0/0', '0/*'].flatMap((id) => sets.get(id) ?? []);
    const disclosure = new Disclosure(cells, [[...sets.values()]], { minimumCell, released });
    expect(disclosure.givenAway.map(keyOf)).toEqual([keyOf(sets.get('0/1') ?? Uint8Array.of())]);
    expect(disclosure.show(sets.get('0/1') ?? Uint8Array.of())).toBeNull();
  });

  test('two filters of the same people are protected together', () => {
    // 60 people by sex and by whether they recovered; "left early" is 20 of them, 8 women recovered among these.
    const people = { cells: 4, episodes: Float64Array.of(25, 8, 15, 12) };
    const [everyone, women, recovered, leftEarly] = [
      Uint8Array.of(1, 1, 1, 1),
      Uint8Array.of(0, 1, 0, 1),
      Uint8Array.of(1, 1, 0, 0),
      Uint8Array.of(0, 1, 0, 1),
    ];
    const womenRecovered = Uint8Array.of(0, 1, 0, 0);
    const families: readonly (readonly CellSet[])[] = [
      [everyone, women, recovered, womenRecovered],
      [everyone, leftEarly, Uint8Array.of(0, 0, 0, 1)],
    ];
    const disclosure = new Disclosure(people, families, { minimumCell });
    expect(disclosure.show(women)).toBe(20);
    expect(disclosure.show(womenRecovered)).toBeNull();
    // 20 - 12 would be the 8.
    expect(disclosure.show(Uint8Array.of(0, 0, 0, 1))).toBeNull();
  });

  test('a month by a year and eleven months', () => {
    const months = [30, 4, 22, 25, 40, 31, 20, 28, 33, 19, 26, 35];
    const cells = { cells: 12, episodes: Float64Array.from(months) };
    const year = new Uint8Array(12).fill(1);
    const each = months.map((_, month) => Uint8Array.from(months, (__, k) => (k === month ? 1 : 0)));
    const disclosure = new Disclosure(cells, [[year], ...each.map((one) => [one])], { minimumCell });
    const hidden = each.flatMap((one, month) => (disclosure.show(one) === null ? [month] : []));
    expect(disclosure.show(year)).toBe(313);
    expect(hidden).toContain(1);
    expect(hidden).toHaveLength(2);
  });
});

/** Counts as programs have them: many small, some zero, few large. */
const count = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 14 }) },
  { weight: 4, arbitrary: fc.integer({ min: 11, max: 300 }) },
);
const table = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(count, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

test('in 10 000 random tables no small count is shown and none can be worked out', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(table, (counts) => {
      const publication = twoWay(counts);
      const hidden = withheld(counts);
      for (const cell of publication.cells) {
        if (isSmall(cell.count) && !hidden.has(cell.id)) throw new Error(`shown: ${cell.id}`);
        if (cell.count === 0 && hidden.has(cell.id)) throw new Error(`a zero is withheld at ${cell.id}`);
      }
      const fixed = fixedByCircles(publication, hidden);
      const small = publication.cells.filter(({ id, count: n }) => fixed.has(id) && isSmall(n));
      if (small.length > 0) throw new Error(`can be worked out: ${small.map(({ id }) => id).join(', ')}`);
    }),
    { numRuns: 10_000 },
  );
});

test('rates stacked on a total stay safe: counts, remainders and N of strata that add up', () => {
  const stratum = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(fc.array(stratum, { minLength: 2, maxLength: 4 }), (strata) => {
      // Rows are strata, columns are hits and misses: the same numbers as rates with their N.
      const hidden = withheld(strata);
      const fixed = fixedByCircles(twoWay(strata), hidden);
      for (const { id, count: n } of twoWay(strata).cells)
        if (isSmall(n) && (fixed.has(id) || !hidden.has(id))) throw new Error(`given away: ${id}`);
    }),
    { numRuns: 500 },
  );
});

test('the same table is always withheld the same way', () => {
  const counts = [
    [3, 18, 40],
    [12, 12, 90],
    [25, 6, 11],
  ];
  expect(withheld(counts)).toEqual(withheld(counts));
});

test('the table of a rate names its remainder, which no one may print', () => {
  expect(rate('recovered', 45, 50).cells.at(-1)).toEqual({
    id: 'recovered rest',
    count: 5,
    state: 'implied',
  });
});
