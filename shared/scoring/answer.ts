/**
 * One answer -> points on the item's printed scale, or why not.
 *
 * The order of trust is fixed: the source's own answer map, then (system, code), then integer or decimal
 * points, then an answer name of the item's own list. Points never come from a weight or ordinal carried
 * by the response, but one that disagrees makes the answer contradictory.
 *
 * @module
 */
import type { Answer, Coding } from '../responses/questionnaire-response.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import { type AcceptedAnswers, answerName } from './compile.ts';

export type AnswerReading =
  | { readonly kind: 'points'; readonly points: number }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'faulty';
      readonly code: 'answer-unknown' | 'answer-out-of-range' | 'answer-contradictory';
      /** Every number the answer could mean, for safety items: any positive reading wins. */
      readonly candidates: readonly number[];
    };

/** Points by the source's own answer codes or texts (compared as answer names are). */
export type LocalAnswers = ReadonlyMap<string, number>;

const absent: AnswerReading = { kind: 'absent' };
/** Extensions that carry a weight: R4 ordinalValue, SDC itemWeight, and the v3 data type that predates them. */
const WEIGHT_URL = /\/(?:ordinalValue|itemWeight|iso21090-CO-value)$/;

export function readAnswer(
  answer: Answer,
  accepted: AcceptedAnswers,
  local: LocalAnswers | undefined,
): AnswerReading {
  const { valueCoding, valueInteger, valueDecimal, valueString, valueBoolean, valueQuantity } = answer;
  if (valueCoding !== undefined)
    return isObject(valueCoding) ? readCoding(valueCoding, accepted, local) : unknown;
  const number = valueInteger ?? valueDecimal;
  if (number !== undefined) return typeof number === 'number' ? readNumber(number, accepted) : unknown;
  if (valueString !== undefined)
    return typeof valueString === 'string' ? readText(valueString, accepted, local) : unknown;
  if (valueBoolean !== undefined) return readBoolean(valueBoolean, accepted);
  if (valueQuantity !== undefined) return unknown;
  for (const key in answer) if (key.startsWith('value')) return unknown;
  return absent;
}

const unknown: AnswerReading = { kind: 'faulty', code: 'answer-unknown', candidates: [] };

function readNumber(number: number, { points }: AcceptedAnswers): AnswerReading {
  return points.has(number)
    ? { kind: 'points', points: number }
    : { kind: 'faulty', code: 'answer-out-of-range', candidates: [number] };
}

function readText(text: string, { byName }: AcceptedAnswers, local: LocalAnswers | undefined): AnswerReading {
  if (text.trim() === '') return absent;
  const name = answerName(text);
  const points = local?.get(name) ?? byName.get(name);
  return points === undefined ? unknown : { kind: 'points', points };
}

function readBoolean(value: unknown, { booleans }: AcceptedAnswers): AnswerReading {
  if (booleans === undefined || typeof value !== 'boolean') return unknown;
  return { kind: 'points', points: value ? booleans.true : booleans.false };
}

function readCoding(
  coding: Coding,
  accepted: AcceptedAnswers,
  local: LocalAnswers | undefined,
): AnswerReading {
  const { code, display } = coding;
  const byCode = pointsOfCode(coding, accepted, local);
  const byDisplay = typeof display === 'string' ? namedPoints(display, accepted, local) : undefined;
  const weight = coding.extension === undefined ? undefined : weightOf(coding.extension);

  // A display that is no name of this list says nothing: it may be a translation.
  const points = byCode ?? (code === undefined ? byDisplay : undefined);
  if (points === undefined) {
    if (code === undefined && byDisplay === undefined && weight === undefined && display === undefined)
      return absent;
    return { kind: 'faulty', code: 'answer-unknown', candidates: numbers(byDisplay, weight) };
  }
  if ((byDisplay ?? points) !== points || (weight ?? points) !== points) {
    return { kind: 'faulty', code: 'answer-contradictory', candidates: numbers(points, byDisplay, weight) };
  }
  return { kind: 'points', points };
}

/** A code counts within its own code system, or without one only because the item's list is known. */
function pointsOfCode(
  { system, code }: Coding,
  accepted: AcceptedAnswers,
  local: LocalAnswers | undefined,
): number | undefined {
  if (typeof code !== 'string') return undefined;
  const mapped = local?.get(answerName(code));
  if (mapped !== undefined) return mapped;
  return system === undefined || system === accepted.system ? accepted.byCode.get(code) : undefined;
}

function namedPoints(
  display: string,
  { byName }: AcceptedAnswers,
  local: LocalAnswers | undefined,
): number | undefined {
  const name = answerName(display);
  return local?.get(name) ?? byName.get(name);
}

function weightOf(extension: NonNullable<Coding['extension']>): number | undefined {
  if (!Array.isArray(extension)) return undefined;
  for (const one of extension as readonly unknown[]) {
    if (!isObject(one) || typeof one.url !== 'string' || !WEIGHT_URL.test(one.url)) continue;
    const weight = one.valueDecimal ?? one.valueInteger;
    if (typeof weight === 'number') return weight;
  }
  return undefined;
}

function numbers(...candidates: readonly (number | undefined)[]): readonly number[] {
  return candidates.filter((one) => one !== undefined);
}
