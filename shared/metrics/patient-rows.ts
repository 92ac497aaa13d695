/**
 * The rows of one patient while they arrive, and the episode records they come to.
 *
 * @module
 */

import { stayRank } from '../programs/stay.ts';
import type { AssessmentCursor } from './assessment-cursor.ts';
import { believedStays } from './believed-stays.ts';
import { isTreatment } from './contact-purpose.ts';
import {
  type AnsweredAlert,
  DUE_AFTER,
  DUE_BEFORE,
  type Due,
  type EpisodeRecord,
  NEVER,
} from './episode-record.ts';
import type { EpisodeRow, Strata } from './packed-row.ts';
import { PatientScores, type Series } from './patient-scores.ts';
import { coverageOf, type DatedCoverage, payerAt } from './payer-at.ts';
import { descriptorOf, icd10In } from './problem-descriptor.ts';

interface OpenEpisode {
  readonly program: string;
  readonly id: string;
  readonly start: number;
  readonly end: number | null;
  readonly row: Pick<EpisodeRow, 'ending' | 'problems' | 'strata'>;
  readonly referred: number | null;
}

const notRecorded: Strata = { ageBand: null, sex: null, race: null, ethnicity: null, language: null };

export class PatientRows {
  readonly #asOf: number;
  readonly #scores: PatientScores;
  #patient = '';
  #episodes: (Omit<OpenEpisode, 'start'> & { readonly start: number | null })[] = [];
  #waiting: Omit<OpenEpisode, 'start' | 'end'>[] = [];
  #due: { readonly day: number; readonly program: string | null; readonly declined: boolean }[] = [];
  #alerts: AnsweredAlert[] = [];
  /** ICD-10 codes of the patient's Conditions, by id. */
  readonly #diagnoses = new Map<string, string>();
  readonly #coverages: DatedCoverage[] = [];
  #contacts: { readonly day: number; readonly program: string | null; readonly treatment: boolean }[] = [];

  constructor(asOf: number, series: Series) {
    this.#asOf = asOf;
    this.#scores = new PatientScores(series);
  }

  begin(patient: string): void {
    this.#patient = patient;
    this.#scores.clear();
    this.#episodes.length = 0;
    this.#waiting.length = 0;
    this.#contacts.length = 0;
    this.#due.length = 0;
    this.#alerts.length = 0;
    this.#diagnoses.clear();
    this.#coverages.length = 0;
  }

