/**
 * What the pipeline stores -> the packed text of its index row.
 *
 * @module
 */
import type { ContactRecord, EpisodeRecord } from '../programs/context.ts';
import type { CurrentResponse } from '../responses/current.ts';
import { encodeAssessmentRow, encodeEpisodeRow, encodeFactRow } from './packed-row.ts';

/** Primary assessments that were scored; a retracted response keeps its row and counts nowhere. */
export function packResponse(current: CurrentResponse): string {
  return encodeAssessmentRow({
    changedAt: Date.parse(current.rescoredAt ?? current.receivedAt),
    retracted: current.status === 'retracted',
    authoredAssumed: !current.authoredGiven,
    authoredIsDate: current.authored.length === 10,
    program: current.program ?? null,
    assessments: current.assessments
      .filter(({ outcome, derived }) => outcome === 'scored' && !derived)
      .map(({ instrument, version, total, prorated, points }) => ({
        instrument,
        version,
        score: total,
        prorated,
        points,
      })),
  });
}

export function packEpisode(episode: EpisodeRecord): string {
  return encodeEpisodeRow({
    changedAt: Date.parse(episode.changedAt),
    retracted: false,
    start: episode.start,
    end: episode.end,
    ending: episode.ending ?? 'open',
    descriptor: episode.descriptor,
    strata: { ageBand: null, sex: null, race: null, ethnicity: null, language: null },
  });
}

/** An attended contact. Its class (`AMB`, `VR` ...) says nothing of its purpose, so it counts as treatment. */
export function packContact({ changedAt, code, date }: ContactRecord): string {
  return encodeFactRow({
    changedAt: Date.parse(changedAt),
    retracted: false,
    kind: 'contact',
    codes: code === null ? [] : [code],
    start: date,
    end: null,
    program: null,
  });
}
