/**
 * A file -> the QuestionnaireResponses in it, or one sentence on why there are none.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { questionnaireResponses } from '../../shared/responses/bundle.ts';
import {
  isObject,
  type ReadResponse,
  readQuestionnaireResponse,
} from '../../shared/responses/questionnaire-response.ts';

export type ReadResponses =
  | { readonly kind: 'responses'; readonly responses: readonly ReadResponse[] }
  | { readonly kind: 'invalid'; readonly message: string };

export function readResponses(file: string): ReadResponses {
  let resource: unknown;
  try {
    resource = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    return error instanceof SyntaxError
      ? invalid(file, 'is not JSON. Give one QuestionnaireResponse or Bundle as FHIR R4 JSON.')
      : invalid(file, 'cannot be read. Check its path and permissions.');
  }
  if (!isObject(resource)) return invalid(file, 'is not FHIR. Give a QuestionnaireResponse or Bundle.');
  if (resource.resourceType === 'QuestionnaireResponse')
    return { kind: 'responses', responses: [readQuestionnaireResponse(resource)] };
  if (resource.resourceType !== 'Bundle')
    return invalid(file, 'is neither a QuestionnaireResponse nor a Bundle. Give one of these.');
  const responses = questionnaireResponses(resource)
    .filter(({ method }) => method !== 'DELETE')
    .map((entry) => readQuestionnaireResponse(entry.resource));
  return responses.length === 0
    ? invalid(file, 'is a Bundle without a QuestionnaireResponse.')
    : { kind: 'responses', responses };
}

function invalid(file: string, message: string): ReadResponses {
  return { kind: 'invalid', message: `${file} ${message}` };
}
