/**
 * A score -> the FHIR R4 Observation that stands in the EHR.
 *
 * | field               | value                                                  | source                     |
 * | ------------------- | ------------------------------------------------------ | -------------------------- |
 * | `identifier`        | hash of source, patient, response, instrument, score   | one Observation per score  |
 * | `status`            | final, amended, entered-in-error                        | SDC extraction, US Core    |
 * | `category`          | survey, and the instrument's US Core category           | US Core 6.1.0              |
 * | `code`              | LOINC code of the score, else our own                   | the instrument             |
 * | `valueQuantity`     | UCUM `{score}`                                          | the most widely accepted   |
 * | `effectiveDateTime` | when the person answered                                | `authored`                 |
 * | `derivedFrom`       | the QuestionnaireResponse                               | US Core, SDC               |
 *
 * Profile: US Core screening assessment 6.1.0; the same resource is valid in 7.0.0, 8.0.1 and 9.0.0.
 *
 * @module
 */
import type { Observation, Reference } from 'fhir/r4.js';
import type { Band, Instrument, Score } from '../instruments/instrument.ts';
import type { Sha256 } from '../responses/content-hash.ts';

export const OBSERVATION_IDENTIFIER_SYSTEM = 'urn:outcomes-pipeline:observation';
const SCREENING_ASSESSMENT =
  'http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-screening-assessment';
const BAND_SYSTEM = 'urn:outcomes-pipeline:band';
const RESPONSE_IDENTIFIER_SYSTEM = 'urn:outcomes-pipeline:response';

/** What an Observation says about its origin, whatever the score. */
export interface ObservationContext {
  readonly source: string;
  /** Identity of the response. */
  readonly identity: string;
  /** Id under which the EHR knows the response; undefined when it knows none. */
  readonly ehrResponseId: string | undefined;
  /** `Patient/<id>`. */
  readonly patient: string;
  /** FHIR dateTime, at least to the day. */
  readonly effective: string;
  readonly issued: string;
  readonly encounter: string | undefined;
  /** Who answered, when that is a person or organisation a performer may be. */
  readonly performer: string | undefined;
}

/** Names one score of one response for ever, with no PHI in it. */
export function observationKey(
  { source, patient, identity }: Pick<ObservationContext, 'source' | 'patient' | 'identity'>,
  instrument: string,
  score: string,
  sha256: Sha256,
): string {
  return sha256([source, patient, identity, instrument, score].join('|'));
}

export function toObservation(
  context: ObservationContext,
  instrument: Instrument,
  score: Score,
  { value, band }: { readonly value: number; readonly band: string | null },
  { key, status }: { readonly key: string; readonly status: 'final' | 'amended' },
): Observation {
  const { encounter, performer } = context;
  const range = score.bands?.find(({ label }) => label === band);
  return {
    resourceType: 'Observation',
    meta: { profile: [SCREENING_ASSESSMENT] },
    identifier: [{ system: OBSERVATION_IDENTIFIER_SYSTEM, value: key }],
    status,
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/observation-category',
            code: 'survey',
            display: 'Survey',
          },
        ],
      },
      categoryOf(instrument),
    ],
    code: { coding: [{ system: score.code.system, code: score.code.code }], text: score.label },
    subject: { reference: context.patient },
    ...(encounter === undefined ? {} : { encounter: { reference: encounter } }),
    effectiveDateTime: context.effective,
    issued: context.issued,
    ...(performer === undefined ? {} : { performer: [{ reference: performer }] }),
    valueQuantity: { value, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
    ...(band === null || range === undefined
      ? {}
      : { interpretation: [interpretationOf(instrument, score, range)] }),
    derivedFrom: [responseReference(context)],
  };
}

/** Social history is a code of the base category system, the others are US Core's own. */
function categoryOf({ category }: Instrument): NonNullable<Observation['category']>[number] {
  const system =
    category === 'social-history'
      ? 'http://terminology.hl7.org/CodeSystem/observation-category'
      : 'http://hl7.org/fhir/us/core/CodeSystem/us-core-category';
  return { coding: [{ system, code: category }] };
}

function interpretationOf(
  { id }: Instrument,
  score: Score,
  { from, to, label }: Band,
): NonNullable<Observation['interpretation']>[number] {
  return {
    coding: [
      { system: BAND_SYSTEM, code: `${id}.${score.id}.${label.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}` },
    ],
    text: `${label} (${from}-${to})`,
  };
}

/** A literal reference only where the EHR can resolve it. */
function responseReference({ ehrResponseId, identity }: ObservationContext): Reference {
  return ehrResponseId === undefined
    ? { type: 'QuestionnaireResponse', identifier: { system: RESPONSE_IDENTIFIER_SYSTEM, value: identity } }
    : { reference: `QuestionnaireResponse/${ehrResponseId}` };
}
