/**
 * Writes down what a compile moves, before the new snapshot stands: a crash in between finds the old snapshot
 * again and writes the same.
 *
 * @module
 */
import type { ChangedRow } from '../../shared/metrics/changed-rows.ts';
import type { Partial } from '../../shared/metrics/partial.ts';
import { movedFigures } from '../../shared/metrics/restatement.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import type { RestatementStore } from '../adapters/restatement-store.ts';

/**
 * A row can be stamped before a compile and stored after it, while its message waited. So the hour before the
 * last row of a compile is looked at again, without what that compile has counted.
 */
const OVERLAP_MS = 3_600_000;

/** From when on a row counts as changed since the snapshot was compiled; undefined when there was none. */
export function changedSince(standing: string | undefined): number | undefined {
  if (standing === undefined) return undefined;
  const { watermark } = JSON.parse(standing) as Snapshot;
  return watermark.changedAt === null ? 0 : Date.parse(watermark.changedAt) - OVERLAP_MS;
}

/** Those that an earlier compile has not counted. */
export function news(changed: readonly ChangedRow[], counted: readonly ChangedRow[]): readonly ChangedRow[] {
  const known = new Set(counted.map(nameOf));
  return changed.filter((row) => !known.has(nameOf(row)));
}

function nameOf({ patient, kind, id, changedAt }: ChangedRow): string {
  return `${patient} ${kind} ${id} ${changedAt}`;
}

/** Rows that the next compile must not take for news. */
export function recentOf({ watermark }: Partial, changed: readonly ChangedRow[]): readonly ChangedRow[] {
  if (watermark.changedAt === null) return [];
  const from = new Date(Date.parse(watermark.changedAt) - OVERLAP_MS).toISOString();
  return changed.filter(({ changedAt }) => changedAt > from);
}

/** How many figures moved. @param changed rows of the whole source. */
export async function restate(
  store: RestatementStore,
  run: string,
  standing: string | undefined,
  snapshot: Snapshot,
  { episodes }: Partial,
  changed: readonly ChangedRow[],
): Promise<number> {
  if (standing === undefined) return 0;
  const before = JSON.parse(standing) as Snapshot;
  const moved = movedFigures(before, snapshot);
  if (moved.length === 0) return 0;
  const program = snapshot.program.id;
  const { source, asOf } = snapshot;
  const own = new Set(episodes.filter((one) => one.program === program).map(({ patient }) => patient));
  // A patient whose stay was taken back is in no episode any more, and is why.
  const causes = changed.filter(
    ({ patient, kind, retracted }) => own.has(patient) || (retracted && kind === 'episode'),
  );
  await store.put({ program, source, run, asOf, previousAsOf: before.asOf, moved }, causes);
  return moved.length;
}
