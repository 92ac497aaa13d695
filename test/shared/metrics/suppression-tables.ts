import type { CellSet, Cells } from '../../../shared/metrics/cell-set.ts';
import type { Cell, Publication, Relation } from '../../../shared/metrics/suppression-audit.ts';

/** A table with its row totals, column totals and grand total, named `row/column` with `*` for a total. */
export function twoWay(counts: readonly (readonly number[])[]): Publication {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const columns = (counts[0] ?? []).map((_, c) => counts.map((row) => row[c] ?? 0));
  const full = [...counts, columns.map(sum)].map((row) => [...row, sum(row)]);
  const name = (i: number, length: number): string => (i === length ? '*' : String(i));
  const id = (r: number, c: number): string => `${name(r, counts.length)}/${name(c, columns.length)}`;

  const rows = full.map(
    (row, r): Relation => ({
      terms: row.map((_, c) => ({ cell: id(r, c), times: c === columns.length ? -1 : 1 })),
    }),
  );
  const downwards = [...columns, []].map(
    (_, c): Relation => ({
      terms: full.map((__, r) => ({ cell: id(r, c), times: r === counts.length ? -1 : 1 })),
    }),
  );
  return {
    cells: full.flatMap((row, r) => row.map((count, c): Cell => ({ id: id(r, c), count, state: 'open' }))),
    relations: [...rows, ...downwards],
  };
}

/** A count of N as a rate shows it: the remainder is never printed, but N gives it away. */
export function rate(name: string, count: number, of: number): Publication {
  return {
    cells: [
      { id: `${name} count`, count, state: 'open' },
      { id: `${name} N`, count: of, state: 'open' },
      { id: `${name} rest`, count: of - count, state: 'implied' },
    ],
    relations: [
      {
        terms: [
          { cell: `${name} count`, times: 1 },
          { cell: `${name} rest`, times: 1 },
          { cell: `${name} N`, times: -1 },
        ],
      },
    ],
  };
}

/** The same table as groups of people: totals first, then the larger counts. Nobody lives in a cell of zero. */
export function setsOf(counts: readonly (readonly number[])[]): {
  readonly cells: Cells;
  readonly sets: ReadonlyMap<string, CellSet>;
} {
  const inner = counts.flatMap((row, r) => row.map((n, c) => ({ r: String(r), c: String(c), n })));
  const inhabited = inner.filter(({ n }) => n > 0);
  const sets = twoWay(counts)
    .cells.map(({ id, count }) => {
      const [row, column] = id.split('/');
      const set = Uint8Array.from(inhabited, ({ r, c }) =>
        (row === '*' || row === r) && (column === '*' || column === c) ? 1 : 0,
      );
      return { id, count, set, totals: id.split('*').length - 1 };
    })
    .sort((a, b) => b.totals - a.totals || b.count - a.count);
  return {
    cells: { cells: inhabited.length, episodes: Float64Array.from(inhabited, ({ n }) => n) },
    sets: new Map(sets.map(({ id, set }) => [id, set])),
  };
}
