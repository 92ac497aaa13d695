/**
 * What a MeasureReport of ours is made of, in one place: profile, extensions, code systems and canonicals.
 *
 * Da Vinci DEQM, US realm, 5.0.0: summary MeasureReport. Its constraints: scoring on the root and not on the
 * groups (deqm-3), an improvement notation with it (deqm-2), a proportion's score between 0 and 1 (deqm-6),
 * period to the day (deqm-1), at least one population a group (deqm-5), no subject. The universal realm ballot
 * renames profile and extensions; then only this file changes.
 *
 * @module
 */
import type { CodeableConcept, Extension } from 'fhir/r4.js';
import type { Interval } from '../../stats/estimate.ts';
import type { Direction } from '../snapshot.ts';

const DEQM = 'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';

export const SUMMARY_PROFILE = `${DEQM}/summary-measurereport-deqm`;
const SCORING_EXTENSION = `${DEQM}/extension-measureScoring`;
const DATA_ABSENT_REASON = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

/** Put before an id it is the canonical of a measure of ours; `|version` follows it in every report. */
export const MEASURE_BASE = 'urn:outcomes-pipeline:measure:';
export const REPORT_SYSTEM = 'urn:outcomes-pipeline:measure-report';
export const SOURCE_SYSTEM = 'urn:outcomes-pipeline:source';

/**
 * On `measureScore`: the interval of the score. Parts: `lower` and `upper` (decimal, unit of the score), `level`
 * (decimal, 0.95), `method` (code: `wilson` or `paired-t`). No standard element holds an interval.
 */
const INTERVAL_EXTENSION = 'urn:outcomes-pipeline:extension:score-interval';
/** On `measureScore` of a mean change: `name` (string), `value`, `lower`, `upper` (decimal). */
const EFFECT_SIZE_EXTENSION = 'urn:outcomes-pipeline:extension:effect-size';
/** On the report: `true` (boolean) while late corrections are to be expected. */
export const PROVISIONAL_EXTENSION = 'urn:outcomes-pipeline:extension:provisional';

export type Scoring = 'proportion' | 'continuous-variable';

export type PopulationCode =
  | 'initial-population'
  | 'denominator'
  | 'denominator-exclusion'
  | 'denominator-exception'
  | 'numerator'
  | 'measure-population'
  | 'measure-population-exclusion'
  | 'measure-observation';

export function scoringConcept(scoring: Scoring): CodeableConcept {
  return { coding: [{ system: `${TERMINOLOGY}/measure-scoring`, code: scoring }] };
}

export function scoringExtension(scoring: Scoring): Extension {
  return { url: SCORING_EXTENSION, valueCodeableConcept: scoringConcept(scoring) };
}

export function improvementNotation(direction: Exclude<Direction, 'neither'>): CodeableConcept {
  return { coding: [{ system: `${TERMINOLOGY}/measure-improvement-notation`, code: direction }] };
}

export function populationConcept(code: PopulationCode): CodeableConcept {
  return { coding: [{ system: `${TERMINOLOGY}/measure-population`, code }] };
}

/** Withheld, primary and complementary alike: a reader learns only that it is not shown. */
export const masked = { extension: [{ url: DATA_ABSENT_REASON, valueCode: 'masked' }] };

export function intervalExtension(
  { lower, upper, level }: Interval,
  method: 'wilson' | 'paired-t',
): Extension {
  return {
    url: INTERVAL_EXTENSION,
    extension: [
      { url: 'lower', valueDecimal: lower },
      { url: 'upper', valueDecimal: upper },
      { url: 'level', valueDecimal: level },
      { url: 'method', valueCode: method },
    ],
  };
}

export function effectSizeExtension(effect: {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval;
}): Extension {
  return {
    url: EFFECT_SIZE_EXTENSION,
    extension: [
      { url: 'name', valueString: effect.name },
      { url: 'value', valueDecimal: effect.value },
      { url: 'lower', valueDecimal: effect.interval.lower },
      { url: 'upper', valueDecimal: effect.interval.upper },
    ],
  };
}

const OMB = 'urn:oid:2.16.840.1.113883.6.238';

/** A group of people as US Core codes it; "not recorded" by the null flavor UNK. */
export function stratumValue(by: string, value: string | null): CodeableConcept {
  if (value === null)
    return {
      coding: [{ system: `${TERMINOLOGY}/v3-NullFlavor`, code: 'UNK' }],
      text: 'not recorded',
    };
  if ((by === 'race' || by === 'ethnicity') && /^\d+-\d$/.test(value))
    return { coding: [{ system: OMB, code: value }] };
  if (by === 'language') return { coding: [{ system: 'urn:ietf:bcp:47', code: value }] };
  if (by === 'sex' && /^(?:male|female|other)$/.test(value))
    return { coding: [{ system: 'http://hl7.org/fhir/administrative-gender', code: value }] };
  return { text: value };
}
