/**
 * Observation -> a score, a finding, or the reason why something was not observed.
 *
 * @module
 */
import { instruments } from '../../instruments/catalog.ts';
import { isObject } from '../../responses/questionnaire-response.ts';
import { codeKey, codesOf, type Json, listOf, textOf } from './codings.ts';
import { type DatedScore, mark, type QualityFact, type RejectedScore } from './patient-facts.ts';

export type ReadObservation =
  | { readonly kind: 'fact'; readonly fact: QualityFact }
  | { readonly kind: 'score'; readonly score: DatedScore }
  | { readonly kind: 'rejected'; readonly score: RejectedScore };

/** QI-Core 4.1.1, ObservationCancelled: status `cancelled` and the reason in this extension. */
const NOT_DONE_REASON = 'http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-notDoneReason';

const stands: readonly unknown[] = ['final', 'amended', 'corrected'];

/** Totals whose code is published: a score of ours under a code of our own is read from its response. */
const totals = new Map(
  instruments.flatMap(({ id, scores }) =>
    scores.flatMap(({ id: score, code, range }) =>
      score === 'total' ? [[codeKey(code.system, code.code), { instrument: id, range }] as const] : [],
    ),
  ),
);

/** Undefined for what was never observed or does not stand. */
export function readObservation(id: string, resource: Json): ReadObservation | undefined {
  if (resource.status === 'cancelled') return notDone(id, resource);
  if (!stands.includes(resource.status)) return undefined;
  const { start, end } = effective(resource);
  if (start === undefined) return undefined;
  const codes = codesOf(resource.code);
  const total = codes.map((code) => totals.get(code)).find((one) => one !== undefined);
  const value = numberOf(resource);
  if (total !== undefined) {
    if (value === undefined) return undefined;
    const score = { id, instrument: total.instrument, authored: start, value };
    return total.range === null || (value >= total.range.min && value <= total.range.max)
      ? { kind: 'score', score }
      : { kind: 'rejected', score: { ...score, reason: 'out-of-range' } };
  }
  const results = resultsOf(resource).map((result) => mark('result', result));
  const fact = {
    id,
    kind: 'finding',
    codes: [...codes, ...results, mark('status', String(resource.status))],
    start,
    end: end ?? null,
  } as const;
  return { kind: 'fact', fact };
}

function notDone(id: string, resource: Json): ReadObservation | undefined {
  const issued = textOf(resource.issued) ?? effective(resource).start;
  const reasons = listOf(resource.extension).flatMap((one) =>
    isObject(one) && one.url === NOT_DONE_REASON ? codesOf(one.valueCodeableConcept) : [],
  );
  if (issued === undefined || reasons.length === 0) return undefined;
  const codes = [...codesOf(resource.code), ...reasons.map((reason) => mark('reason', reason))];
  return { kind: 'fact', fact: { id, kind: 'exception', codes, start: issued, end: issued } };
}

function effective(resource: Json): {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
} {
  const moment = textOf(resource.effectiveDateTime) ?? textOf(resource.effectiveInstant);
  if (moment !== undefined) return { start: moment, end: moment };
  const { effectivePeriod } = resource;
  return isObject(effectivePeriod)
    ? { start: textOf(effectivePeriod.start), end: textOf(effectivePeriod.end) }
    : {};
}

function numberOf({ valueInteger, valueQuantity }: Json): number | undefined {
  const value = valueInteger ?? (isObject(valueQuantity) ? valueQuantity.value : undefined);
  return typeof value === 'number' ? value : undefined;
}

/** `uncoded` says that there is a result which no measure can interpret. */
function resultsOf(resource: Json): readonly string[] {
  const coded = codesOf(resource.valueCodeableConcept);
  if (coded.length > 0) return coded;
  return Object.keys(resource).some((key) => key.startsWith('value')) ? ['uncoded'] : [];
}
