/**
 * Cronbach's alpha of an instrument in this population, with intervals and what each item adds.
 *
 * alpha = k/(k-1) (1 - sum of item variances / variance of the total) (Cronbach 1951, Psychometrika 16:297).
 *
 * @module
 */
import { fQuantile } from './distributions.ts';
import { type Estimated, type Interval, none } from './estimate.ts';
import { covariance, mean } from './moments.ts';

/** One column per item, one row per person; NaN is no answer, and such a person is left out (listwise). */
export interface ItemAnswers {
  readonly columns: readonly ArrayLike<number>[];
  /** Items keyed the other way round, by column, and the ends of their scale: they count `min + max - x`. */
  readonly reversed?: { readonly columns: readonly number[]; readonly min: number; readonly max: number };
}

export interface ItemStatistics {
  readonly mean: number;
  readonly sd: number;
  /** Alpha of the others; null with only two items. */
  readonly alphaIfDropped: number | null;
  /** Correlation with the sum of the others; null where either does not vary. */
  readonly restCorrelation: number | null;
}

export interface Alpha {
  /** People with all items answered. */
  readonly n: number;
  readonly items: readonly ItemStatistics[];
  readonly alpha: number;
  /** Alpha of the standardised items and their mean correlation; null where an item does not vary. */
  readonly standardised: { readonly alpha: number; readonly meanCorrelation: number } | null;
  /** Feldt (1965), exact for parallel items. */
  readonly feldt: Interval;
  /** Asymptotic standard error of alpha (Duhachek & Iacobucci 2004, J Appl Psychol 89:792). */
  readonly standardError: number;
  /** alpha +- 1.96 standard errors, the 95 % interval as that paper prints it. */
  readonly duhachek95: Interval;
  /** SD of the total times sqrt(1 - alpha), in points. */
  readonly standardErrorOfMeasurement: number;
}

/** `none` with fewer than two items or complete people, or where the total does not vary. */
export function cronbachAlpha(answers: ItemAnswers, level = 0.95): Estimated<Alpha> {
  const columns = completeColumns(answers);
  const k = columns.length;
  const n = columns[0]?.length ?? 0;
  if (n === 0) return none('no-observations');
  if (n < 2 || k < 2) return none('too-few-observations');

  const c = columns.map((a) => columns.map((b) => covariance(a, b)));
  const { trace, total } = sums(c);
  if (!(total > 0)) return none('no-variation');

  const alpha = (k / (k - 1)) * (1 - trace / total);
  const standardError = duhachekError(c, n);
  return {
    kind: 'estimated',
    n,
    items: columns.map((column, i) => itemStatistics(column, i, c)),
    alpha,
    standardised: standardisedAlpha(c),
    feldt: feldtInterval(alpha, n, k, level),
    standardError,
    duhachek95: { lower: alpha - 1.96 * standardError, upper: alpha + 1.96 * standardError, level: 0.95 },
    standardErrorOfMeasurement: Math.sqrt(total * Math.max(0, 1 - alpha)),
  };
}

/** The columns keyed alike, without the people who left an item out. */
function completeColumns({ columns, reversed }: ItemAnswers): readonly Float64Array[] {
  const complete: number[] = [];
  for (let row = 0; row < (columns[0]?.length ?? 0); row++) {
    if (columns.every((column) => !Number.isNaN(column[row] ?? Number.NaN))) complete.push(row);
  }
  return columns.map((column, item) => {
    const turned = reversed?.columns.includes(item) === true ? reversed.min + reversed.max : null;
    return Float64Array.from(complete, (row) => {
      const points = column[row] ?? 0;
      return turned === null ? points : turned - points;
    });
  });
}

type Matrix = readonly (readonly number[])[];

function sums(c: Matrix): {
  readonly trace: number;
  readonly total: number;
  readonly rows: readonly number[];
} {
  const rows = c.map((row) => row.reduce((sum, value) => sum + value, 0));
  const trace = c.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  return { trace, rows, total: rows.reduce((sum, value) => sum + value, 0) };
}

function itemStatistics(column: ArrayLike<number>, i: number, c: Matrix): ItemStatistics {
  const { trace, total, rows } = sums(c);
  const own = c[i]?.[i] ?? 0;
  const withRest = (rows[i] ?? 0) - own;
  const rest = total - own - 2 * withRest;
  const k = c.length - 1;
  return {
    mean: mean(column),
    sd: Math.sqrt(own),
    alphaIfDropped: k < 2 || !(rest > 0) ? null : (k / (k - 1)) * (1 - (trace - own) / rest),
    restCorrelation: own > 0 && rest > 0 ? withRest / Math.sqrt(own * rest) : null,
  };
}

function standardisedAlpha(c: Matrix): { readonly alpha: number; readonly meanCorrelation: number } | null {
  const k = c.length;
  let sum = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) {
      const scale = Math.sqrt((c[i]?.[i] ?? 0) * (c[j]?.[j] ?? 0));
      if (!(scale > 0)) return null;
      sum += (c[i]?.[j] ?? 0) / scale;
    }
  }
  const r = sum / ((k * (k - 1)) / 2);
  return { alpha: (k * r) / (1 + (k - 1) * r), meanCorrelation: r };
}

function feldtInterval(alpha: number, n: number, k: number, level: number): Interval {
  const df1 = n - 1;
  const df2 = df1 * (k - 1);
  const tail = (1 - level) / 2;
  return {
    lower: 1 - (1 - alpha) * fQuantile(1 - tail, df1, df2),
    upper: 1 - (1 - alpha) * fQuantile(tail, df1, df2),
    level,
  };
}

function duhachekError(c: Matrix, n: number): number {
  const k = c.length;
  const { trace, total, rows } = sums(c);
  const squaredTotal = rows.reduce((sum, row) => sum + row * row, 0);
  const squaredTrace = c.reduce((sum, row) => sum + row.reduce((s, value) => s + value * value, 0), 0);
  const q =
    ((2 * k * k) / ((k - 1) ** 2 * total ** 3)) *
    (total * (squaredTrace + trace * trace) - 2 * trace * squaredTotal);
  return Math.sqrt(Math.max(0, q) / n);
}
