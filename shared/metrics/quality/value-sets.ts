/**
 * Value sets an operator brings -> membership.
 *
 * We ship none: they hold CPT and SNOMED CT codes, licensed to the operator (VSAC at the National Library of
 * Medicine gives the expansions). Read are expansions, nested or not, and composed lists of concepts and of
 * other value sets. Filters and whole code systems need a terminology server; such a set is a problem, not a
 * set with some codes missing.
 *
 * @module
 */
import { isObject } from '../../responses/questionnaire-response.ts';
import { codeKey, type Json, listOf, textOf } from './codings.ts';

export interface ValueSetProblem {
  readonly url: string;
  readonly code: 'needs-expansion' | 'refers-to-missing' | 'refers-to-itself';
}

export interface ValueSets {
  /** Sets that were there and could not be read. */
  readonly problems: readonly ValueSetProblem[];
  /** Those of `urls` that are not there, or not usable. */
  missing(urls: readonly string[]): readonly string[];
  /**
   * Whether any of `codes` is in any of the sets.
   *
   * @throws {RangeError} for a set that is not there: "not a member" would be a wrong answer. Ask `missing` first.
   */
  holds(urls: readonly string[], codes: readonly string[]): boolean;
}

type Read = ReadonlySet<string> | ValueSetProblem['code'];

/** @param documents ValueSets, Bundles or lists of them. */
export function readValueSets(...documents: readonly unknown[]): ValueSets {
  const resources = new Map<string, Json>();
  for (const one of documents.flatMap(valueSetsIn)) {
    const url = textOf(one.url);
    if (url !== undefined) resources.set(url, one);
  }
  const sets = new Map([...resources.keys()].map((url) => [url, membersOf(url, resources, [])]));
  const usable = (url: string): ReadonlySet<string> | undefined => {
    const found = sets.get(url);
    return typeof found === 'object' ? found : undefined;
  };
  return {
    problems: [...sets].flatMap(([url, read]) => (typeof read === 'string' ? [{ url, code: read }] : [])),
    missing: (urls) => urls.filter((url) => usable(url) === undefined),
    holds(urls, codes) {
      return urls.some((url) => {
        const members = usable(url);
        if (members === undefined) throw new RangeError(`value set ${url} is not there`);
        return codes.some((code) => members.has(code));
      });
    },
  };
}

function valueSetsIn(document: unknown): readonly Json[] {
  if (Array.isArray(document)) return document.flatMap(valueSetsIn);
  if (!isObject(document)) return [];
  if (document.resourceType === 'ValueSet') return [document];
  return listOf(document.entry).flatMap((entry) => (isObject(entry) ? valueSetsIn(entry.resource) : []));
}

function membersOf(url: string, resources: ReadonlyMap<string, Json>, within: readonly string[]): Read {
  if (within.includes(url)) return 'refers-to-itself';
  const { expansion, compose } = resources.get(url) ?? {};
  if (isObject(expansion)) return new Set(expandedCodes(expansion.contains));
  if (!isObject(compose)) return resources.has(url) ? 'needs-expansion' : 'refers-to-missing';
  const included = new Set<string>();
  for (const part of listOf(compose.include)) {
    const codes = partOf(part, resources, [...within, url]);
    if (typeof codes === 'string') return codes;
    for (const code of codes) included.add(code);
  }
  for (const part of listOf(compose.exclude)) {
    const codes = partOf(part, resources, [...within, url]);
    if (typeof codes === 'string') return codes;
    for (const code of codes) included.delete(code);
  }
  return included;
}

/** An entry that is abstract only groups others (FHIR R4, ValueSet.expansion.contains.abstract). */
function expandedCodes(contains: unknown): readonly string[] {
  return listOf(contains).flatMap((entry) => {
    if (!isObject(entry)) return [];
    const own = entry.abstract === true ? [] : conceptKeys(textOf(entry.system), [entry]);
    return [...own, ...expandedCodes(entry.contains)];
  });
}

/** Codes of an include or exclude: its concepts, all of them in every value set it names (FHIR R4, ValueSet). */
function partOf(part: unknown, resources: ReadonlyMap<string, Json>, within: readonly string[]): Read {
  if (!isObject(part) || part.filter !== undefined) return 'needs-expansion';
  if (part.concept === undefined && part.valueSet === undefined) return 'needs-expansion';
  if (part.system !== undefined && part.concept === undefined) return 'needs-expansion';
  const lists: ReadonlySet<string>[] = [];
  if (part.concept !== undefined) lists.push(new Set(conceptKeys(textOf(part.system), listOf(part.concept))));
  for (const canonical of listOf(part.valueSet)) {
    const named = membersOf(String(canonical).split('|')[0] ?? '', resources, within);
    if (typeof named === 'string') return named;
    lists.push(named);
  }
  const [first = new Set<string>(), ...others] = lists;
  return new Set([...first].filter((code) => others.every((list) => list.has(code))));
}

function conceptKeys(system: string | undefined, concepts: readonly unknown[]): readonly string[] {
  if (system === undefined) return [];
  return concepts.flatMap((one) =>
    isObject(one) && typeof one.code === 'string' ? [codeKey(system, one.code)] : [],
  );
}
