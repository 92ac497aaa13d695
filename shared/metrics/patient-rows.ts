/**
 * The rows of one patient while they arrive, and the episode records they come to.
 *
 * One object serves a whole pass and its arrays are used again for each patient.
 *
 * @module
 */
import type { AssessmentCursor } from './assessment-cursor.ts';
import { isTreatment } from './contact-purpose.ts';
import { compareText, type EpisodeRecord, followUpWindows, type Measurement } from './episode-record.ts';
import type { EpisodeRow, Strata } from './packed-row.ts';
import { unpacked } from './packed-text.ts';

/** A baseline may be taken this many days before the start (intake forms) ... */
export const BASELINE_BEFORE = 14;
/** ... and this many after it. Both by metrics.md 0.3; NHS takes the first score of the referral. */
export const BASELINE_AFTER = 30;

/** Under which name the scores of an instrument's version are counted; see `versions.ts`. */
export type Series = (instrument: string, version: string) => string;

interface OpenEpisode {
  readonly program: string;
  readonly id: string;
  readonly start: number;
  readonly end: number | null;
  readonly row: Pick<EpisodeRow, 'ending' | 'descriptor' | 'strata'>;
}

const notRecorded: Strata = { ageBand: null, sex: null, race: null, ethnicity: null, language: null };
const NONE = -1;

export class PatientRows {
  readonly #asOf: number;
  #patient = '';
  #episodes: OpenEpisode[] = [];
  #contacts: { readonly day: number; readonly program: string | null; readonly treatment: boolean }[] = [];

  // One entry a score.
  #scores = 0;
  #day = new Int32Array(64);
  #score = new Float64Array(64);
  #instrument = new Uint16Array(64);
  /** 1 once an episode has taken the score in. */
  #inside = new Uint8Array(64);
  #program: (string | null)[] = [];
  /** Whether any score of the patient names its program. */
  #someNamed = false;
  #key: string[] = [];

  // One entry a version of an instrument, in the order they were met in the whole pass.
  readonly #packedNames: string[] = [];
  readonly #counted: number[] = [];
  // One entry a series: what may be counted together.
  readonly #series: Series;
  readonly #names: string[] = [];
  #byName: number[] = [];
  #first: number[] = [];
  #last: number[] = [];
  #count: number[] = [];
  #followUps: number[] = [];

  constructor(asOf: number, series: Series) {
    this.#series = series;
    this.#asOf = asOf;
  }

  begin(patient: string): void {
    this.#patient = patient;
    this.#scores = 0;
    this.#someNamed = false;
    this.#episodes.length = 0;
    this.#contacts.length = 0;
  }

