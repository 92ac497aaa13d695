/**
 * Receipts as one printable page: no script, nothing loaded from elsewhere.
 *
 * @module
 */
import type { Receipt, ReceiptScore } from './receipt.ts';
import { answerSources } from './text.ts';

const STYLE = `body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:52rem;color:#111}
h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:1.4rem 0 .3rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .6rem .2rem 0;border-bottom:1px solid #ccc;vertical-align:top}
.calc{font-family:ui-monospace,monospace}.small{font-size:.85rem;color:#444}section{margin-bottom:2.5rem}
@media print{body{margin:0}section{break-after:page}}`;

export function toHtml(receipts: readonly Receipt[]): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><title>Score receipt</title>',
    `<style>${STYLE}</style></head><body>`,
    ...receipts.map(page),
    '</body></html>',
    '',
  ].join('\n');
}

function page(receipt: Receipt): string {
  const { title, instrument, outcome, items, scores, alerts, reported, issues, terms } = receipt;
  const rows = items.map(
    ({ number, label, code, answer, points }) =>
      `<tr>${[number, label, code, answer, points].map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
  );
  return [
    `<section><h1>${escaped(title)}</h1>`,
    `<p class="small">${escaped(instrument)}</p><p>${escaped(outcome)}</p>`,
    list('To settle', issues),
    list('Safety items', alerts),
    rows.length === 0
      ? ''
      : `<h2>Items</h2><table><thead><tr><th>No.</th><th>Item</th><th>Code</th><th>Answer</th><th>Points</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
    ...scores.map(scoreBlock),
    reported === null ? '' : `<p>${escaped(reported)}</p>`,
    list('Sources', [...terms, ...answerSources(items)]),
    '</section>',
  ].join('\n');
}

function scoreBlock({ label, code, value, band, arithmetic, missing, sources }: ReceiptScore): string {
  return [
    `<h2>${escaped(label)}: ${escaped(value)}</h2>`,
    ...arithmetic.map((line) => `<p class="calc">${escaped(line)}</p>`),
    `<p>Band: ${escaped(band)}<br>Missing answers: ${escaped(missing)}</p>`,
    `<p class="small">${[code, ...sources].map(escaped).join('<br>')}</p>`,
  ].join('\n');
}

function list(heading: string, lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `<h2>${heading}</h2><ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
}

/** Answers come from outside: nothing of them may be read as markup. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
