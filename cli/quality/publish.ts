/**
 * The quality measures of a program and a year into the place the metrics API serves them from.
 *
 * @module
 */

import { LEDGER, qualityFile } from '../../functions/adapters/release-files.ts';
import type { snapshotStore } from '../../functions/adapters/snapshot-store.ts';
import { localDate } from '../../shared/metrics/calendar.ts';
import type { EpisodeRecord } from '../../shared/metrics/episode-record.ts';
import type { QualityPublication } from '../../shared/metrics/exports/quality-report.ts';
import { type JudgedMeasure, qualityFigures } from '../../shared/metrics/quality/quality-figures.ts';
import { decodeLedger, encodeLedger } from '../../shared/metrics/release-ledger.ts';
import { withRoundedCounts } from '../../shared/metrics/rounded-counts.ts';
import type { ProgramSettings } from '../../shared/settings/settings.ts';

/** Bare ids of the people who were in the program on any day of the year. */
export function peopleOf(episodes: readonly EpisodeRecord[], from: number, to: number): ReadonlySet<string> {
  return new Set(
    episodes
      .filter(({ start, end }) => start <= to && (end === null || end >= from))
      .map(({ patient }) => patient),
  );
}

export interface Published {
  readonly publication: QualityPublication;
  /** Small groups that corrections of what was published before give away. */
  readonly givenAway: number;
}

/** Null when somebody else has published the same year in between. */
export async function publish(
  snapshots: ReturnType<typeof snapshotStore>,
  judged: readonly JudgedMeasure[],
  {
    program,
    timeZone,
    minimumCell,
    roundCountsTo,
    year,
  }: {
    readonly program: ProgramSettings;
    readonly timeZone: string;
    readonly minimumCell: number;
    readonly roundCountsTo: number | undefined;
    readonly year: string;
  },
): Promise<Published | null> {
  const standing = await snapshots.quality(program.id, year);
  const before =
    standing === undefined ? undefined : decodeLedger(await snapshots.readReleased(standing, LEDGER));
  const { figures, ledger, givenAway } = qualityFigures(judged, year, minimumCell, before);
  const publication: QualityPublication = {
    source: program.source,
    program: { id: program.id, name: program.name },
    year,
    asOf: localDate(new Date(), timeZone),
    measures: withRoundedCounts(figures, roundCountsTo),
  };
  const isKept = await snapshots.putQuality(
    {
      program: program.id,
      source: program.source,
      release: year,
      files: [
        { name: qualityFile, type: 'application/json; charset=utf-8', body: JSON.stringify(publication) },
        { name: LEDGER, type: 'text/plain; charset=utf-8', body: encodeLedger(ledger) },
      ],
    },
    standing,
  );
  return isKept ? { publication, givenAway } : null;
}
