/**
 * A search request over the store -> searchset Bundle: filters, order, page.
 *
 * Tokens, references and uris come from the index; dates are compared on what is left. What this EHR
 * cannot do (`_include`, chaining, `_has`, text modifiers) is refused with 400, never ignored.
 * Pages are by offset: `pageLinks` gives the `link`s that lead to the others.
 *
 * @module
 */
import type { Filter, SearchRequest, SortRule } from '@medplum/core';
import type { Bundle, BundleLink, Resource } from '@medplum/fhirtypes';
import { compareDates, dateRange, storedDateRange } from './date-range.ts';
import { refuse } from './refusal.ts';
import type { ResourceStore, StoredResource } from './resource-store.ts';
import type { SearchIndex } from './search-index.ts';
import { logicalReferenceKey, searchParameter, searchParametersOf, valuesOf } from './search-parameters.ts';

/** HAPI's and Medplum's default page; a small one finds clients that forget to page. */
const DEFAULT_COUNT = 20;
const MAX_COUNT = 1000;

export function searchset(store: ResourceStore, request: SearchRequest): Bundle {
  if (request.include !== undefined || request.revInclude !== undefined || request.types !== undefined)
    throw refuse(400, 'not-supported', 'This EHR has no _include, _revinclude or search over several types');
  const offset = wholeNumber(request.offset ?? 0, '_offset');
  const count = Math.min(wholeNumber(request.count ?? DEFAULT_COUNT, '_count'), MAX_COUNT);

  const matches = sorted(matching(store.index(request.resourceType), request), request.sortRules ?? []);
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: matches.length,
    entry: matches
      .slice(offset, offset + count)
      .map((resource) => ({ resource: resource as Resource, search: { mode: 'match' } })),
  };
}

function wholeNumber(value: number, parameter: string): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw refuse(400, 'invalid', `${parameter} must be a whole number`);
}

function matching(index: SearchIndex, { resourceType, filters = [] }: SearchRequest): StoredResource[] {
  const known = new Set(searchParametersOf(resourceType).map(({ name }) => name));
  const dates: Filter[] = [];
  const idSets: ReadonlySet<string>[] = [];
  const excluded: ReadonlySet<string>[] = [];
  for (const filter of filters) {
    if (!known.has(filter.code))
      throw refuse(400, 'not-supported', `${resourceType} has no search parameter ${filter.code} here`);
    if (searchParameter(filter.code)?.type === 'date') dates.push(filter);
    else if (filter.operator === 'not') excluded.push(idsOf(index, filter));
    else idSets.push(idsOf(index, filter));
  }

  const inDates = dates.map(dateTest);
  return candidates(index, idSets, dates).filter(
    (resource) =>
      idSets.every((ids) => ids.has(resource.id)) &&
      !excluded.some((ids) => ids.has(resource.id)) &&
      inDates.every((test) => test(resource)),
  );
}

/** The smallest set that surely holds every match. */
function candidates(
  index: SearchIndex,
  idSets: readonly ReadonlySet<string>[],
  dates: readonly Filter[],
): StoredResource[] {
  if (idSets.length > 0) {
    const smallest = idSets.reduce((least, ids) => (ids.size < least.size ? ids : least));
    return [...smallest].flatMap((id) => index.get(id) ?? []);
  }
  const since = dates.find(
    ({ code, operator }) => code === '_lastUpdated' && (operator === 'ge' || operator === 'gt'),
  );
  const start = since === undefined ? undefined : dateRange(since.value)?.start;
  return start === undefined ? [...index.values()] : [...index.updatedSince(new Date(start).toISOString())];
}

/** `a,b` means either: http://hl7.org/fhir/R4/search.html#combining */
function idsOf(index: SearchIndex, { code, operator, value }: Filter): ReadonlySet<string> {
  if (!['eq', 'exact', 'not', 'identifier'].includes(operator))
    throw refuse(400, 'not-supported', `Search parameter ${code} has no modifier ${operator} here`);
  const keys = value.split(',').map((key) => (operator === 'identifier' ? logicalReferenceKey(key) : key));
  const sets = keys.map((key) => index.idsWith(code, key) ?? new Set<string>());
  const [only] = sets;
  return only !== undefined && sets.length === 1 ? only : new Set(sets.flatMap((ids) => [...ids]));
}

function dateTest({ code, operator, value }: Filter): (resource: Resource) => boolean {
  const asked = dateRange(value);
  if (asked === undefined) throw refuse(400, 'invalid', `Search parameter ${code} is not a FHIR date`);
  return (resource) =>
    valuesOf(resource, code).some((stored) => {
      const range = storedDateRange(stored);
      const met = range === undefined ? false : compareDates(range, operator, asked);
      if (met === undefined)
        throw refuse(400, 'not-supported', `Search parameter ${code} has no modifier ${operator} here`);
      return met;
    });
}

function sorted(resources: StoredResource[], rules: readonly SortRule[]): StoredResource[] {
  if (rules.length === 0) return resources;
  for (const { code } of rules)
    if (searchParameter(code) === undefined)
      throw refuse(400, 'not-supported', `This EHR cannot sort by ${code}`);
  return resources.sort((a, b) => {
    for (const { code, descending } of rules) {
      const order = compare(sortKey(a, code), sortKey(b, code));
      if (order !== 0) return descending === true ? -order : order;
    }
    return 0;
  });
}

function sortKey(resource: Resource, code: string): string | number {
  const [first] = valuesOf(resource, code);
  if (first === undefined) return '';
  return searchParameter(code)?.type === 'date'
    ? (storedDateRange(first)?.start ?? 0)
    : JSON.stringify(first);
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** `self`, `next` and `previous`, built on the URL that was asked. */
export function pageLinks(url: URL, total: number): BundleLink[] {
  const offset = Number(url.searchParams.get('_offset') ?? 0);
  const count = Math.min(Number(url.searchParams.get('_count') ?? DEFAULT_COUNT), MAX_COUNT);
  const at = (relation: string, start: number): BundleLink => {
    const page = new URL(url);
    page.searchParams.set('_count', String(count));
    page.searchParams.set('_offset', String(start));
    return { relation, url: page.href };
  };
  const links: BundleLink[] = [{ relation: 'self', url: url.href }];
  if (count > 0 && offset + count < total) links.push(at('next', offset + count));
  if (count > 0 && offset > 0) links.push(at('previous', Math.max(0, offset - count)));
  return links;
}
