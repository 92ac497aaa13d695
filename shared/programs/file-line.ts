/**
 * Why a line of an uploaded file was not taken. Codes are stored and counted: never rename one. A reason never
 * repeats what the line says.
 *
 * @module
 */
import { isDate } from './element.ts';

export type FileFault =
  | 'patient-missing'
  | 'start-missing'
  | 'date-unreadable'
  | 'end-before-start'
  | 'ending-unknown'
  | 'problem-unreadable'
  | 'kind-unknown'
  | 'id-missing'
  | 'program-unknown';

export interface FaultyLine {
  readonly line: number;
  readonly code: FileFault;
}

export function explainFileFault(code: FileFault): string {
  switch (code) {
    case 'patient-missing':
      return "Write the EHR's id of the patient (letters, digits, - and .), without Patient/.";
    case 'start-missing':
      return 'Write the start as YYYY-MM-DD.';
    case 'date-unreadable':
      return 'Write dates as YYYY-MM-DD.';
    case 'end-before-start':
      return 'The end is before the start.';
    case 'ending-unknown':
      return 'Write completed, dropped-out, transferred, died or other, or nothing.';
    case 'problem-unreadable':
      return 'Write the problem as an ICD-10 code (F43.1), or nothing.';
    case 'kind-unknown':
      return 'Write contact, diagnosis, hospice, death, order, screening-due, exception or coverage.';
    case 'id-missing':
      return 'Give the fact an id that is its own among those of its kind and patient.';
    case 'program-unknown':
      return 'The source has no such program. Use an id of the settings, or leave it empty.';
  }
}

/** `Patient/x` and `x` are the same. */
export function patientCell(cell: string): string | undefined {
  const id = cell.replace(/^Patient\//, '');
  return /^[A-Za-z0-9.-]{1,64}$/.test(id) ? id : undefined;
}

/** The first fault of two date cells, of which the second may be empty. */
export function datesFault(start: string, end: string): FileFault | undefined {
  if (start === '') return 'start-missing';
  if (!readable(start) || (end !== '' && !readable(end))) return 'date-unreadable';
  return end !== '' && end.slice(0, 10) < start.slice(0, 10) ? 'end-before-start' : undefined;
}

/** A day that does not exist (30 February) is refused, where `Date.parse` would move it. */
function readable(date: string): boolean {
  if (!isDate(date)) return false;
  const day = date.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day;
}
