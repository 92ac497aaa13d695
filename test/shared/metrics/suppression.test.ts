import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSmall, suppress } from '../../../shared/metrics/suppression.ts';
import { auditSuppression, type Cell, type Publication } from '../../../shared/metrics/suppression-audit.ts';
import { fixedByCircles, fixedByEnumeration } from './suppression-oracles.ts';
import { rate, twoWay } from './suppression-tables.ts';

/** Sorted names of what is hidden; throws where nothing safe was found. */
function hiddenIn(publication: Publication): {
  primary: readonly string[];
  complementary: readonly string[];
} {
  const chosen = suppress(publication);
  if (chosen.kind === 'unsafe') throw new Error(`unsafe: ${chosen.derivable.join(', ')}`);
  return { primary: [...chosen.primary].sort(), complementary: [...chosen.complementary].sort() };
}

test.for([
  [0, false],
  [1, true],
  [10, true],
  [11, false],
] as const)('a count of %d is small: %s', ([count, small]) => expect(isSmall(count)).toBe(small));

describe('what is hidden', () => {
  test('nothing where no count is small; zeros are shown', () => {
    expect(
      hiddenIn(
        twoWay([
          [20, 0],
          [0, 40],
        ]),
      ),
    ).toEqual({ primary: [], complementary: [] });
  });

  test('a small count takes a square of its smallest neighbours with it', () => {
    // Program by race with one cell of 7: the pattern of GaussSuppression 1.2.3.
    const table = twoWay([
      [120, 40, 15, 0],
      [85, 22, 12, 30],
      [64, 7, 18, 14],
    ]);
    const { primary, complementary } = hiddenIn(table);
    expect(primary).toEqual(['2/1']);
    expect(complementary).toEqual(['1/1', '1/2', '2/2']);
  });

  test('a small total is hidden like any other small count', () => {
    const { primary } = hiddenIn(
      twoWay([
        [2, 3],
        [40, 50],
      ]),
    );
    expect(primary).toEqual(['0/*', '0/0', '0/1']);
  });

  test('45 of 50 hides the count, because 5 would follow from it', () => {
    expect(hiddenIn(rate('recovered', 45, 50))).toEqual({ primary: [], complementary: ['recovered count'] });
  });

  test('20 of 50 hides nothing', () => {
    expect(hiddenIn(rate('recovered', 20, 50))).toEqual({ primary: [], complementary: [] });
  });

  test('what is out already cannot be hidden: another count gives way', () => {
    const table = twoWay([
      [20, 7],
      [30, 40],
    ]);
    const released = (id: string): Cell['state'] => (id === '0/0' ? 'released' : 'open');
    const chosen = hiddenIn({
      ...table,
      cells: table.cells.map((cell) => ({ ...cell, state: released(cell.id) })),
    });
    expect(chosen.primary).toEqual(['0/1']);
    expect(chosen.complementary).not.toContain('0/0');
  });

  test('where all else is out, the answer is not to publish', () => {
    const table = twoWay([
      [20, 7],
      [30, 40],
    ]);
    const cells = table.cells.map(
      (cell): Cell => ({ ...cell, state: cell.id === '0/1' ? 'open' : 'released' }),
    );
    expect(suppress({ ...table, cells })).toEqual({ kind: 'unsafe', derivable: ['0/1'] });
  });

  test('tables that share counts are protected together', () => {
    // Two tables of the same 60 people by two filters; the small cell of one must not follow from the other.
    const bySex = twoWay([
      [25, 8],
      [15, 12],
    ]);
    const shared = bySex.cells.map((cell) => ({ ...cell, id: `sex ${cell.id}` }));
    const relations = bySex.relations.map(({ terms }) => ({
      terms: terms.map(({ cell, times }) => ({ cell: `sex ${cell}`, times })),
    }));
    const publication: Publication = {
      cells: [...shared, { id: 'left early', count: 20, state: 'open' }],
      relations: [
        ...relations,
        {
          terms: [
            { cell: 'left early', times: 1 },
            { cell: 'sex 0/1', times: -1 },
            { cell: 'sex 1/1', times: -1 },
          ],
        },
      ],
    };
    const { primary, complementary } = hiddenIn(publication);
    const hidden = new Set([...primary, ...complementary]);
    expect(fixedByEnumeration(publication, hidden, 40)).toEqual(new Set());
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

test('in 10 000 random tables no small count is shown and no hidden count can be worked out', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(table, (counts) => {
      const publication = twoWay(counts);
      const chosen = suppress(publication);
      if (chosen.kind === 'unsafe') throw new Error('a table of our own can always be made safe');
      const hidden = new Set([...chosen.primary, ...chosen.complementary]);
      for (const cell of publication.cells) {
        if (isSmall(cell.count) !== chosen.primary.has(cell.id))
          throw new Error(`primary is wrong at ${cell.id}`);
        if (cell.count === 0 && hidden.has(cell.id)) throw new Error(`a zero is hidden at ${cell.id}`);
      }
      const fixed = fixedByCircles(publication, hidden);
      if (fixed.size > 0) throw new Error(`can be worked out: ${[...fixed].join(', ')}`);
    }),
    { numRuns: 10_000 },
  );
});

test('rates stacked on a total stay safe: counts, remainders and N of strata that add up', () => {
  const stratum = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(fc.array(stratum, { minLength: 2, maxLength: 4 }), (strata) => {
      const parts = strata.map(([hits, misses], i) => rate(`s${i}`, hits, hits + misses));
      const all = rate(
        'all',
        strata.reduce((sum, [hits]) => sum + hits, 0),
        strata.reduce((sum, [hits, misses]) => sum + hits + misses, 0),
      );
      const publication: Publication = {
        cells: [...parts, all].flatMap(({ cells }) => cells),
        relations: [
          ...[...parts, all].flatMap(({ relations }) => relations),
          ...['count', 'N', 'rest'].map((what) => ({
            terms: [
              ...strata.map((_, i) => ({ cell: `s${i} ${what}`, times: 1 })),
              { cell: `all ${what}`, times: -1 },
            ],
          })),
        ],
      };
      const { primary, complementary } = hiddenIn(publication);
      const hidden = new Set([...primary, ...complementary]);
      for (const { id, count, state } of publication.cells) {
        if (isSmall(count) && state === 'open') expect(hidden.has(id)).toBe(true);
      }
      const derivable = auditSuppression(publication, hidden).map(({ cell }) => cell);
      const small = publication.cells.filter((cell) => isSmall(cell.count)).map(({ id }) => id);
      expect(derivable.filter((cell) => small.includes(cell))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('the same table is always hidden the same way', () => {
  const counts = [
    [3, 18, 40],
    [12, 12, 90],
    [25, 6, 11],
  ];
  expect(hiddenIn(twoWay(counts))).toEqual(hiddenIn(twoWay(counts)));
});
