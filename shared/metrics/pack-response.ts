/**
 * What the pipeline stores -> the packed text of its index row.
 *
 * @module
 */
import type { Alert, Round } from '../alerts/alert.ts';
import type { EpisodeRecord } from '../programs/context.ts';
import type { FactRecord } from '../programs/fact.ts';
import type { CurrentResponse } from '../responses/current.ts';
import {
  encodeAlertRow,
  encodeAssessmentRow,
  encodeEpisodeRow,
  encodeFactRow,
  type Strata,
} from './packed-row.ts';
import { packedProblems } from './problem-descriptor.ts';

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

const notRecorded: Strata = { ageBand: null, sex: null, race: null, ethnicity: null, language: null };

export function packEpisode(episode: EpisodeRecord, strata: Strata = notRecorded): string {
  return encodeEpisodeRow({
    changedAt: Date.parse(episode.changedAt),
    retracted: episode.retracted === true,
    start: episode.start,
    end: episode.end,
    ending: episode.ending ?? 'open',
    problems: packedProblems(episode.problems),
    referred: episode.referred ?? null,
    strata,
  });
}

/** A contact without a purpose counts as treatment: its class (`AMB`, `VR` ...) says nothing of it. */
export function packFact({ changedAt, kind, codes, start, end, retracted, program }: FactRecord): string {
  return encodeFactRow({
    changedAt: Date.parse(changedAt),
    retracted,
    kind,
    codes,
    start,
    end,
    program: program ?? null,
  });
}

/**
 * The rounds that somebody had to answer: those that the EHR took back before anybody had to look are left out,
 * and so are answers given too long ago to be told.
 */
export function packAlert(alert: Alert): string {
  const current: readonly Round[] = alert.publication === 'publish' ? [alert] : [];
  const rounds = [...alert.history.filter(({ publishedAt }) => publishedAt !== undefined), ...current];
  const counted = rounds.filter(
    ({ acknowledged, closed }) => acknowledged !== undefined || closed === undefined,
  );
  const changes = rounds.flatMap(({ openedAt, acknowledged, closed }) =>
    [openedAt, acknowledged?.at, closed?.at].flatMap((at) => (at === undefined ? [] : Date.parse(at))),
  );
  return encodeAlertRow({
    changedAt: Math.max(Date.parse(alert.raisedAt), ...changes),
    rounds: counted.map(({ openedAt, acknowledged }) => ({
      openedAt,
      seconds: acknowledged?.seconds ?? null,
    })),
  });
}
