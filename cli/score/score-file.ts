/**
 * A file -> the lines that `score` prints for it.
 *
 * @module
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { questionnaireResponses } from '../../shared/responses/bundle.ts';
import { identityOf, type Named } from '../../shared/responses/identity.ts';
import { isObject, readQuestionnaireResponse } from '../../shared/responses/questionnaire-response.ts';
import { scoreResponse } from '../../shared/scoring/score-response.ts';
import type { ScoringSource } from './read-source.ts';
import { type ScoreResult, toResult, unrecognised } from './score-result.ts';

export type ScoreLine =
  | {
      readonly file: string;
      readonly line: number | null;
      readonly responseId: string;
      readonly results: readonly ScoreResult[];
    }
  | {
      readonly file: string;
      readonly line: number | null;
      readonly error: { readonly code: string; readonly message: string };
    };

const sha256 = (text: string): string => hash('sha256', text);

export function* scoreFile(file: string, source: ScoringSource): Generator<ScoreLine> {
  let content: string;
  try {
    content = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    yield failure(file, null, 'file-unreadable', 'The file cannot be read. Check its path and permissions.');
    return;
  }
  const whole = parse(content);
  if (whole.kind === 'json') yield* scoreResource(file, null, whole.value, source);
  else if (isNdjson(file, content)) yield* scoreLines(file, content, source);
  else
    yield failure(
      file,
      null,
      'not-json',
      'The file is not JSON. Export the response as FHIR R4 JSON or NDJSON.',
    );
}

/** Several lines of which the first looks like an object: NDJSON even under another name. */
function isNdjson(file: string, content: string): boolean {
  if (/\.(?:ndjson|jsonl)$/i.test(file)) return true;
  const [first = '', ...rest] = content.trimStart().split('\n');
  return rest.some((line) => line.trim() !== '') && parse(first).kind === 'json';
}

function* scoreLines(file: string, content: string, source: ScoringSource): Generator<ScoreLine> {
  for (const [index, text] of content.split('\n').entries()) {
    if (text.trim() === '') continue;
    const parsed = parse(text);
    if (parsed.kind === 'json') yield* scoreResource(file, index + 1, parsed.value, source);
    else yield failure(file, index + 1, 'not-json', 'This line is not JSON. The other lines are scored.');
  }
}

function* scoreResource(
  file: string,
  line: number | null,
  resource: unknown,
  source: ScoringSource,
): Generator<ScoreLine> {
  if (!isObject(resource) || typeof resource.resourceType !== 'string') {
    yield failure(
      file,
      line,
      'not-fhir',
      'There is no resourceType. Give a FHIR R4 QuestionnaireResponse or Bundle.',
    );
  } else if (resource.resourceType === 'QuestionnaireResponse') {
    yield scored(file, line, { resource }, source);
  } else if (resource.resourceType === 'Bundle') {
    const entries = questionnaireResponses(resource).filter(({ method }) => method !== 'DELETE');
    if (entries.length === 0) {
      yield failure(file, line, 'no-responses', 'The Bundle holds no QuestionnaireResponse.');
    }
    for (const entry of entries) yield scored(file, line, entry, source);
  } else {
    yield failure(
      file,
      line,
      'resource-type',
      'Only QuestionnaireResponse and Bundle are scored. Give one of these.',
    );
  }
}

function scored(
  file: string,
  line: number | null,
  named: Named,
  { identity, baseUrl, forms, catalog }: ScoringSource,
): ScoreLine {
  const response = readQuestionnaireResponse(named.resource);
  const assessments = scoreResponse(response, catalog, forms);
  return {
    file,
    line,
    responseId: identityOf(named, { mode: identity, baseUrl, sha256 }),
    results: assessments.length === 0 ? [unrecognised(response)] : assessments.map(toResult),
  };
}

function failure(file: string, line: number | null, code: string, message: string): ScoreLine {
  return { file, line, error: { code, message } };
}

function parse(
  text: string,
): { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'broken' } {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'broken' };
  }
}
