/** The Observation that the pipeline writes back, as a hand-written example: PHQ-9 total 12 of a synthetic patient. */
import type { Observation } from 'fhir/r4.js';

const PHQ9_TOTAL = '44261-6';
export const SCORE_IDENTIFIER = 'urn:example:score';

const OBSERVATION_CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const US_CORE_CATEGORY = 'http://hl7.org/fhir/us/core/CodeSystem/us-core-category';

/** fhir-kit-client takes only types with an index signature, which interfaces of @types/fhir do not have. */
export type Sendable<T> = T & { [element: string]: unknown };

/** `key` is the value of its identifier. */
export function screeningObservation(
  key: string,
  overrides: Partial<Observation> = {},
): Sendable<Observation> {
  return {
    resourceType: 'Observation',
    meta: {
      profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-screening-assessment'],
    },
    identifier: [{ system: SCORE_IDENTIFIER, value: key }],
    status: 'final',
    category: [
      { coding: [{ system: OBSERVATION_CATEGORY, code: 'survey' }] },
      { coding: [{ system: US_CORE_CATEGORY, code: 'cognitive-status' }] },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: PHQ9_TOTAL }], text: 'PHQ-9 total' },
    subject: { reference: 'Patient/ada' },
    effectiveDateTime: '2026-03-01T10:15:00Z',
    performer: [{ reference: 'Patient/ada' }],
    valueQuantity: { value: 12, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
    derivedFrom: [{ reference: 'QuestionnaireResponse/qr-1' }],
    ...overrides,
  };
}