  addEpisode(program: string, id: string, start: number, end: number | null, row: OpenEpisode['row']): void {
    if (start <= this.#asOf) this.#episodes.push({ program, id, start, end, row });
  }

  addContact(day: number, program: string | null, codes: readonly string[]): void {
    if (day <= this.#asOf) this.#contacts.push({ day, program, treatment: isTreatment(codes) });
  }

  addScore(key: string, day: number, program: string | null, m: string, cursor: AssessmentCursor): void {
    if (Number.isNaN(cursor.score)) return;
    const at = this.#scores++;
    if (at === this.#day.length) this.#grow();
    this.#day[at] = day;
    this.#score[at] = cursor.score;
    this.#instrument[at] = this.#seriesAt(m, cursor);
    this.#program[at] = program;
    if (program !== null) this.#someNamed = true;
    this.#key[at] = key;
  }

  /** Appends the patient's episodes to `records`; returns how many scores fell into none of them. */
  conclude(records: EpisodeRecord[]): number {
    this.#inside.fill(0, 0, this.#scores);
    for (const episode of this.#episodes) records.push(this.#record(episode, false));
    if (this.#someNamed) for (const episode of this.#inferred()) records.push(this.#record(episode, true));
    let outside = 0;
    for (let i = 0; i < this.#scores; i++) if (this.#inside[i] === 0) outside += 1;
    return outside;
  }

  /**
   * An open episode for each program that a response names and the EHR gave no episode for, from the first
   * such response on. Whether the program has stored episodes at all is seen only after merging: the
   * reduction then drops these.
   */
  #inferred(): readonly OpenEpisode[] {
    const starts = new Map<string, number>();
    for (let i = 0; i < this.#scores; i++) {
      const [program, day] = [this.#program[i] ?? null, this.#day[i] ?? 0];
      if (program === null || this.#episodes.some((one) => one.program === program)) continue;
      starts.set(program, Math.min(day, starts.get(program) ?? day));
    }
    return [...starts].map(([program, start]) => ({
      program,
      id: 'inferred',
      start,
      end: null,
      row: { ending: 'open', descriptor: null, strata: notRecorded },
    }));
  }

  #record(episode: OpenEpisode, inferred: boolean): EpisodeRecord {
    const { program, id, start, row } = episode;
    const end = episode.end !== null && episode.end <= this.#asOf ? episode.end : null;
    const upTo = end ?? this.#asOf;
    let contacts = 0;
    let lastContact: number | null = null;
    for (const one of this.#contacts) {
      if (!one.treatment || one.day < start || one.day > upTo || (one.program ?? program) !== program)
        continue;
      contacts += 1;
      if (lastContact === null || one.day > lastContact) lastContact = one.day;
    }
    return {
      program,
      patient: this.#patient,
      id,
      inferred,
      start,
      end,
      ending: end === null ? 'open' : row.ending === 'open' ? 'other' : row.ending,
      descriptor: row.descriptor,
      strata: row.strata,
      contacts,
      lastContact,
      measurements: this.#measurements(program, start, upTo),
    };
  }

  /**
   * First and last score of each instrument. The first is the earliest day from 14 days before to 30 days
   * after the start, the last is the latest day up to the end; of several on one day the latest by key, that
   * is by time and then by identity. They are never on one day. A follow-up may also come after the end.
   */
  #measurements(program: string, start: number, upTo: number): readonly Measurement[] {
    const [first, last, count, followUps] = [this.#first, this.#last, this.#count, this.#followUps];
    first.fill(NONE);
    last.fill(NONE);
    count.fill(0);
    followUps.fill(0);
    for (let i = 0; i < this.#scores; i++) {
      const named = this.#program[i] ?? null;
      if (named !== null && named !== program) continue;
      const day = this.#day[i] ?? 0;
      const k = this.#instrument[i] ?? 0;
      if (day > start) followUps[k] = (followUps[k] ?? 0) | followUpBits(day - start);
      if (day < start - BASELINE_BEFORE || day > upTo) continue;
      this.#inside[i] = 1;
      count[k] = (count[k] ?? 0) + 1;
      if (day <= start + BASELINE_AFTER && this.#earlier(i, first[k] ?? NONE)) first[k] = i;
      if (this.#later(i, last[k] ?? NONE)) last[k] = i;
    }
    const measurements: Measurement[] = [];
    for (const k of this.#byName) {
      const bits = followUps[k] ?? 0;
      if ((count[k] ?? 0) === 0 && bits === 0) continue;
      measurements.push(this.#measurement(k, first[k] ?? NONE, last[k] ?? NONE, count[k] ?? 0, bits));
    }
    return measurements;
  }

  #measurement(k: number, first: number, last: number, scores: number, followUps: number): Measurement {
    const sameDay = first !== NONE && last !== NONE && this.#day[first] === this.#day[last];
    return {
      instrument: this.#names[k] ?? '',
      first: this.#dated(first),
      last: sameDay ? null : this.#dated(last),
      scores,
      followUps,
    };
  }

  #dated(i: number): Measurement['first'] {
    return i === NONE ? null : { day: this.#day[i] ?? 0, score: this.#score[i] ?? 0 };
  }

  #earlier(i: number, than: number): boolean {
    if (than === NONE) return true;
    const difference = (this.#day[i] ?? 0) - (this.#day[than] ?? 0);
    return difference < 0 || (difference === 0 && (this.#key[i] ?? '') > (this.#key[than] ?? ''));
  }

  #later(i: number, than: number): boolean {
    if (than === NONE) return true;
    const difference = (this.#day[i] ?? 0) - (this.#day[than] ?? 0);
    return difference > 0 || (difference === 0 && (this.#key[i] ?? '') > (this.#key[than] ?? ''));
  }

  /** Number of the series that `m` names by instrument and version. There are few, so they are tried one by one. */
  #seriesAt(m: string, { nameStart: start, nameEnd, versionEnd: end }: AssessmentCursor): number {
    for (let k = 0; k < this.#packedNames.length; k++) {
      const packed = this.#packedNames[k] ?? '';
      if (packed.length === end - start && m.startsWith(packed, start)) return this.#counted[k] ?? 0;
    }
    const name = this.#series(
      unpacked(m.slice(start, nameEnd)) ?? '',
      unpacked(m.slice(nameEnd + 1, end)) ?? '',
    );
    const known = this.#names.indexOf(name);
    const number = known === -1 ? this.#addSeries(name) : known;
    this.#packedNames.push(m.slice(start, end));
    this.#counted.push(number);
    return number;
  }

  #addSeries(name: string): number {
    this.#names.push(name);
    for (const slots of [this.#first, this.#last, this.#count, this.#followUps]) slots.push(0);
    this.#byName = this.#names.map((_, k) => k);
    this.#byName.sort((a, b) => compareText(this.#names[a] ?? '', this.#names[b] ?? ''));
    return this.#names.length - 1;
  }

  #grow(): void {
    const size = 2 * this.#day.length;
    const [day, score, instrument] = [this.#day, this.#score, this.#instrument];
    this.#inside = new Uint8Array(size);
    this.#day = new Int32Array(size);
    this.#score = new Float64Array(size);
    this.#instrument = new Uint16Array(size);
    this.#day.set(day);
    this.#score.set(score);
    this.#instrument.set(instrument);
  }
}

const [three, six, twelve] = followUpWindows;

function followUpBits(days: number): number {
  return (
    (days >= three.from && days <= three.to ? 1 : 0) |
    (days >= six.from && days <= six.to ? 2 : 0) |
    (days >= twelve.from && days <= twelve.to ? 4 : 0)
  );
}
