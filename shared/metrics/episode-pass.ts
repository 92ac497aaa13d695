/**
 * One streaming pass over the index `byPatient`: rows in, episode records out.
 *
 * A patient's rows arrive together, so only one patient is in memory at a time; what stays is one record an
 * episode. Within a patient the order of rows does not matter. An assessment counts in every episode of its
 * patient whose window holds it, unless the push named the program; so a late roster, a second program or a
 * moved date needs nothing rewritten.
 *
 * Rules of first and last score, windows and inferred episodes: docs of the functions they are in.
 *
 * @module
 */
import { instruments } from '../instruments/catalog.ts';
import { seriesOf } from '../instruments/versions.ts';
import { AssessmentCursor } from './assessment-cursor.ts';
import { type Calendar, calendarOf, dayOfDate } from './calendar.ts';
import { decodeAlertRow, decodeEpisodeRow, decodeFactRow } from './decode-row.ts';
import { compareEpisodes, type EpisodeRecord } from './episode-record.ts';
import {
  ALWAYS,
  DECLINED,
  type FactRow,
  NO_START,
  NOT_BEGUN,
  rowKind,
  type UnreadableRow,
  unreadable,
} from './packed-row.ts';
import { FIELDS_AT, unpacked } from './packed-text.ts';
import type { Partial } from './partial.ts';
import { PatientRows } from './patient-rows.ts';
import type { Series } from './patient-scores.ts';
import { WatermarkSum } from './watermark.ts';

export interface PassOptions {
  readonly source: string;
  /** IANA zone of the source: dates are its calendar dates. */
  readonly timeZone: string;
  /** Local date `YYYY-MM-DD`, inclusive: what was authored, started or ended later has not happened yet. */
  readonly asOf: string;
  /**
   * Which versions of an instrument may be counted together.
   *
   * @default those of the built-in instruments
   */
  readonly series?: Series;
}

const builtIn = seriesOf(instruments);

const EPISODE = rowKind.episode.charCodeAt(0);
const ASSESSMENT = rowKind.assessment.charCodeAt(0);
const ALERT = rowKind.alert.charCodeAt(0);
const HASH = '#';

/** Push rows with `row`, in the order of the index; `end` gives the partial, once. */
export class EpisodePass {
  readonly #source: string;
  readonly #asOf: number;
  readonly #calendar: Calendar;
  readonly #cursor = new AssessmentCursor();
  readonly #watermark = new WatermarkSum();
  readonly #patient: PatientRows;
  readonly #episodes: EpisodeRecord[] = [];
  /** `<patient>#` of the rows being collected. */
  #prefix = '';
  #unknownVersion = 0;
  #malformed = 0;
  #outsideEpisodes = 0;

