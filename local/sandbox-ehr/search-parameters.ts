/**
 * What can be searched here, and where each parameter reads its values.
 *
 * `@medplum/core` would evaluate FHIRPath on every stored resource (0.4 to 0.9 ms each for identifier,
 * patient, code and date), so the parameters that a pipeline uses are read by hand and indexed.
 * A parameter counts for a resource type where R4 defines it for that type
 * (http://hl7.org/fhir/R4/searchparameter-registry.html) and it is in this table; any other is refused
 * with 400, because a filter that is ignored in silence returns other people's resources.
 *
 * @module
 */
import { getSearchParameters } from '@medplum/core';
import type { Identifier, Reference, Resource } from '@medplum/fhirtypes';

interface SearchParameter {
  readonly type: 'token' | 'reference' | 'uri' | 'date';
  /** Dotted paths; all that are present count. */
  readonly paths: readonly string[];
  /** A reference counts only where it points to this type. */
  readonly target?: string;
}

const searchParameters: Readonly<Record<string, SearchParameter>> = {
  _id: { type: 'token', paths: ['id'] },
  _lastUpdated: { type: 'date', paths: ['meta.lastUpdated'] },
  identifier: { type: 'token', paths: ['identifier'] },
  status: { type: 'token', paths: ['status'] },
  code: { type: 'token', paths: ['code'] },
  category: { type: 'token', paths: ['category'] },
  type: { type: 'token', paths: ['type'] },
  gender: { type: 'token', paths: ['gender'] },
  url: { type: 'uri', paths: ['url'] },
  questionnaire: { type: 'uri', paths: ['questionnaire'] },
  patient: { type: 'reference', paths: ['subject', 'patient', 'for'], target: 'Patient' },
  subject: { type: 'reference', paths: ['subject', 'for'] },
  encounter: { type: 'reference', paths: ['encounter'] },
  'derived-from': { type: 'reference', paths: ['derivedFrom'] },
  'has-member': { type: 'reference', paths: ['hasMember'] },
  'based-on': { type: 'reference', paths: ['basedOn'] },
  focus: { type: 'reference', paths: ['focus'] },
  performer: { type: 'reference', paths: ['performer'] },
  author: { type: 'reference', paths: ['author'] },
  organization: { type: 'reference', paths: ['managingOrganization'] },
  birthdate: { type: 'date', paths: ['birthDate'] },
  date: {
    type: 'date',
    paths: ['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'period', 'date'],
  },
  authored: { type: 'date', paths: ['authored'] },
  'authored-on': { type: 'date', paths: ['authoredOn'] },
};

/** Parameters that are answered from the index; dates are compared one by one. */
export const indexedParameters = Object.keys(searchParameters).filter(
  (name) => searchParameters[name]?.type !== 'date',
);

export function searchParameter(name: string): SearchParameter | undefined {
  return searchParameters[name];
}

/** Names and types of the parameters that count for a resource type. */
export function searchParametersOf(resourceType: string): { name: string; type: SearchParameter['type'] }[] {
  const defined = getSearchParameters(resourceType) ?? {};
  return Object.entries(searchParameters)
    .filter(([name]) => name in defined)
    .map(([name, { type }]) => ({ name, type }));
}

/** The values a resource has for a parameter, as they stand. */
export function valuesOf(resource: Resource, name: string): readonly unknown[] {
  return (searchParameters[name]?.paths ?? []).flatMap((path) => {
    let value: unknown = resource;
    for (const step of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[step];
    return value === undefined || value === null ? [] : value;
  });
}

/** All the forms in which a search may ask for this resource by this parameter. */
export function keysOf(resource: Resource, name: string): readonly string[] {
  const parameter = searchParameters[name];
  return valuesOf(resource, name).flatMap((value) => {
    switch (parameter?.type) {
      case 'token':
        return tokenKeys(value);
      case 'reference':
        return referenceKeys(value as Reference, parameter.target);
      default:
        return typeof value === 'string' ? [value] : [];
    }
  });
}

/** `code`, `system|code`, `|code` (no system) and `system|`: http://hl7.org/fhir/R4/search.html#token */
function tokenKeys(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value), `|${value}`];
  const { coding, system, code, value: identifier } = value as Record<string, unknown>;
  if (Array.isArray(coding)) return coding.flatMap(tokenKeys);
  const token = code ?? identifier;
  if (typeof token !== 'string') return [];
  return typeof system === 'string' ? [token, `${system}|${token}`, `${system}|`] : [token, `|${token}`];
}

/** `Type/id`, `id`, and for a logical reference the key of its identifier. */
function referenceKeys({ reference, identifier }: Reference, target?: string): string[] {
  const logical = identifier === undefined ? [] : logicalReferenceKeys(identifier);
  if (reference === undefined) return logical;
  const [literal = ''] = reference.split('/_history/');
  const [type, id, ...rest] = literal.split('/');
  if (type === undefined || id === undefined || rest.length > 0) return [literal, ...logical];
  return target === undefined || type === target ? [literal, id, ...logical] : logical;
}

const logicalReferenceKeys = (identifier: Identifier): string[] =>
  tokenKeys(identifier).map(logicalReferenceKey);

/** The index key of `derived-from:identifier=system|value` and its like. */
export function logicalReferenceKey(token: string): string {
  return `identifier=${token}`;
}
