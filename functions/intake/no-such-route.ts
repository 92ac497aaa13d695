/**
 * A request under `/fhir` that no route takes: which methods the path has, or that there is no such path.
 *
 * @module
 */
import { type HttpAnswer, refuse, withHeaders } from './http-answer.ts';

const paths: readonly (readonly [path: RegExp, methods: readonly string[]])[] = [
  [/\/fhir\/?$/, ['POST']],
  [/\/fhir\/metadata\/?$/, ['GET']],
  [/\/fhir\/QuestionnaireResponse\/?$/, ['POST']],
  [/\/fhir\/QuestionnaireResponse\/[^/]+\/?$/, ['GET', 'PUT', 'DELETE']],
  [/\/fhir\/QuestionnaireResponse\/[^/]+\/[^/]+\/?$/, ['GET']],
  [/\/fhir\/Questionnaire(?:\/[^/]+)?\/?$/, ['GET']],
];

export function noSuchRoute(method: string, path: string): HttpAnswer {
  const allowed = paths.find(([pattern]) => pattern.test(path))?.[1];
  if (allowed === undefined || allowed.includes(method))
    return refuse(
      404,
      'not-supported',
      'This endpoint takes QuestionnaireResponse and Bundle; GET /fhir/metadata lists what it can do.',
    );
  const methods = allowed.join(', ');
  return withHeaders(refuse(405, 'not-supported', `Here only ${methods} is offered.`), { allow: methods });
}
