/**
 * The one way this EHR says no: an HTTP status and an OperationOutcome.
 *
 * Texts name elements, parameters and codes, never values of a resource, so an answer can be logged.
 * `@medplum/core` derives a status from the outcome; ours carries the one that FHIR asks for.
 *
 * @module
 */
import { getStatus, normalizeOperationOutcome, OperationOutcomeError } from '@medplum/core';
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';

/** Issue types of R4 (http://hl7.org/fhir/R4/valueset-issue-type.html) that this EHR uses. */
type IssueCode = OperationOutcomeIssue['code'] &
  (
    | 'business-rule'
    | 'conflict'
    | 'deleted'
    | 'exception'
    | 'invalid'
    | 'login'
    | 'not-found'
    | 'not-supported'
    | 'structure'
    | 'too-long'
    | 'transient'
  );

export class Refusal extends OperationOutcomeError {
  readonly status: number;

  constructor(status: number, outcome: OperationOutcome) {
    super(outcome);
    this.status = status;
  }
}

export function outcome(code: IssueCode, text: string, expression?: string): OperationOutcome {
  const issue: OperationOutcomeIssue = { severity: 'error', code, details: { text } };
  if (expression !== undefined) issue.expression = [expression];
  return { resourceType: 'OperationOutcome', issue: [issue] };
}

export function refuse(status: number, code: IssueCode, text: string, expression?: string): Refusal {
  return new Refusal(status, outcome(code, text, expression));
}

/** Whatever was thrown while answering, as a status and an outcome. */
export function refusalFrom(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof OperationOutcomeError) return new Refusal(getStatus(error.outcome), error.outcome);
  return new Refusal(500, normalizeOperationOutcome(error));
}
