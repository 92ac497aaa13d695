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

/** Entries of other resource types are left out: a Bundle often carries the Patient too. */
export function questionnaireResponses(bundle: Readonly<Record<string, unknown>>): readonly BundleEntry[] {
  if (!Array.isArray(bundle.entry)) return [];
  return (bundle.entry as readonly unknown[]).flatMap((entry, index) => {
    if (!isObject(entry)) return [];
    const request = isObject(entry.request) ? entry.request : {};
    const method = methodOf(request.method);
    const urlId = typeof request.url === 'string' ? REQUEST_URL.exec(request.url)?.[1] : undefined;
    const fullUrl = typeof entry.fullUrl === 'string' ? entry.fullUrl : undefined;
    if (method === 'DELETE' && urlId !== undefined) return [{ index, method, urlId, fullUrl, resource: {} }];
    if (!isObject(entry.resource) || entry.resource.resourceType !== 'QuestionnaireResponse') return [];
    return [{ index, method, urlId, fullUrl, resource: entry.resource }];
  });
}

function methodOf(method: unknown): BundleEntry['method'] {
  return method === 'PUT' || method === 'POST' || method === 'DELETE' ? method : undefined;
}
