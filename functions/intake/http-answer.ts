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

/** The answer with more headers. */
export function withHeaders(answer: HttpAnswer, headers: Record<string, string>): HttpAnswer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

export function locationOf(originUrl: string, identity: string): string {
  return `${originUrl}/fhir/QuestionnaireResponse/${encodeURIComponent(identity)}`;
}

/** An id of a path, whether or not the gateway has decoded it; a stray `%` is part of it. */
export function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** Answering 200 would leave the score in the chart. */
export const DELETE_UNNAMED =
  'Nothing was withdrawn: responses of this source are not named this way. Send the response with status entered-in-error, or delete it by the Location it was answered with.';

/** @param prefer header of the request. */
export function isAsync(prefer: string): boolean {
  return /\brespond-async\b/.test(prefer);
}

/** 202: it is in the queue, and there is where to ask. */
export function accepted(statusUrl: string): HttpAnswer {
  const outcome = operationOutcome(
    'information',
    'informational',
    'It is in the queue. Ask $status what became of it.',
  );
  return reply(202, outcome, { 'content-location': statusUrl });
}

export function refuse(
  statusCode: number,
  code: OperationOutcomeIssue['code'],
  text: string,
  expression?: string,
): HttpAnswer {
  return reply(statusCode, operationOutcome('error', code, text, expression));
}
