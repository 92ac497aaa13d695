/**
 * A patient's record in FHIR, and value sets with codes of our own: one code a set, named after it. The real
 * value sets are licensed and stay with the operator; what is in them does not matter to the rules.
 */
import { patientsOf } from '../../../../cli/quality/patients.ts';
import {
  hedisSets,
  remissionSets,
  screeningSets,
} from '../../../../shared/metrics/quality/value-set-names.ts';
import { readValueSets } from '../../../../shared/metrics/quality/value-sets.ts';

const SYSTEM = 'urn:test:codes';

export const valueSets = readValueSets(
  [
    ...new Set([
      ...Object.values(remissionSets),
      ...Object.values(screeningSets),
      ...Object.values(hedisSets),
    ]),
  ].map((url) => ({
    resourceType: 'ValueSet',
    url,
    compose: { include: [{ system: SYSTEM, concept: [{ code: url }] }] },
  })),
);

/** A CodeableConcept in the value set. */
export const within = (url: string): object => ({ coding: [{ system: SYSTEM, code: url }] });

const subject = { reference: 'Patient/p' };

export const patient = (birthDate: string, more: object = {}): object => ({
  resourceType: 'Patient',
  id: 'p',
  birthDate,
  ...more,
});

export const visit = (id: string, set: string, start: string, end = start, more: object = {}): object => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  type: [within(set)],
  subject,
  period: { start, end },
  ...more,
});

export const diagnosis = (id: string, set: string, onset: string | undefined, more: object = {}): object => ({
  resourceType: 'Condition',
  id,
  clinicalStatus: status('condition-clinical', 'active'),
  verificationStatus: status('condition-ver-status', 'confirmed'),
  code: within(set),
  subject,
  ...(onset === undefined ? {} : { onsetDateTime: onset }),
  ...more,
});

export const status = (system: string, code: string): object => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

export const phq9 = (id: string, at: string, value: number, more: object = {}): object => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '44261-6' }] },
  subject,
  effectiveDateTime: at,
  valueInteger: value,
  ...more,
});

export const observation = (id: string, loinc: string, at: string, more: object): object => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
  subject,
  effectiveDateTime: at,
  ...more,
});

export const snomed = (code: string): object => ({ coding: [{ system: 'http://snomed.info/sct', code }] });

export const order = (id: string, set: string, at: string, more: object = {}): object => ({
  resourceType: 'ServiceRequest',
  id,
  status: 'active',
  intent: 'order',
  code: within(set),
  subject,
  authoredOn: at,
  ...more,
});

/** The one patient of the record. */
export function timelineOf(resources: readonly object[]) {
  const [timeline] = patientsOf(
    [{ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }],
    'UTC',
  ).timelines;
  if (timeline === undefined) throw new Error('the record has no patient');
  return timeline;
}
