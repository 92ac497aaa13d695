/**
 * One answer -> points on the item's printed scale, or why not.
 *
 * The order of trust is fixed: the source's own answer map, then (system, code), then integer or decimal
 * points, then an answer name of the item's own list. Whatever names them, points count only when the list
 * has them, so a total cannot leave its range. Points never come from a weight or ordinal carried by the
 * response, but one that disagrees makes the answer contradictory.
 *
 * @module
 */
import type { Answer, Coding } from '../responses/questionnaire-response.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import { type AcceptedAnswers, answerName, type PointsReading } from './compile.ts';

export type AnswerReading =
  | PointsReading
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
const unknown: AnswerReading = { kind: 'faulty', code: 'answer-unknown', candidates: [] };

export function readAnswer(
  answer: Answer,
  accepted: AcceptedAnswers,
  local: LocalAnswers | undefined,
): AnswerReading {
  const { valueCoding, valueInteger, valueDecimal, valueString, valueBoolean } = answer;
  if (valueCoding !== undefined) {
    if (
      valueInteger !== undefined ||
      valueDecimal !== undefined ||
      valueString !== undefined ||
      valueBoolean !== undefined
    ) {
      return readSeveral(answer, accepted, local);
    }
    return isObject(valueCoding) ? readCoding(valueCoding, accepted, local) : unknown;
  }
  if (valueInteger !== undefined || valueDecimal !== undefined) {
    if (valueInteger !== undefined && valueDecimal !== undefined) return readSeveral(answer, accepted, local);
    if (valueString !== undefined || valueBoolean !== undefined) return readSeveral(answer, accepted, local);
    return readNumber(valueInteger ?? valueDecimal, accepted);
  }
  if (valueString !== undefined) {
    if (valueBoolean !== undefined) return readSeveral(answer, accepted, local);
    return typeof valueString === 'string' ? readText(valueString, accepted, local) : unknown;
  }
  if (valueBoolean !== undefined) return readBoolean(valueBoolean, accepted);
  for (const key in answer) if (key.startsWith('value')) return unknown;
  return absent;
}

/** FHIR allows one `value[x]`. Where there are more, they count only when all say the same. */
function readSeveral(
  { valueCoding, valueInteger, valueDecimal, valueString, valueBoolean }: Answer,
  accepted: AcceptedAnswers,
  local: LocalAnswers | undefined,
): AnswerReading {
  const readings = [
    ...(valueCoding === undefined ? [] : [readAnswer({ valueCoding }, accepted, local)]),
    ...(valueInteger === undefined ? [] : [readAnswer({ valueInteger }, accepted, local)]),
    ...(valueDecimal === undefined ? [] : [readAnswer({ valueDecimal }, accepted, local)]),
    ...(valueString === undefined ? [] : [readAnswer({ valueString }, accepted, local)]),
    ...(valueBoolean === undefined ? [] : [readAnswer({ valueBoolean }, accepted, local)]),
  ];
  const [first = unknown] = readings;
  if (first.kind === 'points' && readings.every((one) => one === first)) return first;
  return { kind: 'faulty', code: 'answer-contradictory', candidates: readings.flatMap(candidatesOf) };
}

/** Every number that a reading could mean. */
export function candidatesOf(
  reading:
    | PointsReading
    | { readonly kind: 'faulty'; readonly candidates: readonly number[] }
    | { readonly kind: 'absent' },
): readonly number[] {
  switch (reading.kind) {
    case 'points':
      return [reading.points];
    case 'faulty':
      return reading.candidates;
    case 'absent':
      return [];
  }
}

function readNumber(number: unknown, { byWholePoints, byPoints }: AcceptedAnswers): AnswerReading {
  if (typeof number !== 'number') return unknown;
  return (
    byWholePoints[number] ??
    byPoints.get(number) ?? { kind: 'faulty', code: 'answer-out-of-range', candidates: [number] }
  );
}

function readText(text: string, accepted: AcceptedAnswers, local: LocalAnswers | undefined): AnswerReading {
  if (text.trim() === '') return absent;
  return readNamed(text, accepted, local) ?? unknown;
}

/** By a name of the source's map or of the item's list; undefined when it is neither. */
function readNamed(
  text: string,
  accepted: AcceptedAnswers,
  local: LocalAnswers | undefined,
): AnswerReading | undefined {
  const mapped = local?.get(answerName(text));
  if (mapped !== undefined) return readNumber(mapped, accepted);
  // As printed it needs no folding, which costs more than all the rest of an answer.
  return accepted.byName.get(text) ?? accepted.byName.get(answerName(text));
}

function readBoolean(value: unknown, accepted: AcceptedAnswers): AnswerReading {
  const { booleans } = accepted;
  if (booleans === undefined || typeof value !== 'boolean') return unknown;
  return readNumber(value ? booleans.true : booleans.false, accepted);
}

function readCoding(
  coding: Coding,
  accepted: AcceptedAnswers,
  local: LocalAnswers | undefined,
): AnswerReading {
  const { code, display } = coding;
  const byCode = readCode(coding, accepted, local);
  // The usual answer: comparing its name is cheaper than looking it up.
  if (
    byCode?.kind === 'points' &&
    display === byCode.name &&
    coding.extension === undefined &&
    local === undefined
  )
    return byCode;
  // A display that is no name of this list says nothing: it may be a translation.
  const byDisplay = typeof display === 'string' ? readNamed(display, accepted, local) : undefined;
  const weight = coding.extension === undefined ? undefined : weightOf(coding.extension);

  const reading = byCode ?? (code === undefined ? byDisplay : undefined);
  if (reading === undefined) {
    if (code === undefined && display === undefined && weight === undefined) return absent;
    return { kind: 'faulty', code: 'answer-unknown', candidates: candidates(byDisplay, weight) };
  }
  if (reading.kind !== 'points') return reading;
  if ((byDisplay ?? reading) !== reading || (weight ?? reading.points) !== reading.points) {
    return {
      kind: 'faulty',
      code: 'answer-contradictory',
      candidates: [reading.points, ...candidates(byDisplay, weight)],
    };
  }
  return reading;
}

/** A code counts within its own code system, or without one only because the item's list is known. */
function readCode(
  { system, code }: Coding,
  accepted: AcceptedAnswers,
  local: LocalAnswers | undefined,
): AnswerReading | undefined {
  if (typeof code !== 'string') return undefined;
  const mapped = local?.get(answerName(code));
  if (mapped !== undefined) return readNumber(mapped, accepted);
  return system === undefined || system === accepted.system ? accepted.byCode.get(code) : undefined;
}

/** Extensions that carry a weight: R4 and STU3 ordinalValue, SDC itemWeight, and the v3 data type before them. */
const WEIGHT_URL = /\/(?:(?:questionnaire-)?ordinalValue|itemWeight|iso21090-CO-value)$/;

function weightOf(extension: NonNullable<Coding['extension']>): number | undefined {
  if (!Array.isArray(extension)) return undefined;
  for (const one of extension as readonly unknown[]) {
    if (!isObject(one) || typeof one.url !== 'string' || !WEIGHT_URL.test(one.url)) continue;
    const weight = one.valueDecimal ?? one.valueInteger;
    if (typeof weight === 'number') return weight;
  }
  return undefined;
}

function candidates(reading: AnswerReading | undefined, weight: number | undefined): readonly number[] {
  return [...(reading === undefined ? [] : candidatesOf(reading)), ...(weight === undefined ? [] : [weight])];
}
