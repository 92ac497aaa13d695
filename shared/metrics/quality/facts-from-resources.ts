/**
 * FHIR resources of one patient (US Core, QI-Core) -> facts and scores.
 *
 * Pure, for whoever imports. The caller has already decided whose resources these are; a resource is not
 * asked again for its subject. What was cancelled, refuted, entered in error or not done says nothing, except
 * the reason for which a screening was not done. Types that no measure reads (Coverage, Practitioner ...) are
 * passed over. QuestionnaireResponses come by the scoring pipeline, as scores.
 *
 * @module
 */
import { isObject } from '../../responses/questionnaire-response.ts';
import { conditionFact, encounterFact, patientFacts, procedureFact } from './clinical-facts.ts';
import { type Json, textOf } from './codings.ts';
import { readObservation } from './observation-facts.ts';
import { medicationOrderFact, serviceOrderFact } from './order-facts.ts';
import type { DatedScore, PatientFacts, QualityFact, RejectedScore } from './patient-facts.ts';

export function factsFromResources(patient: string, resources: readonly unknown[]): PatientFacts {
  const known = resources.filter(isObject);
  const person = known.find(({ resourceType }) => resourceType === 'Patient');
  const birthDate = textOf(person?.birthDate);
  const facts: QualityFact[] = [];
  const scores: DatedScore[] = [];
  const rejected: RejectedScore[] = [];
  for (const resource of known) {
    const id = `${String(resource.resourceType)}/${textOf(resource.id) ?? ''}`;
    if (resource.resourceType === 'Observation') {
      const read = readObservation(id, resource);
      if (read?.kind === 'fact') facts.push(read.fact);
      else if (read?.kind === 'score') scores.push(read.score);
      else if (read?.kind === 'rejected') rejected.push(read.score);
    } else facts.push(...factsOf(id, resource, birthDate, known));
  }
  return { patient, facts, scores, rejected };
}

function factsOf(
  id: string,
  resource: Json,
  birthDate: string | undefined,
  all: readonly Json[],
): readonly QualityFact[] {
  switch (resource.resourceType) {
    case 'Patient':
      return patientFacts(id, resource);
    case 'Encounter':
      return encounterFact(id, resource);
    case 'Condition':
      return conditionFact(id, resource, birthDate);
    case 'Procedure':
      return procedureFact(id, resource);
    case 'ServiceRequest':
      return serviceOrderFact(id, resource);
    case 'MedicationRequest':
      return medicationOrderFact(id, resource, all);
    default:
      return [];
  }
}
