/**
 * What stands for one response now: the newest version, what it scored to, and everything write-back and
 * metrics need of it, so that neither ever opens the raw response.
 *
 * @module
 */
import type { ProgramEvidence } from '../programs/named-program.ts';
import type { Outcome } from '../scoring/assessment.ts';
import type { IssueCode } from '../scoring/issue.ts';

export interface KeptAssessment {
  readonly instrument: string;
  readonly version: string;
  readonly outcome: Outcome;
  readonly scores: readonly { readonly id: string; readonly value: number; readonly band: string | null }[];
  readonly total: number | null;
  readonly prorated: boolean;
  /** Scored from the items of another instrument. */
  readonly derived: boolean;
  /** Points per item on the printed scale; empty for a derived assessment. */
  readonly points: readonly (number | null)[];
}

export interface CurrentResponse {
  readonly source: string;
  readonly identity: string;
  readonly status: Outcome;
  readonly reason: IssueCode | undefined;
  /** What the reason is about: link id of an item, or path of an element. */
  readonly reasonAt?: string;
  readonly ord: string;
  readonly registry: number;
  readonly hash: string;
  readonly receivedAt: string;
  /** When it was last scored anew under other rules; absent when it never was. */
  readonly rescoredAt?: string;
  /** The EHR deleted it: what was received before and comes late does not bring it back. */
  readonly deleted?: true;
  /** `Patient/<id>`. */
  readonly patient: string | undefined;
  /** FHIR dateTime as sent; the receipt time when the response gives none. */
  readonly authored: string;
  readonly authoredGiven: boolean;
  readonly encounter: string | undefined;
  readonly performer: string | undefined;
  readonly ehrResponseId: string | undefined;
  readonly program: string | undefined;
  /** Which rule named the program; absent when the response names none. */
  readonly programBy?: ProgramEvidence;
  readonly questionnaire: string | undefined;
  readonly assessments: readonly KeptAssessment[];
}

/**
 * Marks a state of a response: equal marks mean that nothing has changed in between, and of two the later one
 * sorts last, as text too.
 */
export function markOf({ ord, registry }: Pick<CurrentResponse, 'ord' | 'registry'>): string {
  return `${ord}#${String(registry).padStart(4, '0')}`;
}
