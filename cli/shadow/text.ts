/**
 * The report of `shadow` for people.
 *
 * @module
 */
import type { Move, ShadowReport, ShadowScore } from '../../shared/scoring/shadow.ts';

export function shadowText(report: ShadowReport): string {
  const { instrument, from, to, read, compared, pinned, moved, outcomes, scores, alerts, examples } = report;
  const lines = [
    `${instrument}: version ${from} now, version ${to} then`,
    `${read} responses read, ${compared} compared, ${moved} would move`,
    ...(pinned === 0 ? [] : [`${pinned} name a version themselves and stay with it`]),
    ...table('Outcomes', outcomes),
    ...scores.flatMap(scoreLines),
    ...(alerts.length === 0
      ? []
      : [
          '',
          'Safety items',
          ...alerts.map((one) => `  item ${one.item}: ${one.from} -> ${one.to}  ${one.count}`),
        ]),
    ...(examples.length === 0 ? [] : ['', 'Some that would move', ...examples.map((id) => `  ${id}`)]),
  ];
  return `${lines.join('\n')}\n`;
}

const BAR = 40;

function scoreLines(score: ShadowScore): readonly string[] {
  const { id, primary, compared, moved, gained, lost, differences, bands } = score;
  const most = Math.max(...differences.map(({ count }) => count));
  return [
    '',
    `Score ${id}${primary ? ' (the total)' : ''}: ${compared} compared, ${moved} moved, ${gained} gained, ${lost} lost`,
    ...differences.map(({ difference, count }) => {
      const signed = difference > 0 ? `+${difference}` : String(difference);
      return `  ${signed.padStart(8)}  ${String(count).padStart(8)}  ${'#'.repeat(Math.ceil((BAR * count) / most))}`;
    }),
    ...(bands.every(({ from, to }) => from === null && to === null) ? [] : table(`Bands of ${id}`, bands)),
  ];
}

/** From down, to across; only what occurs. */
function table(title: string, moves: readonly Move<string | null>[]): readonly string[] {
  if (moves.length === 0) return [];
  const name = (value: string | null): string => value ?? 'none';
  const rows = [...new Set(moves.map(({ from }) => name(from)))];
  const columns = [...new Set(moves.map(({ to }) => name(to)))];
  const wide = Math.max(...rows.map((row) => row.length), 'now \\ then'.length);
  const cell = (row: string, column: string): number =>
    moves.find(({ from, to }) => name(from) === row && name(to) === column)?.count ?? 0;
  const line = (head: string, cells: readonly string[]): string =>
    `  ${head.padEnd(wide)}  ${cells.map((one, at) => one.padStart(Math.max(columns[at]?.length ?? 0, 6))).join('  ')}`;
  return [
    '',
    title,
    line('now \\ then', columns),
    ...rows.map((row) =>
      line(
        row,
        columns.map((column) => String(cell(row, column))),
      ),
    ),
  ];
}
