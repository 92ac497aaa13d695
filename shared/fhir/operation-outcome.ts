/**
 * The one way to say no over HTTP: code, place, and what to do next. Never what was sent.
 *
 * @module
 */
import type { OperationOutcome, OperationOutcomeIssue } from 'fhir/r4.js';

export function operationOutcome(
  severity: OperationOutcomeIssue['severity'],
  code: OperationOutcomeIssue['code'],
  text: string,
  expression?: string,
): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity,
        code,
        details: { text },
        ...(expression === undefined ? {} : { expression: [expression] }),
      },
    ],
  };
}
