import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CellSet, type Cells, countOf, keyOf } from '../../../shared/metrics/cell-set.ts';
import { Disclosure } from '../../../shared/metrics/disclosure.ts';

function cellsOf(episodes: readonly number[]): Cells {
  return { cells: episodes.length, episodes: Float64Array.from(episodes) };
}

function show(episodes: readonly number[], sets: readonly (readonly number[])[]): readonly (number | null)[] {
  const cells = sets.map((set) => Uint8Array.from(set));
  const disclosure = new Disclosure(cellsOf(episodes), [cells], { minimumCell: 11 });
  return cells.map((set) => disclosure.show(set));
}

describe('what is shown together', () => {
  test.for([
    {
      why: 'nothing small: all of it',
      episodes: [20, 30],
      sets: [
        [1, 1],
        [1, 0],
        [0, 1],
      ],
      shown: [50, 20, 30],
    },
    {
      why: 'a small cell takes one more with it',
      episodes: [5, 30],
      sets: [
        [1, 1],
        [1, 0],
        [0, 1],
      ],
      shown: [35, null, null],
    },
    {
      why: 'ten are too few, eleven are not',
      episodes: [10, 11],
      sets: [
        [1, 0],
        [0, 1],
      ],
      shown: [null, 11],
    },
    { why: 'nobody may be shown', episodes: [40], sets: [[1], [0]], shown: [40, 0] },
    {
      why: 'of three pieces two must go',
      episodes: [5, 20, 30],
      sets: [
        [1, 1, 1],
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
      ],
      shown: [55, 30, null, null],
    },
    {
      why: 'two small pieces hide each other',
      episodes: [5, 6, 30],
      sets: [
        [1, 1, 1],
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
      ],
      shown: [41, 30, null, null],
    },
    {
      why: 'not even by three subtractions: rows and columns of a table with one small cell',
      episodes: [5, 20, 30, 40],
      sets: [
        [1, 1, 1, 1],
        [1, 1, 0, 0],
        [1, 0, 1, 0],
        [0, 0, 0, 1],
        [0, 1, 0, 0],
        [1, 0, 0, 0],
      ],
      shown: [95, 25, 35, null, null, null],
    },
    {
      why: 'one and one: known to be two together, so each would be known to be one',
      episodes: [1, 1, 30, 40],
      sets: [
        [1, 1, 1, 1],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
        [0, 1, 0, 0],
        [1, 0, 0, 0],
      ],
      shown: [72, 30, null, null, null],
    },
  ])('$why', ({ episodes, sets, shown }) => {
    expect(show(episodes, sets)).toEqual(shown);
  });
});

/** Whether `target` is a linear combination of `rows`, over the rationals, in exact integers. */
function spans(rows: readonly CellSet[], target: CellSet): boolean {
  return rank([...rows, target]) === rank(rows);
}

function rank(rows: readonly CellSet[]): number {
  const left = rows.map((row) => Array.from(row, BigInt));
  let found = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const pivot = left.findIndex((row, index) => index >= found && row[column] !== 0n);
    const top = left[pivot];
    if (top === undefined) continue;
    [left[found], left[pivot]] = [top, left[found] ?? []];
    for (let index = found + 1; index < left.length; index++) {
      const row = left[index] ?? [];
      const [a, b] = [top[column] ?? 0n, row[column] ?? 0n];
      left[index] = row.map((value, k) => value * a - (top[k] ?? 0n) * b);
    }
    found += 1;
  }
  return found;
}

/** Sets, and sets less another inside them, of 1 to 10 people. */
function smallGroupsOf(people: Cells, sets: readonly CellSet[]): readonly CellSet[] {
  const nobody = new Uint8Array(people.cells);
  const rests = sets.flatMap((outer) =>
    [nobody, ...sets]
      .filter((inner) => inner.every((one, cell) => one <= (outer[cell] ?? 0)))
      .map((inner) => outer.map((one, cell) => one - (inner[cell] ?? 0))),
  );
  const small = rests.filter((rest) => countOf(people, rest) > 0 && countOf(people, rest) < 11);
  return [...new Map(small.map((rest) => [rest.join(), rest])).values()];
}

