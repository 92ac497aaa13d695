/**
 * The letters of a packed row: reserved characters, absent values, and the change stamp.
 *
 * @module
 */

/** First character of every row. A change of the format is a new character, never a new meaning of an old. */
export const VERSION = '1';
const STAMP_LENGTH = 9;
/** Index of the flags character, behind the version and the stamp. */
export const FLAGS_AT = 1 + STAMP_LENGTH;
/** Index of the first character of the fields. */
export const FIELDS_AT = FLAGS_AT + 1;

export function isVersioned(m: string): boolean {
  return m.charCodeAt(0) === VERSION.charCodeAt(0);
}

/**
 * Milliseconds since 1970 in nine characters of base 36, so that later sorts later.
 *
 * @throws {RangeError} for what is not a time between 1970 and the year 5188: a bug of the writer.
 */
export function changeStamp(changedAt: number): string {
  if (!Number.isInteger(changedAt) || changedAt < 0 || changedAt >= 36 ** STAMP_LENGTH) {
    throw new RangeError(`changedAt must be whole milliseconds since 1970, received ${changedAt}`);
  }
  return changedAt.toString(36).padStart(STAMP_LENGTH, '0');
}

/** The milliseconds of the stamp of `m`; NaN when it is not one. */
export function changedAtOf(m: string): number {
  let value = 0;
  for (let i = 1; i <= STAMP_LENGTH; i++) value = value * 36 + base36(m.charCodeAt(i));
  return value;
}

/** Value of a base-36 digit; NaN for any other character. */
export function base36(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 122 ? code - 87 : Number.NaN;
}

const RESERVED = /[%;|,~]/g;

/** Nothing for null, `~` for the empty text, separators as `%xx`. */
export function packed(text: string | null): string {
  if (text === null) return '';
  if (text === '') return '~';
  return text.replace(RESERVED, (reserved) => `%${reserved.charCodeAt(0).toString(16)}`);
}

export function unpacked(text: string): string | null {
  if (text === '') return null;
  if (text === '~') return '';
  return hasEscape(text) ? text.replace(ESCAPED, unescaped) : text;
}

const PERCENT = 37;
const ESCAPED = /%([0-9a-f]{2})/g;

/** A loop beats `includes` on texts of a few characters, and this is asked of every field. */
function hasEscape(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === PERCENT) return true;
  return false;
}

function unescaped(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}
