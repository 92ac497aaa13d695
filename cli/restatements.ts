/**
 * `npm run --silent restatements -- --program P [--data DIR | --bucket NAME --operations NAME]`
 *
 * Which published numbers of a program moved, in which compile, from what to what, and which responses, stays
 * and facts had changed since the compile before. `--json` prints a line of JSON for each compile.
 */

import { type Restatement, restatementStore } from '../functions/adapters/restatement-store.ts';
import { snapshotStore } from '../functions/adapters/snapshot-store.ts';
import type { ChangedRow } from '../shared/metrics/changed-rows.ts';
import type { MovedFigure } from '../shared/metrics/restatement.ts';
import { readOptions, refuse } from './command.ts';
import { openSnapshots, snapshotOptions } from './stored/snapshots.ts';

/** Compiles that are shown, and causes of each; --json shows all causes. */
const MOST = 60;
const MOST_CAUSES = 20;

const values = options();
const { program } = values;
if (program === undefined) refuse('Name the program: --program P.');
const opened = openSnapshots(values);
const store = restatementStore(...opened);
const restatements = await store.latest(program, MOST);
if (restatements.length === 0 && (await snapshotStore(...opened).readSnapshot(program)) === undefined)
  refuse(
    `Nothing has been compiled for a program '${program}'. Correct its id, or wait for the next compile.`,
  );
if (restatements.length === 0 && values.json !== true) console.log('No published number has moved.');
for (const one of restatements) {
  const causes = await store.readCauses(one);
  console.log(values.json === true ? JSON.stringify({ ...one, because: causes }) : text(one, causes));
}

function text({ asOf, previousAsOf, moved }: Restatement, causes: readonly ChangedRow[]): string {
  return [
    `${asOf} (compared with ${previousAsOf})`,
    ...moved.map(movedText),
    `  because of ${causes.length} changed records`,
    ...causes
      .slice(0, MOST_CAUSES)
      .map(
        ({ kind, id, changedAt, retracted }) =>
          `    ${kind} ${id}  ${changedAt}${retracted ? '  retracted' : ''}`,
      ),
  ].join('\n');
}

function movedText({ measure, figure, start, end, from, to }: MovedFigure): string {
  const shown = (value: number | null): string => (value === null ? 'withheld' : String(value));
  return `  ${measure} ${figure}  ${start} to ${end}  ${shown(from)} -> ${shown(to)}`;
}

function options() {
  return readOptions({
    options: {
      program: { type: 'string' },
      data: { type: 'string' },
      ...snapshotOptions,
      json: { type: 'boolean' },
    },
  }).values;
}
