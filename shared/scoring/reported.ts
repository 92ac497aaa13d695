/**
 * A total or level that the response carries ready-made: stored as reported and compared. Ours stands; a
 * difference is said.
 *
 * @module
 */
import type { Answer } from '../responses/questionnaire-response.ts';
import type { Assessment } from './assessment.ts';
import { answerName } from './compile.ts';
import { issue } from './issue.ts';
import type { Match } from './match.ts';

export function withReported(assessment: Assessment, { compiled, reported }: Match): Assessment {
  if (reported.length === 0) return assessment;
  const carried = reported.find(({ score }) => score === compiled.leading);
  const answer = carried?.item.answers[0];
  if (carried === undefined || answer === undefined) return assessment;
  const total = numberIn(answer);
  const ours = assessment.total;
  const agrees = total === null || ours === null ? null : Math.abs(ours - total) < 0.005;
  const differs = agrees === false || (total === null && levelDiffers(assessment, compiled, answer));
  const issues = differs
    ? [...assessment.issues, issue('reported-total-differs', carried.item.linkId)]
    : assessment.issues;
  return { ...assessment, reported: { total, agrees }, issues };
}

/** A triage has a level instead of a total; it is compared by the level's code or name, where we know it. */
function levelDiffers({ band }: Assessment, { scores, leading }: Match['compiled'], answer: Answer): boolean {
  const { valueCoding, valueString } = answer;
  const name = answerName(valueCoding?.display ?? valueString ?? '');
  const carried = scores[leading]?.score.bands?.find(
    ({ label, code }) => label === name || (code !== undefined && code === valueCoding?.code),
  );
  return carried !== undefined && band !== null && carried.label !== band;
}

/** Totals travel as integer, decimal, quantity, and, in US Core's own example, as a string of digits. */
function numberIn(answer: Answer): number | null {
  const number = answer.valueInteger ?? answer.valueDecimal ?? answer.valueQuantity?.value;
  if (typeof number === 'number') return number;
  const text = answer.valueString;
  return typeof text === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : null;
}
