/**
 * What was ordered: MedicationRequest and ServiceRequest (referrals among them).
 *
 * An order not to do something (`doNotPerform`, QI-Core ServiceNotRequested) is none.
 *
 * @module
 */
import { isObject } from '../../responses/questionnaire-response.ts';
import { codesOf, type Json, listOf, textOf } from './codings.ts';
import { mark, type QualityFact } from './patient-facts.ts';

const standing: readonly unknown[] = ['active', 'completed'];

export function serviceOrderFact(id: string, resource: Json): readonly QualityFact[] {
  return order(id, resource, codesOf(resource.code), 'service');
}

/** @param all resources that may hold the Medication referred to. */
export function medicationOrderFact(
  id: string,
  resource: Json,
  all: readonly Json[],
): readonly QualityFact[] {
  const codes =
    resource.medicationCodeableConcept === undefined
      ? codesOf(medicationOf(resource, all)?.code)
      : codesOf(resource.medicationCodeableConcept);
  return order(id, resource, codes, 'medication');
}

function order(
  id: string,
  resource: Json,
  codes: readonly string[],
  ordered: 'medication' | 'service',
): readonly QualityFact[] {
  const { status, intent, doNotPerform } = resource;
  const authored = textOf(resource.authoredOn);
  if (authored === undefined || !standing.includes(status) || doNotPerform === true) return [];
  return [
    {
      id,
      kind: 'order',
      codes: [
        ...codes,
        mark('ordered', ordered),
        mark('intent', String(intent)),
        mark('status', String(status)),
      ],
      start: authored,
      end: authored,
    },
  ];
}

/** Contained in the request (`#m`) or beside it (`Medication/m`). */
function medicationOf({ medicationReference, contained }: Json, all: readonly Json[]): Json | undefined {
  const reference = isObject(medicationReference) ? textOf(medicationReference.reference) : undefined;
  if (reference === undefined) return undefined;
  const [among, id] = reference.startsWith('#')
    ? [listOf(contained).filter(isObject), reference.slice(1)]
    : [all, reference.slice(reference.lastIndexOf('/') + 1)];
  return among.find((one) => one.resourceType === 'Medication' && one.id === id);
}
