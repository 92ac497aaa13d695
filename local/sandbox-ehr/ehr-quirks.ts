/**
 * How EHRs differ, as data: what each takes, answers and ignores.
 *
 * Evidence, unless a line says otherwise: the vendor's live CapabilityStatement as read in 2026
 * (Epic "May 2026" sandbox; Oracle Health Millennium and athenahealth of 2026-08-14). `[bg]` is
 * background knowledge that no stored source confirms: check it against the real server with `doctor`.
 *
 * @module
 */

/** http://hl7.org/fhir/R4/valueset-type-restful-interaction.html */
export type TypeInteraction =
  | 'create'
  | 'read'
  | 'vread'
  | 'update'
  | 'patch'
  | 'delete'
  | 'search-type'
  | 'history-instance';

export interface EhrQuirks {
  /** What each resource type takes; types not named take `otherInteractions`. An empty list: not served. */
  readonly interactions: Readonly<Record<string, readonly TypeInteraction[]>>;
  readonly otherInteractions: readonly TypeInteraction[];
  /** Without it `If-None-Exist` is ignored in silence, as real servers do: the same POST twice is two resources. */
  readonly conditionalCreate: boolean;
  /** `PUT Observation?identifier=...`; 405 without it. */
  readonly conditionalUpdate: boolean;
  /** PUT with an id that the client chose makes the resource; 405 without it. */
  readonly updateCreate: boolean;
  readonly batch: boolean;
  readonly transaction: boolean;
  /** Limits of one transaction. */
  readonly maxTransactionUpdates?: number;
  readonly maxConditionalTransactionEntries?: number;
  /** 201 and 200 come with an empty `text/html` body; Location and ETag tell. */
  readonly emptyCreateBody: boolean;
  /** `identifier` and `derived-from` in a search are ignored in silence: unrelated resources come back. */
  readonly ignoreIdentifierSearch: boolean;
  /** An Observation has exactly one category, out of these. */
  readonly singleCategoryOnly?: readonly string[];
  /** A PUT by id without If-Match is refused. */
  readonly requireIfMatch: boolean;
  /** A repeated POST with the same value of this header is 409 with the resource of the first. */
  readonly idempotencyKeyHeader?: string;
}

const readOnly = ['read', 'search-type'] as const;
const everything = [
  'create',
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'search-type',
  'history-instance',
] as const;

const generic: EhrQuirks = {
  interactions: {},
  otherInteractions: everything,
  conditionalCreate: true,
  conditionalUpdate: true,
  updateCreate: true,
  batch: true,
  transaction: true,
  emptyCreateBody: false,
  ignoreIdentifierSearch: false,
  requireIfMatch: false,
};

const vendor: EhrQuirks = {
  ...generic,
  otherInteractions: readOnly,
  conditionalCreate: false,
  conditionalUpdate: false,
  updateCreate: false,
  batch: false,
  transaction: false,
};

export const ehrQuirks = {
  /** A FHIR server that has all of R4 that this sandbox has. */
  generic,

  /**
   * conditionalCreate, conditionalUpdate, updateCreate and readHistory are false for every resource; no system
   * interactions are listed. `identifier` and `derived-from` are listed without documentation, unlike patient,
   * category, code and date: not to be trusted.
   */
  epic: {
    ...vendor,
    interactions: {
      QuestionnaireResponse: ['create', ...readOnly],
      Observation: ['create', 'update', ...readOnly],
      Communication: ['create', ...readOnly],
      Condition: ['create', ...readOnly],
      DocumentReference: ['create', ...readOnly],
      Procedure: ['create', ...readOnly],
      ServiceRequest: ['create', ...readOnly],
      Task: ['update', ...readOnly],
    },
    ignoreIdentifierSearch: true,
  },

  /**
   * Statement: QuestionnaireResponse has no create; no Flag, Task, DetectedIssue or EpisodeOfCare; `batch` is the
   * only system interaction; Observation search has no identifier parameter. cerner/fhir.cerner.com (May 2024),
   * Observation: create takes vital signs and laboratory with one category only, PUT needs If-Match, 201 has an
   * empty text/html body.
   */
  'oracle-health': {
    ...vendor,
    interactions: {
      QuestionnaireResponse: ['update', ...readOnly],
      Observation: ['create', 'update', ...readOnly],
      Communication: ['create', 'patch', ...readOnly],
      DiagnosticReport: ['create', ...readOnly],
      DocumentReference: ['create', ...readOnly],
      Condition: ['create', ...readOnly],
      Provenance: ['create', ...readOnly],
      Basic: ['create', ...readOnly],
      Flag: [],
      Task: [],
      DetectedIssue: [],
      EpisodeOfCare: [],
    },
    batch: true,
    emptyCreateBody: true,
    ignoreIdentifierSearch: true,
    singleCategoryOnly: ['vital-signs', 'laboratory'],
    requireIfMatch: true,
  },

  /** The only create in the whole statement is QuestionnaireResponse; no EpisodeOfCare; no bundles. */
  athenahealth: {
    ...vendor,
    interactions: {
      QuestionnaireResponse: ['create', ...readOnly],
      EpisodeOfCare: [],
    },
  },

  /**
   * Full CRUD, conditionals atomic, batch and transaction. The limits are constants of its router
   * (@medplum/fhir-router 5.2.13, batch.ts). updateCreate needs a special permission [bg].
   */
  medplum: {
    ...generic,
    updateCreate: false,
    maxTransactionUpdates: 50,
    maxConditionalTransactionEntries: 8,
  },

  /** Full CRUD and bundles; conditionals and client ids [bg]. */
  hapi: generic,

  /**
   * Create, PUT-as-create with 201, batch and transaction. No conditional headers documented; instead
   * `x-amz-fhir-idempotency-key`: a repeat is 409 with the original
   * (docs.aws.amazon.com, HealthLake, managing-fhir-resources-idempotency).
   */
  healthlake: {
    ...generic,
    conditionalCreate: false,
    conditionalUpdate: false,
    idempotencyKeyHeader: 'x-amz-fhir-idempotency-key',
  },
} as const satisfies Record<string, EhrQuirks>;

export type EhrId = keyof typeof ehrQuirks;

/** Search parameters that an EHR with `ignoreIdentifierSearch` drops. */
export const identifyingParameters: readonly string[] = ['identifier', 'derived-from'];

/** What a sandbox serves at most: the resources a pipeline reads or writes. Another type is 404. */
export const servedTypes = [
  'Basic',
  'CarePlan',
  'CareTeam',
  'Communication',
  'CommunicationRequest',
  'Condition',
  'DetectedIssue',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'EpisodeOfCare',
  'Flag',
  'Group',
  'Location',
  'Measure',
  'MeasureReport',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
  'Provenance',
  'Questionnaire',
  'QuestionnaireResponse',
  'RelatedPerson',
  'ServiceRequest',
  'Task',
] as const;

/** Empty where the type is not served. */
export function interactionsOf(quirks: EhrQuirks, resourceType: string): readonly TypeInteraction[] {
  if (!servedTypes.some((served) => served === resourceType)) return [];
  return quirks.interactions[resourceType] ?? quirks.otherInteractions;
}
