/**
 * What metrics read of an index row: one short text, the attribute `m` of the index `byPatient`.
 *
 * Decoding DynamoDB pages is nearly the whole cost of compiling metrics, so a row carries one attribute that
 * needs no JSON. The first character is the version of the format, then nine characters say when the row
 * last changed, one holds flags, and the rest is text of the kind of row its sort key names. Whoever writes
 * an item of the outcomes table writes this attribute with it.
 *
 * @module
 */
import { changeStamp, FLAGS_AT, isVersioned, packed, VERSION } from './packed-text.ts';

/** What a row is about: the part of its sort key behind the patient. */
export const rowKind = { episode: '0', fact: '1', assessment: '2', alert: '3' } as const;

/** An instrument of a response that was scored from its own items; derived ones (PHQ-2) are left out. */
export interface PackedAssessment {
  readonly instrument: string;
  readonly version: string;
  /** Its primary score; null where the instrument has no single total. */
  readonly score: number | null;
  /** Some answers were missing and their points estimated. */
  readonly prorated: boolean;
  /** Points per item on the printed scale. */
  readonly points: readonly (number | null)[];
}

/** One response: sort key `<patient>#2#<authored UTC>#<identity>`. */
export interface AssessmentRow {
  /** When this state of the response reached us, in milliseconds since 1970. */
  readonly changedAt: number;
  /** It no longer counts. The row stays, so that the change is seen. */
  readonly retracted: boolean;
  /** The response did not say when it was answered: the receipt time stands in. */
  readonly authoredAssumed: boolean;
  /** It gave a date without a time: the date in the sort key is then taken as it is, in no zone. */
  readonly authoredIsDate: boolean;
  /** Program the push named; null when it named none and the response counts wherever it falls. */
  readonly program: string | null;
  readonly assessments: readonly PackedAssessment[];
}

export const endings = ['open', 'completed', 'dropped-out', 'transferred', 'died', 'other'] as const;

/** How an episode ended; `open` while it has not. `other` is also an end without a stated reason. */
export type Ending = (typeof endings)[number];

export const strataNames = ['ageBand', 'sex', 'race', 'ethnicity', 'language'] as const;

/**
 * What groups of a Patient are compared by; who pays is a fact of its own. Null is "not recorded", and is shown as a
 * group of its own.
 */
export type Strata = Readonly<Record<(typeof strataNames)[number], string | null>>;

/** Everything groups are compared by. */
export const groupings = [...strataNames, 'payer'] as const;

export type Grouping = (typeof groupings)[number];

/** Start of an episode to which the EHR gives none: it begins with its first contact. */
export const NO_START = '';
/** Start of one that is planned or on a waiting list: nobody has begun. */
export const NOT_BEGUN = '-';

/** A stay in a program: sort key `<patient>#0#EP#<program>#<id>`. */
export interface EpisodeRow {
  readonly changedAt: number;
  /** Entered in error or cancelled. */
  readonly retracted: boolean;
  /** FHIR date or dateTime, as the EHR gave it; `NO_START` for none, `NOT_BEGUN` before it. */
  readonly start: string;
  readonly end: string | null;
  readonly ending: Ending;
  /** The problem treated, as `packedProblems` writes it. */
  readonly problems: string | null;
  readonly strata: Strata;
  /** Since when it was planned or waited for; left out where the EHR does not say. */
  readonly referred?: string | null;
}

export const factKinds = [
  'contact',
  'diagnosis',
  'hospice',
  'death',
  'order',
  'screening-due',
  'exception',
  'coverage',
] as const;

/** Start of a fact that has held for as long as anybody knows. */
export const ALWAYS = '0001-01-01';

/** Code of a `screening-due` fact that the person has declined. */
export const DECLINED = 'declined';

export type FactKind = (typeof factKinds)[number];

/** What outcomes need besides scores: sort key `<patient>#1#FACT#<kind>#<id>`. */
export interface FactRow {
  readonly changedAt: number;
  readonly retracted: boolean;
  readonly kind: FactKind;
  /** For a contact also its purpose, for a coverage the payer; see `contact-purpose.ts` and `payer-at.ts`. */
  readonly codes: readonly string[];
  /** FHIR date or dateTime. */
  readonly start: string;
  readonly end: string | null;
  /** Program it belongs to; null counts in every episode whose dates hold it. */
  readonly program: string | null;
}

/** One time that people were told of an answer. */
export interface AlertRound {
  /** ISO instant. */
  readonly openedAt: string;
  /** Until somebody took it on; null while nobody has. */
  readonly seconds: number | null;
}

/** A safety alert: sort key `<patient>#3#ALERT#<item>#<identity>`. */
export interface AlertRow {
  readonly changedAt: number;
  readonly rounds: readonly AlertRound[];
}

/** `unknown-version` was written by newer software than this; `malformed` by none of ours. */
export interface UnreadableRow {
  readonly kind: 'unreadable';
  readonly code: 'unknown-version' | 'malformed';
}

export type Decoded<Row> = { readonly kind: 'row'; readonly row: Row } | UnreadableRow;

export function encodeAssessmentRow(row: AssessmentRow): string {
  const flags = (row.retracted ? 1 : 0) | (row.authoredAssumed ? 2 : 0) | (row.authoredIsDate ? 4 : 0);
  let m = head(row.changedAt, flags) + packed(row.program);
  for (const { instrument, version, score, prorated, points } of row.assessments) {
    m += `|${packed(instrument)};${packed(version)};${score ?? ''};${prorated ? 1 : 0}${packedPoints(points)}`;
  }
  return m;
}

export function encodeEpisodeRow({ strata, ...row }: EpisodeRow): string {
  const fields = [row.start, row.end, row.ending, row.problems, ...strataNames.map((name) => strata[name])];
  // Behind the others, so that rows of before it was read are read alike.
  if (row.referred !== undefined && row.referred !== null) fields.push(row.referred);
  return head(row.changedAt, row.retracted ? 1 : 0) + fields.map(packed).join(';');
}

export function encodeFactRow(row: FactRow): string {
  const fields = [row.kind, row.start, row.end, row.program].map(packed);
  return head(row.changedAt, row.retracted ? 1 : 0) + [...fields, row.codes.map(packed).join(',')].join(';');
}

export function encodeAlertRow({ changedAt, rounds }: AlertRow): string {
  return (
    head(changedAt, 0) +
    rounds.map(({ openedAt, seconds }) => `${packed(openedAt)};${seconds ?? ''}`).join('|')
  );
}

function head(changedAt: number, flags: number): string {
  return VERSION + changeStamp(changedAt) + flags;
}

/** One character a point from 0 to 35, `-` for no answer; any other points as a list behind `=`. */
function packedPoints(points: readonly (number | null)[]): string {
  const short = points.every((one) => one === null || (Number.isInteger(one) && one >= 0 && one < 36));
  return short
    ? points.map((one) => one?.toString(36) ?? '-').join('')
    : `=${points.map((one) => one ?? '').join(',')}`;
}

/** Why `m` cannot be read, before looking at its fields; undefined when it can. */
export function unreadable(m: string): UnreadableRow | undefined {
  if (!isVersioned(m)) return { kind: 'unreadable', code: m === '' ? 'malformed' : 'unknown-version' };
  const flags = m.charCodeAt(FLAGS_AT) - 48;
  return m.length > FLAGS_AT && flags >= 0 && flags <= 7
    ? undefined
    : { kind: 'unreadable', code: 'malformed' };
}
