/**
 * What the pipeline must know about a questionnaire in order to score it.
 *
 * An instrument is data, never code: adding one is adding one file. Matching, scoring, write-back,
 * metrics and the served FHIR Questionnaire all read this shape.
 *
 * Items are named by their 1-based position in `items`, the number printed on the form. Labels are our
 * own short words; the printed wording of an instrument belongs to its owner and is never here.
 *
 * @module
 */

/**
 * How far a fact has been checked: `verified` against the publisher's page or data, `literature` quoted
 * from a paper that was not re-read, `unverified` not found in a source. An unverified number never
 * drives a default.
 */
export type Confidence = 'verified' | 'literature' | 'unverified';

/** Where a number comes from. Every clinical number has one. */
export interface Source {
  readonly cite: string;
  readonly confidence: Confidence;
}

/** One choice of an answer list. `name` is the name of `code` in its code system, not item wording. */
export interface AnswerOption {
  readonly points: number;
  readonly code?: string;
  readonly name?: string;
}

export interface AnswerList {
  /** Code system of `options[].code`. */
  readonly system: string;
  /** Identifier of the list itself, for instance a LOINC answer list. */
  readonly list?: string;
  readonly options: readonly AnswerOption[];
  /** `true` and `false` of a `valueBoolean`, for yes/no lists only. */
  readonly booleans?: { readonly true: number; readonly false: number };
  readonly source: Source;
}

export interface Item {
  /** Our own short word for it. */
  readonly label: string;
  readonly loinc?: string;
  /** Further codes or link ids under which the same question is sent. */
  readonly aliases?: readonly string[];
  /** Key of `answerLists`. */
  readonly answers: string;
  /** Keyed the other way round: its points are `min + max - points` of its list. */
  readonly reversed?: boolean;
  /** The form legitimately leaves this item out when any of these rules holds. */
  readonly skippedWhen?: readonly SkipRule[];
  /**
   * May be left out, or be unreadable, without holding back the scores that do not need it (asked only in
   * some versions of the form, or not part of the total).
   */
  readonly optional?: boolean;
}

/** An item left out because of what was answered before: it then counts `counts`. An answer given all the same stands. */
export interface SkipRule {
  /** All of these items have these points on the printed scale. */
  readonly when: readonly { readonly item: number; readonly points: number }[];
  readonly counts: number;
  readonly source: Source;
}

/** A range of a score. `from` and `to` are both inclusive; a fractional score belongs to the last band it reaches. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** Answer code under which a response may carry this level ready-made; it is then compared, never used. */
  readonly code?: string;
}

/**
 * What happens when items have no answer.
 * `complete`: no score. `prorate`: up to `maxMissing` are replaced by the mean of the answered ones, and
 * the score is always flagged `prorated`.
 */
export type MissingRule =
  | { readonly kind: 'complete'; readonly source: Source }
  | {
      readonly kind: 'prorate';
      readonly maxMissing: number;
      readonly rounding: 'nearest-integer' | 'none';
      readonly source: Source;
    };

/** How items become one number. `items` are item numbers. */
export type ScoreMethod =
  | { readonly kind: 'sum'; readonly items: readonly number[] }
  | { readonly kind: 'mean'; readonly items: readonly number[] }
  /** `factor` times the sum: WHO-5 raw 0-25 times 4. */
  | { readonly kind: 'weighted'; readonly items: readonly number[]; readonly factor: number }
  /** How many items reach `threshold` points. */
  | { readonly kind: 'count-at-least'; readonly items: readonly number[]; readonly threshold: number }
  /** 1 when every clause holds, else 0: a provisional-diagnosis rule over items at threshold. */
  | { readonly kind: 'criteria'; readonly clauses: readonly CriteriaClause[] }
  /** The highest level any clause establishes; levels are the score's bands, lowest first. Never a sum. */
  | { readonly kind: 'triage'; readonly items: readonly number[]; readonly clauses: readonly TriageClause[] }
  /** Goal attainment T score over repeated goal groups (Kiresuk & Sherman 1968; Turner-Stokes 2009 with erratum). */
  | { readonly kind: 'gas-t'; readonly rho: number };

export interface CriteriaClause {
  readonly label: string;
  readonly items: readonly number[];
  /** An item counts from this many points. */
  readonly threshold: number;
  /** At least this many items must count. */
  readonly atLeast: number;
}

export interface TriageClause {
  readonly item: number;
  /** Holds from this many points. */
  readonly threshold: number;
  /** Index of the band it establishes. */
  readonly level: number;
}

export interface Score {
  /** Stable id, unique in its instrument: it is stored, written back and shown. Never rename it. */
  readonly id: string;
  readonly label: string;
  readonly code: { readonly system: string; readonly code: string };
  /** Other codes under which a response may carry this score ready-made; it is then compared, never used. */
  readonly reportedAs?: readonly string[];
  readonly method: ScoreMethod;
  /** Least and greatest value; null where the number of goals decides (goal attainment). */
  readonly range: { readonly min: number; readonly max: number } | null;
  /** Which way is better; null for a level or a count that is not read as better or worse by itself. */
  readonly better: 'lower' | 'higher' | null;
  /** Ordered, without gaps, covering `range`. Null where the authors published none. */
  readonly bands: readonly Band[] | null;
  readonly bandsSource?: Source;
  readonly missing: MissingRule;
  /** Reported without clinical weight of its own (I.ROC quarters). */
  readonly descriptive?: boolean;
  /** Absent until this setting is given, because the published keying could not be verified. */
  readonly needsSetting?: string;
  readonly source: Source;
}

