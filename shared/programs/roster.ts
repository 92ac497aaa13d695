/**
 * A roster -> stays in a program: a CSV with the columns `patient,start` and, if wanted, `end`, `ending`,
 * `id` and `problem` (ICD-10), or a FHIR Group. The realistic way in where an EHR keeps no episodes.
 *
 * A stay is known by its patient and its `id`, or its start when it has none: uploading the roster again with
 * an end closes the stay that stands. Whoever is not in a later roster keeps their stay.
 *
 * @module
 */
import type { Ending } from '../metrics/packed-row.ts';
import { isIcd10 } from '../metrics/problem-descriptor.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import type { EpisodeRecord } from './context.ts';
import { csvLines } from './csv-lines.ts';
import { type Json, list, patientIn, periodOf } from './element.ts';
import { datesFault, type FaultyLine, type FileFault, patientCell } from './file-line.ts';
import { stayId } from './stay.ts';

export interface RosterTerms {
  readonly program: string;
  /** When it was uploaded, ISO instant: what was uploaded later is believed. */
  readonly changedAt: string;
}

export type Roster =
  | {
      readonly kind: 'read';
      readonly stays: readonly EpisodeRecord[];
      readonly failed: readonly FaultyLine[];
    }
  | { readonly kind: 'invalid'; readonly missing: readonly string[] };

const ENDINGS: ReadonlySet<string> = new Set(['completed', 'dropped-out', 'transferred', 'died', 'other']);

export function rosterOfCsv(text: string, terms: RosterTerms): Roster {
  const file = csvLines(text, ['patient', 'start']);
  if (file.kind === 'invalid') return file;
  const stays: EpisodeRecord[] = [];
  const failed: FaultyLine[] = [];
  for (const { number, cell } of file.lines) {
    const patient = patientCell(cell('patient'));
    const [start, end, ending, id] = [cell('start'), cell('end'), cell('ending'), cell('id')];
    const problem = cell('problem').toUpperCase();
    const fault = patient === undefined ? 'patient-missing' : datesFault(start, end);
    if (patient === undefined || fault !== undefined)
      failed.push({ line: number, code: fault ?? 'patient-missing' });
    else if (ending !== '' && !ENDINGS.has(ending)) failed.push({ line: number, code: 'ending-unknown' });
    else if (problem !== '' && !isIcd10(problem)) failed.push({ line: number, code: 'problem-unreadable' });
    else {
      const problems = problem === '' ? [] : [{ kind: 'code', code: problem } as const];
      stays.push({ ...stay(patient, id === '' ? start : id, start, end, ending, terms), problems });
    }
  }
  return { kind: 'read', stays, failed };
}

/** Members of a Group, numbered from 1. A member without the start of a period is refused: nobody can say since when. */
export function rosterOfGroup(group: Json, terms: RosterTerms): Roster {
  const stays: EpisodeRecord[] = [];
  const failed: FaultyLine[] = [];
  for (const [index, member] of list(group.member).entries()) {
    const said: Json = isObject(member) ? member : {};
    const patient = patientIn(said.entity);
    const period = periodOf(said.period);
    const start = period.start ?? '';
    const fault: FileFault | undefined =
      patient === undefined ? 'patient-missing' : datesFault(start, period.end ?? '');
    if (patient === undefined || fault !== undefined)
      failed.push({ line: index + 1, code: fault ?? 'patient-missing' });
    else {
      const left = said.inactive === true ? terms.changedAt.slice(0, 10) : '';
      stays.push(stay(patient, start, start, period.end ?? left, '', terms));
    }
  }
  return { kind: 'read', stays, failed };
}

function stay(
  patient: string,
  id: string,
  start: string,
  end: string,
  ending: string,
  { program, changedAt }: RosterTerms,
): EpisodeRecord {
  const how = ending === '' ? 'other' : (ending as Exclude<Ending, 'open'>);
  return {
    id: stayId('roster', id),
    patient,
    program,
    start,
    end: end === '' ? null : end,
    ending: end === '' ? null : how,
    problems: [],
    changedAt,
  };
}
