import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditSuppression, type Publication } from '../../../shared/metrics/suppression-audit.ts';
import { fixedByCircles, fixedByEnumeration } from './suppression-oracles.ts';
import { rate, twoWay } from './suppression-tables.ts';

describe('the audit finds what a reader can work out', () => {
  test('one hidden count in a row with a total', () => {
    const table = twoWay([
      [20, 7],
      [30, 40],
    ]);
    expect(auditSuppression(table, new Set(['0/1']))).toEqual([{ cell: '0/1', how: 'equations' }]);
  });

  test('nothing in a square of hidden counts', () => {
    const table = twoWay([
      [20, 7],
      [30, 40],
    ]);
    expect(auditSuppression(table, new Set(['0/0', '0/1', '1/0', '1/1']))).toEqual([]);
  });

  test('two hidden counts that sum to 2, because zeros are shown', () => {
    const table = twoWay([
      [1, 1, 30],
      [25, 25, 30],
    ]);
    const square = new Set(['0/0', '0/1', '1/0', '1/1']);
    expect(auditSuppression(table, square).map(({ cell, how }) => `${cell} ${how}`)).toEqual([
      '0/0 bounds',
      '0/1 bounds',
      '1/0 bounds',
      '1/1 bounds',
    ]);
  });

  test('a sum of relations that no single relation gives away', () => {
    // a + b and b + c and a + c are shown: each of a, b, c is half of a sum of them.
    const publication: Publication = {
      cells: [
        { id: 'a', count: 4, state: 'open' },
        { id: 'b', count: 6, state: 'open' },
        { id: 'c', count: 9, state: 'open' },
      ],
      relations: [
        {
          terms: [
            { cell: 'a', times: 1 },
            { cell: 'b', times: 1 },
          ],
          equals: 10,
        },
        {
          terms: [
            { cell: 'b', times: 1 },
            { cell: 'c', times: 1 },
          ],
          equals: 15,
        },
        {
          terms: [
            { cell: 'a', times: 1 },
            { cell: 'c', times: 1 },
          ],
          equals: 13,
        },
      ],
    };
    expect(auditSuppression(publication, new Set(['a', 'b', 'c'])).map(({ how }) => how)).toEqual([
      'equations',
      'equations',
      'equations',
    ]);
  });

  test('the remainder of a rate, although it is printed nowhere', () => {
    expect(auditSuppression(rate('recovered', 45, 50), new Set())).toEqual([
      { cell: 'recovered rest', how: 'equations' },
    ]);
  });

  test('a filter by difference: all minus one group', () => {
    const publication: Publication = {
      cells: [
        { id: 'all', count: 60, state: 'open' },
        { id: 'women', count: 53, state: 'open' },
        { id: 'men', count: 7, state: 'implied' },
      ],
      relations: [
        {
          terms: [
            { cell: 'women', times: 1 },
            { cell: 'men', times: 1 },
            { cell: 'all', times: -1 },
          ],
        },
      ],
    };
    expect(auditSuppression(publication, new Set())).toEqual([{ cell: 'men', how: 'equations' }]);
  });

  test('a month by the year to date', () => {
    const months = [12, 3, 15].map((count, i) => ({ id: `month ${i}`, count, state: 'open' as const }));
    const publication: Publication = {
      cells: [...months, { id: 'year', count: 30, state: 'open' }],
      relations: [
        { terms: [...months.map(({ id }) => ({ cell: id, times: 1 })), { cell: 'year', times: -1 }] },
      ],
    };
    expect(auditSuppression(publication, new Set(['month 1']))).toEqual([
      { cell: 'month 1', how: 'equations' },
    ]);
    expect(auditSuppression(publication, new Set(['month 1', 'month 0']))).toEqual([]);
  });
});

test('counts that contradict their relations are a bug in the caller', () => {
  const table = twoWay([
    [1, 2],
    [3, 4],
  ]);
  const cells = table.cells.map((cell) => (cell.id === '0/*' ? { ...cell, count: 99 } : cell));
  expect(() => auditSuppression({ ...table, cells }, new Set())).toThrow('Relation 0 sums to -96, not 0');
  expect(() => auditSuppression({ cells: [], relations: table.relations }, new Set())).toThrow(
    'the cell 0/0',
  );
});

const table = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

test('agrees with a search for circles on any pattern of any two-way table', () => {
  fc.assert(
    fc.property(table, fc.infiniteStream(fc.boolean()), (counts, coins) => {
      const publication = twoWay(counts);
      const hidden = new Set(publication.cells.filter(() => coins.next().value === true).map(({ id }) => id));
      const found = auditSuppression(publication, hidden).map(({ cell }) => cell);
      expect(new Set(found)).toEqual(fixedByCircles(publication, hidden));
    }),
    { numRuns: 2_000 },
  );
});

test('never calls safe what trying every table shows to be fixed, for any relations', () => {
  const relation = fc.array(fc.constantFrom<number>(-1, 0, 1, 1, 2), { minLength: 5, maxLength: 5 });
  let fixed = 0;
  let free = 0;
  let overcautious = 0;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 5, maxLength: 5 }),
      fc.array(relation, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 31 }),
      (counts, rows, pattern) => {
        const publication: Publication = {
          cells: counts.map((count, i) => ({ id: `${i}`, count, state: 'open' })),
          relations: rows.map((times) => ({
            terms: times.map((factor, i) => ({ cell: `${i}`, times: factor })),
            equals: times.reduce((sum, factor, i) => sum + factor * (counts[i] ?? 0), 0),
          })),
        };
        const hidden = new Set(counts.flatMap((_, i) => ((pattern >> i) % 2 === 1 ? [`${i}`] : [])));
        const found = new Set(auditSuppression(publication, hidden).map(({ cell }) => cell));
        const oracle = fixedByEnumeration(publication, hidden, 12);
        for (const cell of hidden) {
          if (!found.has(cell))
            expect(oracle.has(cell), `${cell} of ${JSON.stringify(publication)}`).toBe(false);
          else if (!oracle.has(cell)) overcautious += 1;
        }
        fixed += oracle.size;
        free += hidden.size - oracle.size;
      },
    ),
    // The oracle tries counts up to 12 only, so a free count that must move further would look fixed to it.
    { numRuns: 400, seed: 20_240_126 },
  );
  expect(fixed).toBeGreaterThan(100);
  expect(free).toBeGreaterThan(100);
  // It may hide more than it must, but rarely.
  expect(overcautious / free).toBeLessThan(0.05);
});