const table = fc.integer({ min: 2, max: 8 }).chain((cells) =>
  fc.record({
    episodes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: cells, maxLength: cells }),
    sets: fc.array(fc.array(fc.constantFrom(0, 1), { minLength: cells, maxLength: cells }), {
      minLength: 1,
      maxLength: 12,
    }),
  }),
);

test('in 10 000 random tables no group of 1 to 10 people can be worked out', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(table, ({ episodes, sets }) => {
      const cells = sets.map((set) => Uint8Array.from(set));
      const people = cellsOf(episodes);
      const disclosure = new Disclosure(people, [cells], { minimumCell: 11 });
      const shown = cells.filter((set) => disclosure.show(set) !== null);
      for (const group of smallGroupsOf(people, cells)) expect(spans(shown, group)).toBe(false);
    }),
    { numRuns: 10_000 },
  );
});

test('in 10 000 random releases nothing new is told of 1 to 10 people by what was told before', {
  timeout: 60_000,
}, () => {
  const twoReleases = table.chain(({ episodes, sets }) =>
    fc.record({
      episodes: fc.constant(episodes),
      before: fc.constant(sets),
      now: fc.array(
        fc.array(fc.constantFrom(0, 1), { minLength: episodes.length, maxLength: episodes.length }),
        { minLength: 1, maxLength: 8 },
      ),
    }),
  );
  fc.assert(
    fc.property(twoReleases, ({ episodes, before, now }) => {
      const people = cellsOf(episodes);
      const [then, next] = [before, now].map((sets) => sets.map((set) => Uint8Array.from(set)));
      if (then === undefined || next === undefined) return;
      const first = new Disclosure(people, [then], { minimumCell: 11 });
      const released = then.filter((set) => first.show(set) !== null);
      const second = new Disclosure(people, [next], { minimumCell: 11, released });
      const shown = next.filter((set) => second.show(set) !== null);
      const known = second.givenAway.map(keyOf);
      for (const group of smallGroupsOf(people, [...next, ...released])) {
        // What the first release gave away already cannot be helped, and is reported.
        expect(spans([...released, ...shown], group)).toBe(known.includes(keyOf(group)));
      }
    }),
    { numRuns: 10_000 },
  );
});

const smallTable = fc.integer({ min: 2, max: 4 }).chain((cells) =>
  fc.record({
    episodes: fc.array(fc.integer({ min: 1, max: 14 }), { minLength: cells, maxLength: cells }),
    sets: fc.array(fc.array(fc.constantFrom(0, 1), { minLength: cells, maxLength: cells }), {
      minLength: 1,
      maxLength: 8,
    }),
  }),
);

/** Every table of these cells, up to 60 people in a cell, that agrees with what is shown. */
function tablesLike(cells: number, shown: readonly (readonly [CellSet, number])[]): readonly number[][] {
  const found: number[][] = [];
  const fill = (table: number[]): void => {
    if (shown.some(([set, count]) => table.reduce((sum, n, k) => sum + n * (set[k] ?? 0), 0) > count)) return;
    if (table.length < cells) {
      for (let n = 0; n <= 60; n++) fill([...table, n]);
    } else if (
      shown.every(([set, count]) => table.reduce((sum, n, k) => sum + n * (set[k] ?? 0), 0) === count)
    ) {
      found.push(table);
    }
  };
  fill([]);
  return found;
}

