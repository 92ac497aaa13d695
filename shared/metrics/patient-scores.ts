/**
 * The scores of one patient in columns, and what they come to in a stretch of time.
 *
 * One object serves a whole pass and its arrays are used again for each patient.
 *
 * @module
 */
import type { AssessmentCursor } from './assessment-cursor.ts';
import { compareText, type Measurement } from './episode-record.ts';
import { unpacked } from './packed-text.ts';
import { enter, followUpBits, type OpenHistory } from './score-history.ts';

/** A baseline may be taken this many days before the start (intake forms) ... */
const BASELINE_BEFORE = 14;
/** ... and this many after it. Both ours (docs/metrics.md); NHS takes the first score of the referral. */
const BASELINE_AFTER = 30;

/** Under which name the scores of an instrument's version are counted; see `versions.ts`. */
export type Series = (instrument: string, version: string) => string;

const NONE = -1;

export class PatientScores {
  // One entry a score.
  #scores = 0;
  #day = new Int32Array(64);
  #score = new Float64Array(64);
  #instrument = new Uint16Array(64);
  /** 1 once an episode has taken the score in. */
  #inside = new Uint8Array(64);
  #program: (string | null)[] = [];
  #key: string[] = [];
  /** The packed row, and where in it the item points stand: cut out for first scores only. */
  #m: string[] = [];
  #pointsStart = new Int32Array(64);
  #pointsEnd = new Int32Array(64);
  /** Scores by day, then by key; made when it is first asked for. */
  #order: number[] = [];
  /** Whether any score of the patient names its program. */
  #someNamed = false;

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
  #history: OpenHistory[] = [];

  constructor(series: Series) {
    this.#series = series;
  }

  clear(): void {
    this.#scores = 0;
    this.#someNamed = false;
    this.#order.length = 0;
  }

  add(key: string, day: number, program: string | null, m: string, cursor: AssessmentCursor): void {
    if (Number.isNaN(cursor.score)) return;
    const at = this.#scores++;
    if (at === this.#day.length) this.#grow();
    this.#day[at] = day;
    this.#score[at] = cursor.score;
    this.#instrument[at] = this.#seriesAt(m, cursor);
    this.#inside[at] = 0;
    this.#program[at] = program;
    if (program !== null) this.#someNamed = true;
    this.#key[at] = key;
    this.#m[at] = m;
    this.#pointsStart[at] = cursor.pointsStart;
    this.#pointsEnd[at] = cursor.end;
  }

  /** The first day on which a score names each program. */
  namedPrograms(): ReadonlyMap<string, number> {
    const starts = new Map<string, number>();
    if (!this.#someNamed) return starts;
    for (let i = 0; i < this.#scores; i++) {
      const program = this.#program[i] ?? null;
      const day = this.#day[i] ?? 0;
      if (program !== null) starts.set(program, Math.min(day, starts.get(program) ?? day));
    }
    return starts;
  }

  /** Scores that no call of `measurements` has taken in. */
  get outside(): number {
    let outside = 0;
    for (let i = 0; i < this.#scores; i++) if (this.#inside[i] === 0) outside += 1;
    return outside;
  }

  /**
   * First and last score of each instrument. The first is the earliest day from 14 days before to 30 days
   * after the start, the last is the latest day up to the end; of several on one day the latest by key, that
   * is by time and then by identity. They are never on one day. A follow-up may also come after the end.
   */
  measurements(program: string, start: number, upTo: number): readonly Measurement[] {
    const [first, last, count, followUps] = [this.#first, this.#last, this.#count, this.#followUps];
    const history = this.#history;
    first.fill(NONE);
    last.fill(NONE);
    count.fill(0);
    followUps.fill(0);
    for (let k = 0; k < history.length; k++) history[k] = { days: [], scores: [] };
    for (const i of this.#inOrder()) {
      const named = this.#program[i] ?? null;
      if (named !== null && named !== program) continue;
      const day = this.#day[i] ?? 0;
      const k = this.#instrument[i] ?? 0;
      if (day > start) followUps[k] = (followUps[k] ?? 0) | followUpBits(day - start);
      if (day < start - BASELINE_BEFORE) continue;
      enter(history[k], day, this.#score[i] ?? 0);
      if (day > upTo) continue;
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
      history: this.#history[k] ?? { days: [], scores: [] },
      points:
        first === NONE ? '' : (this.#m[first] ?? '').slice(this.#pointsStart[first], this.#pointsEnd[first]),
    };
  }

  /** The first day from `from` to `to` with a score of the program, whatever it is of; null where there is none. */
  firstDayBetween(program: string, from: number, to: number): number | null {
    for (const i of this.#inOrder()) {
      const day = this.#day[i] ?? 0;
      if (day >= from && day <= to && (this.#program[i] ?? program) === program) return day;
    }
    return null;
  }

  #inOrder(): readonly number[] {
    const order = this.#order;
    if (order.length === this.#scores) return order;
    for (let i = order.length; i < this.#scores; i++) order.push(i);
    // Rows of the index come in this order already, and then nothing is moved.
    if (order.some((i) => i > 0 && this.#later(i - 1, i)))
      order.sort((a, b) => (a === b ? 0 : this.#later(a, b) ? 1 : -1));
    return order;
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
    this.#history.push({ days: [], scores: [] });
    this.#byName = this.#names.map((_, k) => k);
    this.#byName.sort((a, b) => compareText(this.#names[a] ?? '', this.#names[b] ?? ''));
    return this.#names.length - 1;
  }

  #grow(): void {
    const size = 2 * this.#day.length;
    const [day, score, instrument, inside] = [this.#day, this.#score, this.#instrument, this.#inside];
    const [pointsStart, pointsEnd] = [this.#pointsStart, this.#pointsEnd];
    this.#day = new Int32Array(size);
    this.#score = new Float64Array(size);
    this.#instrument = new Uint16Array(size);
    this.#inside = new Uint8Array(size);
    this.#pointsStart = new Int32Array(size);
    this.#pointsEnd = new Int32Array(size);
    this.#pointsStart.set(pointsStart);
    this.#pointsEnd.set(pointsEnd);
    this.#day.set(day);
    this.#score.set(score);
    this.#instrument.set(instrument);
    this.#inside.set(inside);
  }
}