  /** @param start null where the EHR gives none: the first contact is the first day. */
  addEpisode(
    program: string,
    id: string,
    start: number | null,
    end: number | null,
    { row, referred }: Pick<OpenEpisode, 'row' | 'referred'>,
  ): void {
    if (start === null || start <= this.#asOf)
      this.#episodes.push({ program, id, start, end, row, referred });
    else this.addReferral(program, id, { row, referred });
  }

  /** One that is planned or waited for. */
  addReferral(program: string, id: string, { row, referred }: Pick<OpenEpisode, 'row' | 'referred'>): void {
    if (referred !== null && referred <= this.#asOf) this.#waiting.push({ program, id, row, referred });
  }

  addContact(day: number, program: string | null, codes: readonly string[]): void {
    if (day <= this.#asOf) this.#contacts.push({ day, program, treatment: isTreatment(codes) });
  }

  /** Whenever it was: an episode that refers to a Condition is treated for it. */
  addDiagnosis(id: string, codes: readonly string[]): void {
    const code = icd10In(codes);
    if (code !== undefined) this.#diagnoses.set(id, code);
  }

  addCoverage(codes: readonly string[], start: number | null, end: number | null): void {
    const coverage = coverageOf(codes);
    if (coverage !== null) this.#coverages.push({ ...coverage, start, end });
  }

  /** What falls due after the as-of date is not due yet. */
  addDue(day: number, program: string | null, declined: boolean): void {
    if (day <= this.#asOf) this.#due.push({ day, program, declined });
  }

  addAlert(day: number, seconds: number | null): void {
    if (day <= this.#asOf) this.#alerts.push({ day, seconds });
  }

  addScore(key: string, day: number, program: string | null, m: string, cursor: AssessmentCursor): void {
    this.#scores.add(key, day, program, m, cursor);
  }

  /** Appends the patient's episodes to `records`; returns how many scores fell into none of them. */
  conclude(records: EpisodeRecord[]): number {
    const begun = this.#begun();
    for (const episode of believedStays(begun)) records.push(this.#record(episode, false));
    for (const one of this.#waiting) records.push(this.#waitingRecord(one));
    for (const [program, start] of this.#scores.namedPrograms()) {
      if (begun.some((one) => one.program === program)) continue;
      records.push(this.#record(inferred(program, start), true));
    }
    return this.#scores.outside;
  }

  /** Those whose first day is known. Without a contact outside the other stays in the program none has begun. */
  #begun(): readonly OpenEpisode[] {
    const begun = this.#episodes.filter((one): one is OpenEpisode => one.start !== null);
    const undated = this.#episodes
      .filter(({ start }) => start === null)
      .sort((a, b) => (a.end ?? Infinity) - (b.end ?? Infinity) || (a.id < b.id ? -1 : 1));
    for (const episode of undated) {
      const start = this.#firstContactOf(episode, begun);
      if (start === undefined) this.addReferral(episode.program, episode.id, episode);
      else begun.push({ ...episode, start });
    }
    return begun;
  }

  /**
   * Of the contacts that belong to no other stay of the same kind of place, and come after the referral. Contacts
   * that name the program go before those that name none, which may be of any.
   */
  #firstContactOf(
    { program, id, end, referred }: Omit<OpenEpisode, 'start' | 'row'>,
    stays: readonly OpenEpisode[],
  ): number | undefined {
    const others = stays.filter((one) => one.program === program && stayRank(one.id) === stayRank(id));
    for (const named of [program, null]) {
      const days = this.#contacts
        .filter((one) => one.program === named)
        .map(({ day }) => day)
        .filter((day) => day >= (referred ?? day) && day <= (end ?? day))
        .filter((day) => !others.some((one) => day >= one.start && day <= (one.end ?? day)));
      if (days.length > 0) return Math.min(...days);
    }
    return undefined;
  }

  #waitingRecord({ program, id, row, referred }: Omit<OpenEpisode, 'start' | 'end'>): EpisodeRecord {
    return {
      ...{ program, patient: this.#patient, id, inferred: false, start: NEVER, end: null, ending: 'open' },
      ...{ referred, descriptor: null, strata: row.strata, payer: null, contactDays: [], lastContact: null },
      ...{ due: [], alerts: [], measurements: [] },
    };
  }

  #record(episode: OpenEpisode, inferred: boolean): EpisodeRecord {
    const { program, id, start, row, referred } = episode;
    const end = episode.end !== null && episode.end <= this.#asOf ? episode.end : null;
    const upTo = end ?? this.#asOf;
    const within = ({ day, program: named }: { day: number; program: string | null }): boolean =>
      day >= start && day <= upTo && (named ?? program) === program;
    const contacts = this.#contacts.filter(within).sort((a, b) => a.day - b.day);
    return {
      program,
      patient: this.#patient,
      id,
      inferred,
      start,
      end,
      ending: end === null ? 'open' : row.ending === 'open' ? 'other' : row.ending,
      referred,
      descriptor: descriptorOf(row.problems, (condition) => this.#diagnoses.get(condition)),
      strata: row.strata,
      payer: payerAt(this.#coverages, start),
      contactDays: contacts.filter(({ treatment }) => treatment).map(({ day }) => day),
      lastContact: contacts.at(-1)?.day ?? null,
      due: this.#dueOf(program, this.#due.filter(within)),
      alerts: this.#alerts
        .filter(({ day }) => day >= start && day <= upTo)
        .sort((a, b) => a.day - b.day || (a.seconds ?? -1) - (b.seconds ?? -1)),
      measurements: this.#scores.measurements(program, start, upTo),
    };
  }

  #dueOf(
    program: string,
    due: readonly { readonly day: number; readonly declined: boolean }[],
  ): readonly Due[] {
    return due
      .map(({ day, declined }) => ({
        day,
        done: declined ? null : this.#scores.firstDayBetween(program, day - DUE_BEFORE, day + DUE_AFTER),
        declined,
      }))
      .sort((a, b) => a.day - b.day || Number(a.declined) - Number(b.declined));
  }
}

/**
 * An open episode of a program that a response names and the EHR gave no episode for, from the first such
 * response on. Whether the program has stored episodes at all is seen only after merging: the reduction then
 * drops these.
 */
function inferred(program: string, start: number): OpenEpisode {
  return {
    program,
    id: 'inferred',
    start,
    end: null,
    referred: null,
    row: { ending: 'open', problems: null, strata: notRecorded },
  };
}
