/** `fullYear` with its people by age, race and language. */
import { compareFigures } from '../../shared/metrics/comparison.ts';
import type { StratumRow, StratumTable } from '../../shared/metrics/program-figures.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { figure, fullYear, noFigure } from './snapshot.ts';

/** Of 412 people 276 got reliably better. */
function row(value: string | null, numerator: number, eligible: number): StratumRow {
  const own = figure({ numerator, eligible });
  const rest = figure({ numerator: 276 - numerator, eligible: 412 - eligible });
  return { value, figure: own, gap: compareFigures(own, rest) };
}

function table(by: StratumTable['by'], rows: readonly StratumRow[]): StratumTable {
  return { measure: 'reliable-improvement', by, rows };
}

const tooFew = noFigure('too-few');

export const groupedYear: Snapshot = {
  ...fullYear,
  strata: [
    table('ageBand', [row('18-25', 40, 80), row('26-64', 172, 252), row('65+', 64, 80)]),
    table('race', [row('2054-5', 60, 92), row('2106-3', 166, 245), row(null, 50, 75)]),
    table('language', [
      row('en', 240, 355),
      { value: 'es', figure: tooFew, gap: compareFigures(tooFew, tooFew) },
      { value: 'vi', figure: tooFew, gap: compareFigures(tooFew, tooFew) },
    ]),
  ],
};