/** An item whose answer a person must look at, whatever the total is. */
export interface CriticalItem {
  readonly item: number;
  /** Positive from this many points. */
  readonly atLeast: number;
  readonly source: Source;
}

/** A change or severity threshold of a score, with who says so. Disputes are several entries. */
export interface Threshold {
  readonly score: string;
  readonly kind:
    | 'caseness'
    | 'remission'
    | 'response'
    | 'reliable-change'
    | 'minimal-important-difference'
    | 'screen-positive';
  /**
   * In points of the score, except `response`: the share of the baseline that is lost.
   * `caseness` and `screen-positive` hold from `value` towards worse: at or above it where lower is better,
   * at or below it where higher is better. `remission` holds on the better side: below `value` where lower
   * is better, at or above it where higher is better.
   */
  readonly value: number;
  readonly authority: string;
  readonly population: string;
  readonly source: Source;
  /** ISO date from which this entry is in force in our registry. */
  readonly effective: string;
  readonly dispute?: string;
}

export interface Reliability {
  readonly score: string;
  readonly kind: 'alpha' | 'retest';
  readonly value: number;
  readonly population: string;
  readonly source: Source;
}

/**
 * Keying that no source we could open settles: a setting, with the candidate we know of. Scores with
 * `needsSetting` of this name stay absent until it is given (see `keying.ts`).
 */
export interface UnverifiedKeying {
  readonly setting: string;
  readonly question: string;
  /** In words, for whoever must decide. Never applied by itself. */
  readonly candidate: string;
  readonly shape: KeyingShape;
  readonly source: Source;
}

/** What the value of a keying setting looks like, and so how it is checked and applied. */
type KeyingShape =
  /** A list of item numbers that are reversed. `must` are items whose safety rule depends on it. */
  | { readonly kind: 'reversed-items'; readonly must?: readonly number[] }
  /** One of these words; each names the items that are reversed under it. */
  | { readonly kind: 'wording'; readonly choices: Readonly<Record<string, readonly number[]>> }
  /** How many of the listed items the form has. */
  | { readonly kind: 'item-count'; readonly choices: readonly number[] }
  /** Item numbers by score id: each score gets so many, and no item is in two of them. */
  | { readonly kind: 'items-by-score'; readonly counts: Readonly<Record<string, number>> };

/** What instruments are about. */
export const areas = [
  'symptoms',
  'recovery',
  'well-being',
  'functioning',
  'alliance',
  'goals',
  'mood',
] as const;

export type Area = (typeof areas)[number];

export interface Instrument {
  /** Stable id. It is stored with every assessment: never rename it. */
  readonly id: string;
  /** Scoring rules never change under a version; a new rule is a new version. */
  readonly version: string;
  /** Versions of this instrument whose scores mean the same. Only these are counted together (`versions.ts`). */
  readonly equivalentTo?: readonly { readonly version: string; readonly source: Source }[];
  readonly title: string;
  /**
   * What it is about. Recovery stands beside symptoms, not below them; a daily mood has its variability told.
   *
   * @default symptoms
   */
  readonly area?: Area;
  /** Who answers. Clinician-rated instruments refuse the patient as author. */
  readonly rater: 'self' | 'clinician' | 'therapist' | 'client' | 'self-or-interviewer';
  readonly recall: string;
  /** Canonical URLs of the Questionnaires it scores. With `|version`, only that version. */
  readonly questionnaires: readonly string[];
  /** LOINC panel code, when there is one. */
  readonly panel?: string;
  readonly answerLists: Readonly<Record<string, AnswerList>>;
  readonly items: readonly Item[];
  readonly scores: readonly Score[];
  /** The score repeated as `total`; null when the instrument has no single total. */
  readonly primary: string | null;
  readonly critical: readonly CriticalItem[];
  /** Instruments scored from a subset of these items, in order; `items` are numbers of this instrument. */
  readonly derived?: readonly { readonly instrument: string; readonly items: readonly number[] }[];
  readonly thresholds: readonly Threshold[];
  readonly reliability: readonly Reliability[];
  readonly unverifiedKeying?: readonly UnverifiedKeying[];
  /** US Core category of its Observations, beside `survey`. */
  readonly category:
    | 'cognitive-status'
    | 'social-history'
    | 'functional-status'
    | 'disability-status'
    | 'sdoh';
  readonly licence: Source;
  /** What an integrator must not get wrong. */
  readonly traps?: readonly string[];
  readonly sources: readonly string[];
}

export const LOINC = 'http://loinc.org';
/** Code system of answer lists whose options have no published codes: they are sent as points or by name. */
export const ANSWER_SYSTEM = 'urn:outcomes-pipeline:answer';
/** Code system of scores that have no LOINC code. */
export const SCORE_SYSTEM = 'urn:outcomes-pipeline:score';
/** Put before an instrument's id it makes the canonical under which link ids are item numbers. */
export const CANONICAL_BASE = 'urn:outcomes-pipeline:questionnaire:';
