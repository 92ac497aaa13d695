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
