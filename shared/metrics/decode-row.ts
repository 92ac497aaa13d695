/**
 * Packed text -> rows, for whoever wants objects. The compile path reads the same text with an
 * `AssessmentCursor` and makes none.
 *
 * @module
 */
import { AssessmentCursor } from './assessment-cursor.ts';
import {
  type AlertRow,
  type AssessmentRow,
  type Decoded,
  type Ending,
  type EpisodeRow,
  endings,
  type FactKind,
  type FactRow,
  factKinds,
  type PackedAssessment,
  type UnreadableRow,
  unreadable,
} from './packed-row.ts';
import { base36, changedAtOf, FIELDS_AT, FLAGS_AT, unpacked } from './packed-text.ts';

const malformed: UnreadableRow = { kind: 'unreadable', code: 'malformed' };

export function decodeAssessmentRow(m: string): Decoded<AssessmentRow> {
  const fault = unreadable(m);
  if (fault !== undefined) return fault;
  const cursor = new AssessmentCursor();
  cursor.open(m);
  const assessments: PackedAssessment[] = [];
  while (cursor.next()) {
    const instrument = unpacked(m.slice(cursor.nameStart, cursor.nameEnd));
    const version = unpacked(m.slice(cursor.nameEnd + 1, cursor.versionEnd));
    const points = pointsOf(m.slice(cursor.pointsStart, cursor.end));
    if (instrument === null || version === null || points === null) return malformed;
    const score = Number.isNaN(cursor.score) ? null : cursor.score;
    assessments.push({ instrument, version, score, prorated: cursor.prorated, points });
  }
  if (cursor.malformed) return malformed;
  return {
    kind: 'row',
    row: {
      changedAt: cursor.changedAt,
      retracted: cursor.retracted,
      authoredAssumed: cursor.authoredAssumed,
      authoredIsDate: cursor.authoredIsDate,
      program: unpacked(m.slice(FIELDS_AT, cursor.programEnd)),
      assessments,
    },
  };
}

export function decodeEpisodeRow(m: string): Decoded<EpisodeRow> {
  const fault = unreadable(m);
  if (fault !== undefined) return fault;
  const fields = m.slice(FIELDS_AT).split(';');
  const field = (index: number): string | null => unpacked(fields[index] ?? '');
  const start = field(0);
  const ending = endings[endings.indexOf(field(2) as Ending)];
  const changedAt = changedAtOf(m);
  if (
    (fields.length !== 9 && fields.length !== 10) ||
    start === null ||
    ending === undefined ||
    Number.isNaN(changedAt)
  )
    return malformed;
  return {
    kind: 'row',
    row: {
      changedAt,
      retracted: isRetracted(m),
      start,
      end: field(1),
      ending,
      problems: field(3),
      strata: { ageBand: field(4), sex: field(5), race: field(6), ethnicity: field(7), language: field(8) },
      ...(fields.length === 10 && { referred: field(9) }),
    },
  };
}

export function decodeFactRow(m: string): Decoded<FactRow> {
  const fault = unreadable(m);
  if (fault !== undefined) return fault;
  const kindEnd = m.indexOf(';', FIELDS_AT);
  const startEnd = m.indexOf(';', kindEnd + 1);
  const endEnd = m.indexOf(';', startEnd + 1);
  const programEnd = m.indexOf(';', endEnd + 1);
  const kind = factKinds[factKinds.indexOf(m.slice(FIELDS_AT, kindEnd) as FactKind)];
  const whole = kindEnd > 0 && startEnd > kindEnd && endEnd > startEnd && programEnd > endEnd;
  const start = whole ? unpacked(m.slice(kindEnd + 1, startEnd)) : null;
  const changedAt = changedAtOf(m);
  if (kind === undefined || start === null || Number.isNaN(changedAt)) return malformed;
  return {
    kind: 'row',
    row: {
      changedAt,
      retracted: isRetracted(m),
      kind,
      codes: programEnd + 1 === m.length ? [] : codesOf(m.slice(programEnd + 1)),
      start,
      end: unpacked(m.slice(startEnd + 1, endEnd)),
      program: unpacked(m.slice(endEnd + 1, programEnd)),
    },
  };
}

export function decodeAlertRow(m: string): Decoded<AlertRow> {
  const fault = unreadable(m);
  if (fault !== undefined) return fault;
  const changedAt = changedAtOf(m);
  const rounds = m.length === FIELDS_AT ? [] : m.slice(FIELDS_AT).split('|').map(roundOf);
  if (Number.isNaN(changedAt) || rounds.includes(null)) return malformed;
  return { kind: 'row', row: { changedAt, rounds: rounds.filter((one) => one !== null) } };
}

function roundOf(text: string): AlertRow['rounds'][number] | null {
  const [opened = '', seconds = ''] = text.split(';');
  const openedAt = unpacked(opened);
  return openedAt === null || Number.isNaN(Number(seconds))
    ? null
    : { openedAt, seconds: seconds === '' ? null : Number(seconds) };
}

function codesOf(text: string): readonly string[] {
  return text.split(',').map((code) => unpacked(code) ?? '');
}

export function isRetracted(m: string): boolean {
  return (m.charCodeAt(FLAGS_AT) & 1) === 1;
}

const UNANSWERED = '-'.charCodeAt(0);

/** Null when it is not a list of points. */
export function pointsOf(text: string): readonly (number | null)[] | null {
  if (text.startsWith('=')) {
    const listed = text
      .slice(1)
      .split(',')
      .map((one) => (one === '' ? null : Number(one)));
    return listed.some(Number.isNaN) ? null : listed;
  }
  const points: (number | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const point = code === UNANSWERED ? null : base36(code);
    if (Number.isNaN(point)) return null;
    points.push(point);
  }
  return points;
}
