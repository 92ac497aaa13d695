/**
 * Walks the assessments of a packed row without making an object: the hot path of the compile.
 *
 * One cursor serves a whole pass. `open(m)` reads the head, then each `next()` sets the fields of one
 * assessment. Positions are indices into the `m` that was opened.
 *
 * @module
 */
import { changedAtOf, FIELDS_AT, FLAGS_AT } from './packed-text.ts';

const BAR = 124;
const SEMICOLON = 59;
const MINUS = 45;
const ONE = 49;

export class AssessmentCursor {
  changedAt = 0;
  retracted = false;
  authoredAssumed = false;
  authoredIsDate = false;
  /** The program is the text from the fields' start to here; empty when none was named. */
  programEnd = 0;

  nameStart = 0;
  nameEnd = 0;
  versionEnd = 0;
  pointsStart = 0;
  /** End of this assessment. */
  end = 0;
  /** NaN for an instrument without a single total. */
  score = 0;
  prorated = false;
  /** The text broke off or held what no writer of ours writes. Look at it when `next()` is false. */
  malformed = false;

  #m = '';

  /** `m` must have passed `unreadable`. */
  open(m: string): void {
    const flags = m.charCodeAt(FLAGS_AT) - 48;
    this.#m = m;
    this.retracted = (flags & 1) === 1;
    this.authoredAssumed = (flags & 2) === 2;
    this.authoredIsDate = (flags & 4) === 4;
    this.changedAt = changedAtOf(m);
    this.malformed = Number.isNaN(this.changedAt);
    this.programEnd = endOf(m, FIELDS_AT, BAR);
    this.end = this.programEnd;
  }

  next(): boolean {
    const m = this.#m;
    if (this.end >= m.length || this.malformed) return false;
    this.nameStart = this.end + 1;
    this.nameEnd = endOf(m, this.nameStart, SEMICOLON);
    this.versionEnd = endOf(m, this.nameEnd + 1, SEMICOLON);
    const scoreStart = this.versionEnd + 1;
    const scoreEnd = endOf(m, scoreStart, SEMICOLON);
    this.score = scoreStart === scoreEnd ? Number.NaN : numberAt(m, scoreStart, scoreEnd);
    const faulty = scoreStart !== scoreEnd && Number.isNaN(this.score);
    if (faulty || scoreEnd + 1 >= m.length) {
      this.malformed = true;
      return false;
    }
    this.prorated = m.charCodeAt(scoreEnd + 1) === ONE;
    this.pointsStart = scoreEnd + 2;
    this.end = endOf(m, this.pointsStart, BAR);
    return true;
  }
}

/** Index of the next `separator` at or after `from`, or the end of the text. */
function endOf(m: string, from: number, separator: number): number {
  let i = from;
  while (i < m.length && m.charCodeAt(i) !== separator) i++;
  return i;
}

/** Whole numbers digit by digit; anything else, which is rare, as JavaScript reads it. */
function numberAt(m: string, start: number, end: number): number {
  const negative = m.charCodeAt(start) === MINUS;
  let value = 0;
  for (let i = negative ? start + 1 : start; i < end; i++) {
    const digit = m.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9 || i - start > 15) return Number(m.slice(start, end));
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}
