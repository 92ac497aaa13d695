import * as v from 'valibot';
import type { CellSet } from '../../shared/metrics/cell-set.ts';
import { Disclosure } from '../../shared/metrics/disclosure.ts';
import { auditSuppression, type Publication, type Relation } from '../../shared/metrics/suppression-audit.ts';
import { type Comparison, compare, together } from './compare.ts';
import { type Row, requiredNumber } from './csv.ts';
import type { Vector } from './vector.ts';

const TOTAL = 'Total';
/** CMS cell size policy. */
const MINIMUM_CELL = 11;

const cellOf = v.looseObject({ n: v.number(), primary: v.boolean(), suppressed: v.boolean() });
const wanted = v.looseObject({ primary_count: v.number(), cells: v.array(cellOf) });

/**
 * A table of counts with all totals. Our primary cells must be exactly those expected; our pattern may be
 * any for which nothing hidden can be worked out; and our audit must agree that the expected pattern is not
 * given away by its equations.
 */
export function runSuppression(vector: Vector): Comparison {
  const rows = vector.rows('input.csv');
  const dimensions = Object.keys(rows[0] ?? {}).filter((column) => column !== 'n');
  const publication = tableOf(rows, dimensions);
  const { primary_count, cells } = v.parse(wanted, vector.expected);
  const idOf = (cell: Readonly<Record<string, unknown>>): string =>
    cellId(dimensions.map((dimension) => String(cell[dimension])));

  const hidden = withheldIn(rows, dimensions);
  const primary = new Set(publication.cells.flatMap(({ id, count }) => (isSmall(count) ? [id] : [])));
  const reference = new Set(cells.filter(({ suppressed }) => suppressed).map(idOf));
  const givenAway = (pattern: ReadonlySet<string>): number =>
    auditSuppression(publication, pattern).filter(({ cell, how }) => how === 'equations' && primary.has(cell))
      .length;

  const counts = new Map(publication.cells.map(({ id, count }) => [id, count]));
  return together(
    compare(
      { primary_count, cells: cells.map((cell) => ({ id: idOf(cell), n: cell.n, primary: cell.primary })) },
      {
        primary_count: primary.size,
        cells: cells.map((cell) => {
          const id = idOf(cell);
          return { id, n: counts.get(id), primary: primary.has(id) };
        }),
      },
      vector,
    ),
    compare(
      { cells: cells.length, derivable: [], referenceGivesAway: 0, smallShown: 0 },
      {
        cells: publication.cells.length,
        derivable: auditSuppression(publication, hidden),
        referenceGivesAway: givenAway(reference),
        smallShown: publication.cells.filter(({ id, count }) => isSmall(count) && !hidden.has(id)).length,
      },
      vector,
    ),
  );
}

/** The ids of what our suppression does not show: totals are worth most, then the larger counts. */
function withheldIn(rows: readonly Row[], dimensions: readonly string[]): ReadonlySet<string> {
  const inhabited = rows.filter((row) => requiredNumber(row, 'n') > 0);
  const cells = {
    cells: inhabited.length,
    episodes: Float64Array.from(inhabited, (row) => requiredNumber(row, 'n')),
  };
  const sets = new Map<string, { readonly set: CellSet; readonly totals: number; count: number }>();
  for (const row of rows) {
    const at = inhabited.indexOf(row);
    for (const margin of marginsOf(dimensions.map((dimension) => row[dimension] ?? ''))) {
      const totals = margin.filter((value) => value === TOTAL).length;
      const one = sets.get(cellId(margin)) ?? { set: new Uint8Array(cells.cells), totals, count: 0 };
      if (at !== -1) one.set[at] = 1;
      one.count += requiredNumber(row, 'n');
      sets.set(cellId(margin), one);
    }
  }
  const ranked = [...sets].sort(([, a], [, b]) => b.totals - a.totals || b.count - a.count);
  const disclosure = new Disclosure(cells, [ranked.map(([, { set }]) => set)], { minimumCell: MINIMUM_CELL });
  return new Set(ranked.flatMap(([id, { set }]) => (disclosure.show(set) === null ? [id] : [])));
}

function isSmall(count: number): boolean {
  return count > 0 && count < MINIMUM_CELL;
}

/** Every cell of the table and of its margins, and every sum over one dimension. */
function tableOf(rows: readonly Row[], dimensions: readonly string[]): Publication {
  const counts = new Map<string, number>();
  const relations = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const place = dimensions.map((dimension) => row[dimension] ?? '');
    for (const margin of marginsOf(place)) {
      counts.set(cellId(margin), (counts.get(cellId(margin)) ?? 0) + requiredNumber(row, 'n'));
      margin.forEach((value, d) => {
        if (value === TOTAL) return;
        const total = cellId(margin.with(d, TOTAL));
        const terms = relations.get(`${d}:${total}`) ?? new Map([[total, -1]]);
        relations.set(`${d}:${total}`, terms.set(cellId(margin), 1));
      });
    }
  }
  return {
    cells: Array.from(counts, ([id, count]) => ({ id, count, state: 'open' as const })),
    relations: Array.from(
      relations.values(),
      (terms): Relation => ({
        terms: Array.from(terms, ([cell, times]) => ({ cell, times })),
      }),
    ),
  };
}

/** The place itself and every place with some of its values replaced by the total. */
function marginsOf(place: readonly string[]): readonly (readonly string[])[] {
  const [value, ...rest] = place;
  if (value === undefined) return [[]];
  return marginsOf(rest).flatMap((margin) => [
    [value, ...margin],
    [TOTAL, ...margin],
  ]);
}

function cellId(place: readonly string[]): string {
  return JSON.stringify(place);
}
