/**
 * Responses that count in no program: they name none, and no stay of their patient holds their day; or they name
 * one that there is not, which no stay can mend. One pass over the rows of the index `byPatient`, as the compile
 * reads them.
 *
 * @module
 */
import { calendarOf, dayOfDate } from '../metrics/calendar.ts';
import { decodeAssessmentRow, decodeEpisodeRow } from '../metrics/decode-row.ts';
import { NO_START, rowKind } from '../metrics/packed-row.ts';

export interface UnassignedResponse {
  readonly identity: string;
  /** Bare id. */
  readonly patient: string;
  /** `YYYY-MM-DD` or UTC instant. */
  readonly authored: string;
  readonly instruments: readonly string[];
  /** The program it names, which the settings do not have; null where it names none. */
  readonly named: string | null;
}

/** Days before the start of a stay from which on an intake form counts; see `shared/metrics/patient-scores.ts`. */
const INTAKE_DAYS = 14;

/** Push rows with `row`, in the order of the index; it gives those of a patient when the next one comes. */
export class UnassignedPass {
  readonly #timeZone: string;
  readonly #programs: ReadonlySet<string>;
  #prefix = '';
  #stays: { readonly start: number; readonly end: number }[] = [];
  #responses: (UnassignedResponse & { readonly day: number })[] = [];

  constructor(timeZone: string, programs: ReadonlySet<string>) {
    this.#timeZone = timeZone;
    this.#programs = programs;
  }

  row(sk: string, m: string): readonly UnassignedResponse[] {
    const prefix = sk.slice(0, sk.indexOf('#') + 1);
    const done = prefix === this.#prefix ? [] : this.end();
    this.#prefix = prefix;
    const [patient = '', kind, ...rest] = sk.split('#').map(decodeURIComponent);
    if (kind === rowKind.episode) this.#stay(m);
    if (kind === rowKind.assessment) this.#response(patient, rest[0] ?? '', rest[1] ?? '', m);
    return done;
  }

  /** Those of the last patient. */
  end(): readonly UnassignedResponse[] {
    const stays = this.#stays;
    const outside = this.#responses
      .filter(
        ({ day, named }) =>
          named !== null || !stays.some(({ start, end }) => day >= start - INTAKE_DAYS && day <= end),
      )
      .map(({ day: _, ...response }) => response);
    this.#stays = [];
    this.#responses = [];
    return outside;
  }

  #stay(m: string): void {
    const decoded = decodeEpisodeRow(m);
    if (decoded.kind === 'unreadable' || decoded.row.retracted) return;
    const { dayOf } = calendarOf(this.#timeZone);
    const { start, end } = decoded.row;
    // One without a start begins with its first contact, which may be any day.
    const from = start === NO_START ? Number.NEGATIVE_INFINITY : dayOf(start);
    this.#stays.push({ start: from, end: end === null ? Number.POSITIVE_INFINITY : dayOf(end) });
  }

  #response(patient: string, authored: string, identity: string, m: string): void {
    const decoded = decodeAssessmentRow(m);
    if (decoded.kind === 'unreadable' || decoded.row.retracted) return;
    const named = decoded.row.program;
    if (named !== null && this.#programs.has(named)) return;
    const instruments = decoded.row.assessments.map(({ instrument }) => instrument);
    if (instruments.length === 0) return;
    const day = decoded.row.authoredIsDate
      ? dayOfDate(authored)
      : calendarOf(this.#timeZone).dayInKey(authored, 0);
    this.#responses.push({ identity, patient, authored, instruments, named, day });
  }
}
