import {
  type AssessmentRow,
  type EpisodeRow,
  encodeAssessmentRow,
  encodeEpisodeRow,
  encodeFactRow,
  type FactRow,
} from '../../../shared/metrics/packed-row.ts';

/** A row of the index `byPatient`: its sort key and its packed attribute. */
export type IndexRow = readonly [sk: string, m: string];

export const changedAt = Date.parse('2026-01-31T10:00:00.000Z');

/** An episode in `talking-therapy`, open unless an end is given; `completed` when it is. */
export function episodeRow(
  patient: string,
  row: Partial<EpisodeRow> & { readonly start: string },
  { program = 'talking-therapy', id = 'e1' } = {},
): IndexRow {
  const { end = null } = row;
  const m = encodeEpisodeRow({
    changedAt,
    retracted: false,
    end,
    ending: end === null ? 'open' : 'completed',
    problems: null,
    strata: { ageBand: null, sex: null, race: null, ethnicity: null, language: null },
    ...row,
  });
  return [`${patient}#0#EP#${program}#${id}`, m];
}

/** An attended contact. */
export function contactRow(patient: string, start: string, row: Partial<FactRow> = {}): IndexRow {
  const m = encodeFactRow({
    changedAt,
    retracted: false,
    kind: 'contact',
    codes: [],
    start,
    end: null,
    program: null,
    ...row,
  });
  return [`${patient}#1#FACT#contact#${start}${row.codes?.join('') ?? ''}`, m];
}

/** One response with these scores by instrument, answered at `authored` (a UTC instant). */
export function responseRow(
  patient: string,
  authored: string,
  scores: Readonly<Record<string, number | null>>,
  row: Partial<AssessmentRow> & { readonly identity?: string } = {},
): IndexRow {
  const { identity = 'r', ...rest } = row;
  const m = encodeAssessmentRow({
    changedAt,
    retracted: false,
    authoredAssumed: false,
    authoredIsDate: false,
    program: null,
    assessments: Object.entries(scores).map(([instrument, score]) => ({
      instrument,
      version: '1.0.0',
      score,
      prorated: false,
      points: [],
    })),
    ...rest,
  });
  return [`${patient}#2#${authored}#${identity}`, m];
}

/** A finished course of treatment, 1 March to 30 June 2025 unless `end` says otherwise, with two contacts. */
export function finishedCourse(
  patient: string,
  first: readonly [phq9: number, gad7: number] | null,
  last: readonly [phq9: number, gad7: number] | null,
  end = '2025-06-30',
): readonly IndexRow[] {
  const scores = ([phq9, gad7]: readonly [number, number]): Record<string, number> => ({
    'phq-9': phq9,
    'gad-7': gad7,
  });
  return [
    episodeRow(patient, { start: '2025-03-01', end }),
    contactRow(patient, '2025-03-08'),
    contactRow(patient, '2025-03-15'),
    ...(first === null ? [] : [responseRow(patient, '2025-03-02T15:00:00.000Z', scores(first))]),
    ...(last === null ? [] : [responseRow(patient, '2025-06-01T15:00:00.000Z', scores(last))]),
  ];
}

/** The rows of so many people who are alike; their ids begin with `way`. */
export function people(
  count: number,
  way: string,
  rows: (patient: string) => readonly IndexRow[],
): readonly IndexRow[] {
  return Array.from({ length: count }, (_, i) => rows(`${way}${i}`)).flat();
}
