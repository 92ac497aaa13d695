/**
 * A receipt as plain text, for a terminal or a printout.
 *
 * @module
 */
import type { Receipt, ReceiptItem, ReceiptScore } from './receipt.ts';

export function toText(receipt: Receipt): string {
  const { title, instrument, outcome, items, scores, alerts, reported, issues, terms } = receipt;
  return [
    title,
    '='.repeat(title.length),
    instrument,
    outcome,
    ...section('To settle', issues),
    ...section('Safety items', alerts),
    ...(items.length === 0 ? [] : ['', 'Items', ...table(items)]),
    ...scores.flatMap(scoreLines),
    ...(reported === null ? [] : ['', reported]),
    ...section('Sources', [...terms, ...answerSources(items)]),
    '',
  ].join('\n');
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}

function table(items: readonly ReceiptItem[]): readonly string[] {
  const rows = [
    ['no.', 'item', 'code', 'answer', 'points'],
    ...items.map(({ number, label, code, answer, points }) => [number, label, code, answer, points]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}

function scoreLines(score: ReceiptScore): readonly string[] {
  return [
    '',
    `${score.label} (${score.code}): ${score.value}`,
    ...score.arithmetic.map((line) => `  ${line}`),
    `  band: ${score.band}`,
    `  missing answers: ${score.missing}`,
    ...score.sources.map((line) => `  ${line}`),
  ];
}

/** Answer lists are shared by items, so each source is said once. */
export function answerSources(items: readonly ReceiptItem[]): readonly string[] {
  return [...new Set(items.map(({ answers }) => answers))]
    .filter((source) => source !== '')
    .map((source) => `Answers: ${source}`);
}
