/**
 * Groups of people by the words that people read, where a table keeps a code.
 *
 * @module
 */
import type { Grouping } from './packed-row.ts';

/** OMB categories, as US Core names them. */
const ombNames: Readonly<Record<string, string>> = {
  '1002-5': 'American Indian or Alaska Native',
  '2028-9': 'Asian',
  '2054-5': 'Black or African American',
  '2076-8': 'Native Hawaiian or Pacific Islander',
  '2106-3': 'White',
  '2131-1': 'Other race',
  '2135-2': 'Hispanic or Latino',
  '2186-5': 'Not Hispanic or Latino',
};

/** Of a row of a table by a property of people. */
export function groupName(by: Grouping, value: string | null): string {
  if (value === null) return 'Not recorded';
  if (by === 'race' || by === 'ethnicity') return ombNames[value] ?? sentenceCase(value);
  if (by === 'language') return languageName(value);
  return by === 'ageBand' ? value.replace('-', ' to ') : sentenceCase(value);
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

function sentenceCase(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
