/**
 * FHIR answers over HTTP.
 *
 * @module
 */
import type { OperationOutcomeIssue } from 'fhir/r4.js';
import { operationOutcome } from '../../shared/fhir/operation-outcome.ts';

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export function reply(
  statusCode: number,
  resource: object | null,
  headers: Record<string, string> = {},
): HttpAnswer {
  return {
    statusCode,
    headers: {
      'content-type': 'application/fhir+json; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
    body: resource === null ? '' : JSON.stringify(resource),
  };
}

export function refuse(
  statusCode: number,
  code: OperationOutcomeIssue['code'],
  text: string,
  expression?: string,
): HttpAnswer {
  return reply(statusCode, operationOutcome('error', code, text, expression));
}
