import { csvRows } from '../../shared/programs/csv-lines.ts';

/** One line of a CSV file by its header. */
export type Row = Readonly<Record<string, string>>;

/** A header line, then one row a line. */
export function parseCsv(text: string): readonly Row[] {
  const [header, ...lines] = csvRows(text);
  return lines
    .filter(({ cells }) => cells.length > 1 || (cells[0] ?? '') !== '')
    .map(({ cells }) => Object.fromEntries((header?.cells ?? []).map((name, i) => [name, cells[i] ?? ''])));
}

/** The text of a cell; a column that is not there is a broken vector. */
export function cell(row: Row, column: string): string {
  const text = row[column];
  if (text === undefined) throw new Error(`Column ${column} expected, found ${Object.keys(row).join(', ')}`);
  return text;
}

/** The number in a cell, null where it is empty or R's NA. */
export function numberIn(row: Row, column: string): number | null {
  const text = cell(row, column);
  if (text === '' || text === 'NA') return null;
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(`A number expected in column ${column}, found ${text}`);
  return value;
}

/** The number in a cell that may not be empty. */
export function requiredNumber(row: Row, column: string): number {
  const value = numberIn(row, column);
  if (value === null) throw new Error(`A number expected in column ${column}, found nothing`);
  return value;
}
