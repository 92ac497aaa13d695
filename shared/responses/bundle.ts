/**
 * The QuestionnaireResponses inside a Bundle, each with the names it goes by.
 *
 * @module
 */
import type { Named } from './identity.ts';
import { isObject } from './questionnaire-response.ts';

export interface BundleEntry extends Named {
  /** Position in `Bundle.entry`. */
  readonly index: number;
  readonly method: 'PUT' | 'POST' | 'DELETE' | undefined;
}

const REQUEST_URL = /(?:^|\/)QuestionnaireResponse\/([A-Za-z0-9.-]{1,64})(?:$|[/?])/;
const CONDITIONAL_URL = /(?:^|\/)QuestionnaireResponse\?(.+)$/;

/** Entries of other resource types are left out: a Bundle often carries the Patient too. */
export function questionnaireResponses(bundle: Readonly<Record<string, unknown>>): readonly BundleEntry[] {
  if (!Array.isArray(bundle.entry)) return [];
  return (bundle.entry as readonly unknown[]).flatMap((entry, index) => {
    if (!isObject(entry)) return [];
    const request = isObject(entry.request) ? entry.request : {};
    const method = methodOf(request.method);
    const url = typeof request.url === 'string' ? request.url : '';
    const urlId = REQUEST_URL.exec(url)?.[1];
    const urlIdentifier = identifierIn(url);
    const fullUrl = typeof entry.fullUrl === 'string' ? entry.fullUrl : undefined;
    const named = { index, method, urlId, urlIdentifier, fullUrl };
    if (method === 'DELETE' && (urlId !== undefined || CONDITIONAL_URL.test(url)))
      return [{ ...named, resource: {} }];
    if (!isObject(entry.resource) || entry.resource.resourceType !== 'QuestionnaireResponse') return [];
    return [{ ...named, resource: entry.resource }];
  });
}

/** `system|value` of a conditional URL; other conditions name nothing. */
function identifierIn(url: string): string | undefined {
  const query = CONDITIONAL_URL.exec(url)?.[1];
  const identifier = query === undefined ? null : new URLSearchParams(query).get('identifier');
  return identifier !== null && /^[^|]+\|.+$/.test(identifier) ? identifier : undefined;
}

function methodOf(method: unknown): BundleEntry['method'] {
  return method === 'PUT' || method === 'POST' || method === 'DELETE' ? method : undefined;
}
