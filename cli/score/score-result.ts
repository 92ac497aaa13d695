/**
 * An assessment as `score` prints it. The shape is a contract that other tools rely on.
 *
 * @module
 */
import type { ReadResponse } from '../../shared/responses/questionnaire-response.ts';
import type { Assessment, Outcome, ScoreValue } from '../../shared/scoring/assessment.ts';
import { type Issue, issue } from '../../shared/scoring/issue.ts';

export interface ScoreResult {
  readonly instrument: string | null;
  readonly instrumentVersion: string | null;
  readonly outcome: Outcome;
  readonly answered: number;
  readonly of: number;
  readonly prorated: boolean;
  readonly scores: readonly ScoreValue[];
  readonly total: number | null;
  readonly band: string | null;
  readonly atLeast?: true;
  readonly alerts: readonly { readonly item: string; readonly state: 'positive' | 'negative' | 'unknown' }[];
  readonly reported: { readonly total: number | null; readonly agrees: boolean | null };
  readonly issues: readonly Issue[];
}

export function toResult(assessment: Assessment): ScoreResult {
  const {
    instrument,
    outcome,
    answered,
    of,
    prorated,
    scores,
    total,
    band,
    atLeast,
    critical,
    reported,
    issues,
  } = assessment;
  return {
    instrument: instrument.instrument.id,
    instrumentVersion: instrument.instrument.version,
    outcome,
    answered,
    of,
    prorated,
    scores,
    total,
    band,
    ...(atLeast === undefined ? {} : { atLeast }),
    alerts: critical.map(({ item, state }) => ({ item, state })),
    reported,
    issues,
  };
}

/** A response that no instrument recognises: kept and said, never an error. */
export function unrecognised({ status, faults }: ReadResponse): ScoreResult {
  const [outcome, issues]: [Outcome, readonly Issue[]] =
    status === 'entered-in-error'
      ? ['retracted', [issue('retracted')]]
      : faults.length > 0
        ? ['rejected', faults]
        : ['ignored', [issue('instrument-unknown')]];
  return {
    instrument: null,
    instrumentVersion: null,
    outcome,
    answered: 0,
    of: 0,
    prorated: false,
    scores: [],
    total: null,
    band: null,
    alerts: [],
    reported: { total: null, agrees: null },
    issues,
  };
}
