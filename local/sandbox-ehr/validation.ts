/**
 * What this EHR asks of a resource before it keeps it.
 *
 * `r4`: base R4 (`validateResource` and its gaps); a breach is 400. `us-core`: besides, the screening
 * assessment rules for an Observation that claims that profile; a breach is 422, as FHIR says for
 * profiles and business rules (http://hl7.org/fhir/R4/http.html#create). `off`: anything with a type.
 *
 * @module
 */
import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import { loadStructureDefinitions } from './definitions.ts';
import { r4Gaps } from './r4-gaps.ts';
import { Refusal } from './refusal.ts';
import { SCREENING_ASSESSMENT, screeningIssues } from './screening-rules.ts';

export type Validation = 'us-core' | 'r4' | 'off';

/** Throws a Refusal that names every breach. */
export type Validate = (resource: Resource) => void;

export function validator(validation: Validation): Validate {
  if (validation === 'off') return () => {};
  loadStructureDefinitions();
  return (resource) => {
    refuseWith(400, [...structureIssues(resource), ...r4Gaps(resource)]);
    if (validation === 'us-core' && resource.resourceType === 'Observation')
      if (resource.meta?.profile?.some((profile) => profile.split('|')[0] === SCREENING_ASSESSMENT))
        refuseWith(422, screeningIssues(resource));
  };
}

function structureIssues(resource: Resource): OperationOutcomeIssue[] {
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (error instanceof OperationOutcomeError) return error.outcome.issue;
    throw error;
  }
}

function refuseWith(status: number, issue: OperationOutcomeIssue[]): void {
  if (issue.length > 0) throw new Refusal(status, { resourceType: 'OperationOutcome', issue });
}
