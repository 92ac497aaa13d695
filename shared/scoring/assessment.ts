/**
 * What scoring says about one response and one instrument.
 *
 * @module
 */
import type { CompiledInstrument } from './compile.ts';
import type { Issue } from './issue.ts';

export type Outcome = 'scored' | 'incomplete' | 'review' | 'ignored' | 'rejected' | 'retracted';

export interface ScoreValue {
  readonly id: string;
  /** Code of the score in its system (LOINC where there is one). */
  readonly code: string;
  readonly value: number;
  readonly band: string | null;
}

/**
 * `unknown` with `unreadable` was answered in a way nobody can read: a person must look, so it is raised.
 * `unknown` with `not-asked` was not answered, which is not the same as negative, and is not raised.
 */
export interface CriticalState {
  /** Item number. */
  readonly number: number;
  /** Its LOINC code, else its number. */
  readonly item: string;
  readonly state: 'positive' | 'negative' | 'unknown';
  readonly reason: 'answered' | 'unreadable' | 'not-asked' | 'gated';
}

export interface Assessment {
  readonly instrument: CompiledInstrument;
  readonly outcome: Outcome;
  /** Items with a readable answer, of the items the scores need; goals rated, of goals, for goal attainment. */
  readonly answered: number;
  readonly of: number;
  readonly prorated: boolean;
  readonly scores: readonly ScoreValue[];
  /** The primary score, repeated; null unless scored, and where the instrument has no single total. */
  readonly total: number | null;
  readonly band: string | null;
  /** The band is the least level already established; missing answers could raise it, never lower it. */
  readonly atLeast?: true | undefined;
  readonly critical: readonly CriticalState[];
  readonly reported: { readonly total: number | null; readonly agrees: boolean | null };
  readonly issues: readonly Issue[];
  /** Points per item on the printed scale, null where there is no readable answer. */
  readonly points: readonly (number | null)[];
  /** Id of the instrument it was derived from. */
  readonly derivedFrom?: string | undefined;
}