test('by trying every other table: a hidden group of 1 to 10 could always be of another size', () => {
  fc.assert(
    fc.property(smallTable, ({ episodes, sets }) => {
      const family = sets.map((set) => Uint8Array.from(set));
      const people = cellsOf(episodes);
      const disclosure = new Disclosure(people, [family], { minimumCell: 11 });
      const shown = family.flatMap((set) => {
        const count = disclosure.show(set);
        return count === null ? [] : [[set, count] as const];
      });
      const hidden = family.filter((set) => disclosure.show(set) === null && countOf(people, set) < 11);
      // Cells nobody shows anything of can hold anyone: leave them out, or there are too many tables.
      const seen = episodes.flatMap((_, k) => (shown.some(([set]) => set[k] === 1) ? [k] : []));
      const picked = (set: CellSet) => Uint8Array.from(seen, (k) => set[k] ?? 0);
      const tables = tablesLike(
        seen.length,
        shown.map(([set, count]) => [picked(set), count] as const),
      );
      for (const set of hidden) {
        const free = set.some((is, k) => is === 1 && !seen.includes(k));
        const sizes = new Set(
          tables.map((table) => table.reduce((sum, n, k) => sum + n * (picked(set)[k] ?? 0), 0)),
        );
        sizes.delete(0); // a reader knows that zeros are shown
        expect(free || sizes.size > 1).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('and where nothing is small, nothing is withheld', () => {
  fc.assert(
    fc.property(table, ({ episodes, sets }) => {
      const large = episodes.map((count) => count + 10);
      expect(show(large, sets)).not.toContain(null);
    }),
  );
});

describe('counts of several families', () => {
  test('of 10 000 random ones none tell a group of 1 to 10 together, in whichever families they are', {
    timeout: 60_000,
  }, () => {
    const random = fc.integer({ min: 2, max: 6 }).chain((size) => {
      const set = fc
        .array(fc.constantFrom(0, 1), { minLength: size, maxLength: size })
        .map((places) => Uint8Array.from(places));
      const family = fc.array(set, { minLength: 1, maxLength: 4 });
      return fc.record({
        episodes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: size, maxLength: size }),
        families: fc.array(family, { minLength: 2, maxLength: 4 }),
      });
    });
    fc.assert(
      fc.property(random, ({ episodes, families }) => {
        const disclosure = new Disclosure(cellsOf(episodes), families, { minimumCell: 11 });
        const shown = families.flat().filter((set) => disclosure.show(set) !== null);
        for (const outer of shown) {
          for (const inner of shown) {
            if (inner.some((is, cell) => is > (outer[cell] ?? 0))) continue;
            const left = (disclosure.show(outer) ?? 0) - (disclosure.show(inner) ?? 0);
            expect(left > 0 && left < 11).toBe(false);
          }
        }
        // Nor does any combination of them, however many it takes, tell of people who are alike in everything.
        episodes.forEach((count, cell) => {
          const alone = Uint8Array.from(episodes, (_, at) => Number(at === cell));
          if (count < 11) expect(spans(shown, alone)).toBe(false);
        });
      }),
      { numRuns: 10_000 },
    );
  });

  const set = (cells: string): Uint8Array => Uint8Array.from(cells, Number);

  test('one that the audit of a family has hidden is not shown by another that asks for it too', () => {
    const shared = ['0010', '0101', '1100'].map(set);
    const [first = [], second = []] = ['1111', '1001'].map((own) => [
      shared[0],
      set(own),
      shared[1],
      shared[2],
    ]);
    const families = [first, second].map((family) => family.filter((one) => one !== undefined));
    const disclosure = new Disclosure(cellsOf([4, 6, 16, 10]), families, { minimumCell: 11 });
    // 36 of all, less the 16 and the 16, would be the four.
    expect(disclosure.show(set('1111'))).toBe(36);
    expect(disclosure.show(set('0010'))).toBe(16);
    expect(disclosure.show(set('0101'))).toBeNull();
  });

  test('a small piece is protected also where no set and no difference of two is small', () => {
    const family = ['101', '001', '110'].map(set);
    const disclosure = new Disclosure(cellsOf([15, 3, 13]), [family], { minimumCell: 11 });
    // 18 - (28 - 13) would be the three.
    expect(family.map((one) => disclosure.show(one))).toEqual([28, 13, null]);
  });
});

test('groups side by side: what is left of the whole without those shown is nobody or enough', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 9 }), (episodes) => {
      const pieces = episodes.map((_, at) => Uint8Array.from(episodes, (__, cell) => Number(cell === at)));
      const whole = new Uint8Array(episodes.length).fill(1);
      const disclosure = new Disclosure(cellsOf(episodes), [[whole, ...pieces]], {
        minimumCell: 11,
        partitions: [pieces],
      });
      const all = disclosure.show(whole);
      if (all === null) return;
      const left = pieces.reduce((rest, piece) => rest - (disclosure.show(piece) ?? 0), all);
      expect(left === 0 || left >= 11).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
