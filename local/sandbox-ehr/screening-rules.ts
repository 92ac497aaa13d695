/**
 * US Core Observation Screening Assessment, as a list of rules: what the profile adds to R4.
 *
 * Written by hand from the published profile, so that no file of the guide is needed. A resource that
 * passes is valid in 6.1.0, 7.0.0, 8.0.1 and 9.0.0: where versions differ the narrower rule counts.
 * Source: http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-screening-assessment
 *
 * @module
 */
import type { CodeableConcept, Observation, OperationOutcomeIssue, Reference } from '@medplum/fhirtypes';

export const SCREENING_ASSESSMENT =
  'http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-screening-assessment';

const OBSERVATION_CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const US_CORE_CATEGORY = 'http://hl7.org/fhir/us/core/CodeSystem/us-core-category';

/** Codes allowed in a category that claims one of these systems. Another system is a local category: slicing is open. */
const categoryCodes: Readonly<Record<string, readonly string[]>> = {
  [US_CORE_CATEGORY]: ['sdoh', 'functional-status', 'disability-status', 'cognitive-status'],
  [OBSERVATION_CATEGORY]: [
    'survey',
    'social-history',
    'vital-signs',
    'imaging',
    'laboratory',
    'procedure',
    'exam',
    'therapy',
    'activity',
  ],
};

interface Rule {
  readonly path: string;
  /** Said when the rule does not hold. */
  readonly says: string;
  holds(observation: Observation): boolean;
}

const rules: readonly Rule[] = [
  {
    path: 'Observation.category',
    says: `Exactly one category must be ${OBSERVATION_CATEGORY}#survey (slice survey, 1..1)`,
    holds: ({ category = [] }) => category.filter(isSurvey).length === 1,
  },
  {
    path: 'Observation.category',
    says: 'A category code is not in the value set of its system (slice screening-assessment, required binding)',
    holds: ({ category = [] }) =>
      category
        .flatMap(({ coding = [] }) => coding)
        .every(({ system = '', code = '' }) => categoryCodes[system]?.includes(code) ?? true),
  },
  {
    path: 'Observation.code',
    says: 'The code needs a coding with system and code, or a text',
    holds: ({ code }) =>
      Boolean(code?.text) || (code?.coding ?? []).some(({ system, code: value }) => Boolean(system && value)),
  },
  {
    path: 'Observation.subject',
    says: 'The subject must be a Patient (6.1.0: 1..1, Patient only)',
    holds: ({ subject }) => subject !== undefined && pointsTo(subject, ['Patient']),
  },
  {
    path: 'Observation.effectiveDateTime',
    says: 'us-core-1: the date must be at least to the day',
    holds: ({ effectiveDateTime }) => effectiveDateTime === undefined || effectiveDateTime.length >= 10,
  },
  {
    path: 'Observation',
    says: 'us-core-2: without component and hasMember there must be a value or a dataAbsentReason',
    holds: (observation) =>
      observation.component !== undefined ||
      observation.hasMember !== undefined ||
      observation.dataAbsentReason !== undefined ||
      Object.keys(observation).some((key) => /^value[A-Z]/.test(key)),
  },
  {
    path: 'Observation.valueQuantity',
    says: 'us-core-3: the unit system must be http://unitsofmeasure.org',
    holds: ({ valueQuantity }) =>
      valueQuantity?.system === undefined || valueQuantity.system === 'http://unitsofmeasure.org',
  },
  {
    path: 'Observation.performer',
    says: 'The profile does not allow a performer of this type',
    holds: ({ performer = [] }) => {
      const allowed = [
        'Practitioner',
        'PractitionerRole',
        'Organization',
        'Patient',
        'CareTeam',
        'RelatedPerson',
      ];
      return performer.every((reference) => pointsTo(reference, allowed));
    },
  },
  {
    path: 'Observation.hasMember',
    says: 'The profile does not allow a member of this type',
    holds: ({ hasMember = [] }) =>
      hasMember.every((member) =>
        pointsTo(member, ['Observation', 'QuestionnaireResponse', 'MolecularSequence']),
      ),
  },
  {
    path: 'Observation.derivedFrom',
    says: 'The profile does not allow a derivation from this type',
    holds: ({ derivedFrom = [] }) => {
      const allowed = [
        'Observation',
        'QuestionnaireResponse',
        'DocumentReference',
        'ImagingStudy',
        'Media',
        'MolecularSequence',
      ];
      return derivedFrom.every((reference) => pointsTo(reference, allowed));
    },
  },
];

export function screeningIssues(observation: Observation): OperationOutcomeIssue[] {
  return rules
    .filter((rule) => !rule.holds(observation))
    .map(({ path, says }) => ({
      severity: 'error',
      code: 'business-rule',
      details: { text: says },
      expression: [path],
    }));
}

const isSurvey = ({ coding = [] }: CodeableConcept): boolean =>
  coding.some(({ system, code }) => system === OBSERVATION_CATEGORY && code === 'survey');

/** A logical, contained or `urn:` reference is taken at its word: its type cannot be seen. */
function pointsTo({ reference, type }: Reference, allowed: readonly string[]): boolean {
  const target = type ?? /([A-Z][A-Za-z]+)\/[^/]+$/.exec((reference ?? '').split('/_history/')[0] ?? '')?.[1];
  return target === undefined || allowed.includes(target);
}