  constructor({ source, timeZone, asOf, series = builtIn }: PassOptions) {
    this.#source = source;
    this.#calendar = calendarOf(timeZone);
    this.#asOf = this.#calendar.dayOf(asOf);
    if (Number.isNaN(this.#asOf)) throw new RangeError(`asOf must be YYYY-MM-DD, received ${asOf}`);
    this.#patient = new PatientRows(this.#asOf, series);
  }

  /** @param sk sort key of the index. @param m its packed attribute. */
  row(sk: string, m: string): void {
    if (this.#prefix === '' || !sk.startsWith(this.#prefix)) this.#turnTo(sk);
    const fault = unreadable(m);
    if (fault !== undefined) {
      this.#watermark.add(this.#prefix, sk, m, 0);
      this.#leaveOut(fault);
      return;
    }
    const at = this.#prefix.length;
    const kind = sk.charCodeAt(at);
    if (kind === ASSESSMENT) this.#assessment(sk, at + 2, m);
    else if (kind === EPISODE) this.#episode(sk, at, m);
    else if (kind === ALERT) this.#alert(sk, m);
    else this.#fact(sk, m);
  }

  end(): Partial {
    this.#turnTo(HASH);
    return {
      source: this.#source,
      asOf: this.#asOf,
      watermark: this.#watermark.value,
      leftOut: {
        unknownVersion: this.#unknownVersion,
        malformed: this.#malformed,
        outsideEpisodes: this.#outsideEpisodes,
      },
      episodes: this.#episodes.sort(compareEpisodes),
    };
  }

  #turnTo(sk: string): void {
    if (this.#prefix !== '') this.#outsideEpisodes += this.#patient.conclude(this.#episodes);
    this.#prefix = sk.slice(0, sk.indexOf(HASH) + 1);
    this.#patient.begin(decodeURIComponent(this.#prefix.slice(0, -1)));
  }

  #assessment(sk: string, dateAt: number, m: string): void {
    const cursor = this.#cursor;
    cursor.open(m);
    this.#watermark.add(this.#prefix, sk, m, cursor.changedAt);
    if (cursor.retracted) return;
    const day = cursor.authoredIsDate ? dayOfDate(sk, dateAt) : this.#calendar.dayInKey(sk, dateAt);
    if (Number.isNaN(day) || cursor.malformed) {
      this.#malformed += 1;
      return;
    }
    if (day > this.#asOf) return;
    const program = cursor.programEnd === FIELDS_AT ? null : unpacked(m.slice(FIELDS_AT, cursor.programEnd));
    while (cursor.next()) this.#patient.addScore(sk, day, program, m, cursor);
    if (cursor.malformed) this.#malformed += 1;
  }

  #episode(sk: string, at: number, m: string): void {
    const decoded = decodeEpisodeRow(m);
    this.#watermark.add(this.#prefix, sk, m, decoded.kind === 'row' ? decoded.row.changedAt : 0);
    if (decoded.kind === 'unreadable') {
      this.#leaveOut(decoded);
      return;
    }
    const { row } = decoded;
    if (row.retracted) return;
    const referredOn = row.referred ?? null;
    const since = referredOn === null ? Number.NaN : this.#calendar.dayOf(referredOn);
    // One that cannot be read says nothing of the stay.
    const referred = Number.isNaN(since) ? null : since;
    const undated = row.start === NO_START || row.start === NOT_BEGUN;
    const start = undated ? null : this.#calendar.dayOf(row.start);
    const end = row.end === null ? null : this.#calendar.dayOf(row.end);
    const [, , program, id] = sk
      .slice(at - 1)
      .split(HASH)
      .slice(1)
      .map(decodeURIComponent);
    if (Number.isNaN(start) || Number.isNaN(end) || program === undefined || id === undefined) {
      this.#malformed += 1;
      return;
    }
    if (row.start === NOT_BEGUN) this.#patient.addReferral(program, id, { row, referred });
    else this.#patient.addEpisode(program, id, start, end, { row, referred });
  }

  #fact(sk: string, m: string): void {
    const decoded = decodeFactRow(m);
    this.#watermark.add(this.#prefix, sk, m, decoded.kind === 'row' ? decoded.row.changedAt : 0);
    if (decoded.kind === 'unreadable') {
      this.#leaveOut(decoded);
      return;
    }
    const { row } = decoded;
    if (row.retracted) return;
    if (row.kind === 'diagnosis') {
      this.#patient.addDiagnosis(decodeURIComponent(sk.slice(sk.lastIndexOf(HASH) + 1)), row.codes);
      return;
    }
    if (row.kind === 'coverage') {
      this.#coverage(row);
      return;
    }
    if (row.kind !== 'contact' && row.kind !== 'screening-due') return;
    const day = this.#calendar.dayOf(row.start);
    if (Number.isNaN(day)) this.#malformed += 1;
    else if (row.kind === 'screening-due')
      this.#patient.addDue(day, row.program, row.codes.includes(DECLINED));
    else this.#patient.addContact(day, row.program, row.codes);
  }

  #coverage({ codes, start, end }: FactRow): void {
    const from = start === ALWAYS ? null : this.#calendar.dayOf(start);
    const to = end === null ? null : this.#calendar.dayOf(end);
    if (Number.isNaN(from) || Number.isNaN(to)) this.#malformed += 1;
    else this.#patient.addCoverage(codes, from, to);
  }

  #alert(sk: string, m: string): void {
    const decoded = decodeAlertRow(m);
    this.#watermark.add(this.#prefix, sk, m, decoded.kind === 'row' ? decoded.row.changedAt : 0);
    if (decoded.kind === 'unreadable') {
      this.#leaveOut(decoded);
      return;
    }
    for (const { openedAt, seconds } of decoded.row.rounds) {
      const day = this.#calendar.dayOf(openedAt);
      if (Number.isNaN(day)) this.#malformed += 1;
      else this.#patient.addAlert(day, seconds === null || this.#isKnown(openedAt, seconds) ? seconds : null);
    }
  }

  /** Whether what ended `seconds` after an instant had done so by the as-of date. */
  #isKnown(instant: string, seconds: number): boolean {
    return this.#calendar.dayOf(new Date(Date.parse(instant) + seconds * 1000).toISOString()) <= this.#asOf;
  }

  #leaveOut({ code }: UnreadableRow): void {
    if (code === 'unknown-version') this.#unknownVersion += 1;
    else this.#malformed += 1;
  }
}
