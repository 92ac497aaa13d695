/**
 * The monthly release of a program: the figures that leave the authorised team, as CSV, FHIR Measures and
 * MeasureReports. The first compile of a month makes it, judged together with the releases before it, and then
 * it stands: corrections join the next one, so that nightly differences tell of nobody.
 *
 * @module
 */
import { isoDate } from '../../shared/metrics/calendar.ts';
import { csvOf } from '../../shared/metrics/exports/csv.ts';
import { measureBundle, measureReportBundle } from '../../shared/metrics/exports/measure-report.ts';
import type { Partial } from '../../shared/metrics/partial.ts';
import { compileProgram, type ReduceOptions } from '../../shared/metrics/reduce.ts';
import { decodeLedger, encodeLedger } from '../../shared/metrics/release-ledger.ts';
import type { ProgramSettings } from '../../shared/settings/settings.ts';
import { LEDGER, type ReleaseFormat, releaseFile, releaseTypes } from '../adapters/release-files.ts';
import type { Release, SnapshotStore } from '../adapters/snapshot-store.ts';

/**
 * How many earlier releases a new one is judged with: what a reader may hold beside it. A release is a year of
 * figures, so an older one shares less than half of its people.
 */
const RETAINED = 6;

export interface Released {
  readonly made: boolean;
  /** Small groups that corrections of what was released before give away. */
  readonly givenAway: number;
}

export async function releaseProgram(
  snapshots: SnapshotStore,
  merged: Partial,
  program: ProgramSettings,
  options: ReduceOptions,
): Promise<Released> {
  const release = isoDate(merged.asOf).slice(0, 7);
  const before = await snapshots.releases(program.id, RETAINED);
  if (before.some((one) => one.release >= release)) return { made: false, givenAway: 0 };
  const ledgers = await Promise.all(
    before.map(async (one) => decodeLedger(await snapshots.readReleased(one, LEDGER))),
  );
  const { snapshot, ledger, givenAway } = compileProgram(merged, program, { ...options, ledgers });
  await snapshots.putRelease({
    program: program.id,
    source: program.source,
    release,
    files: [
      file('csv', csvOf(snapshot)),
      file('measure', JSON.stringify(measureBundle(snapshot))),
      file('measure-report', JSON.stringify(measureReportBundle(snapshot))),
      { name: LEDGER, type: 'text/plain; charset=utf-8', body: encodeLedger(ledger(release)) },
    ],
  });
  return { made: true, givenAway };
}

function file(format: ReleaseFormat, body: string): Release['files'][number] {
  return { name: releaseFile[format], type: releaseTypes[format], body };
}
