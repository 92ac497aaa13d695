import * as v from 'valibot';
import { isSmall, suppress } from '../../shared/metrics/suppression.ts';
import { auditSuppression, type Publication, type Relation } from '../../shared/metrics/suppression-audit.ts';
import { type Comparison, compare, together } from './compare.ts';
import { type Row, requiredNumber } from './csv.ts';
import type { Vector } from './vector.ts';

const TOTAL = 'Total';

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

  const chosen = suppress(publication);
  if (chosen.kind === 'unsafe') return { compared: 1, differences: ['no safe pattern found'] };
  const hidden = new Set([...chosen.primary, ...chosen.complementary]);
  const reference = new Set(cells.filter(({ suppressed }) => suppressed).map(idOf));
  const givenAway = (pattern: ReadonlySet<string>): number =>
    auditSuppression(publication, pattern).filter(
      ({ cell, how }) => how === 'equations' && chosen.primary.has(cell),
    ).length;

  const counts = new Map(publication.cells.map(({ id, count }) => [id, count]));
  return together(
    compare(
      { primary_count, cells: cells.map((cell) => ({ id: idOf(cell), n: cell.n, primary: cell.primary })) },
      {
        primary_count: chosen.primary.size,
        cells: cells.map((cell) => {
          const id = idOf(cell);
          return { id, n: counts.get(id), primary: chosen.primary.has(id) };
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
