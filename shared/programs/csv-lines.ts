/**
 * CSV text (RFC 4180) -> its lines by column, each with the number it has in the file.
 *
 * @module
 */
export interface CsvLine {
  /** From 1; the header is 1. */
  readonly number: number;
  /** Cells by column name, trimmed; a column that is not there is the empty text. */
  readonly cell: (column: string) => string;
}

export type CsvFile =
  | { readonly kind: 'lines'; readonly lines: readonly CsvLine[] }
  | { readonly kind: 'invalid'; readonly missing: readonly string[] };

/** @param columns that the header must have. */
export function csvLines(text: string, columns: readonly string[]): CsvFile {
  const [header, ...rest] = csvRows(text);
  const names = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) return { kind: 'invalid', missing };
  const lines = rest
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ number, cells }) => ({
      number,
      cell: (column: string) => (cells[names.indexOf(column)] ?? '').trim(),
    }));
  return { kind: 'lines', lines };
}

export interface CsvRow {
  /** Of its first line in the file, from 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** A quoted cell may hold commas, doubled quotes and line breaks. */
export function csvRows(marked: string): readonly CsvRow[] {
  const text = marked.replace(/^\uFEFF/, '');
  const rows: CsvRow[] = [];
  let [cells, cell, quoted, number, first]: [string[], string, boolean, number, number] = [
    [],
    '',
    false,
    1,
    1,
  ];
  const endRow = (): void => {
    rows.push({ number: first, cells: [...cells, cell] });
    cells = [];
    cell = '';
    first = number;
  };
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at] ?? '';
    if (one === '\n') number += 1;
    if (quoted) {
      if (one !== '"') cell += one;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (one === '"' && cell === '') quoted = true;
    else if (one === ',') {
      cells.push(cell);
      cell = '';
    } else if (one === '\n') endRow();
    else if (one !== '\r') cell += one;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}
