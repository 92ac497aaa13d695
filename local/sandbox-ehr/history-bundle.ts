/**
 * The versions of a resource as a history Bundle: newest first, with what was asked and when.
 * http://hl7.org/fhir/R4/http.html#history
 *
 * @module
 */
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Version } from './resource-store.ts';

/** `versions`: oldest first. A deletion is an entry without a resource. */
export function historyBundle<T extends Resource>(versions: readonly Version[]): Bundle<T> {
  return {
    resourceType: 'Bundle',
    type: 'history',
    total: versions.length,
    entry: versions.map((version) => historyEntry<T>(version)).reverse(),
  };
}

function historyEntry<T extends Resource>({ method, resource }: Version): BundleEntry<T> {
  const { resourceType, id, meta } = resource;
  const url = method === 'POST' ? resourceType : `${resourceType}/${id}`;
  const response = { status: '200', lastModified: meta.lastUpdated, etag: `W/"${meta.versionId}"` };
  const entry: BundleEntry<T> = { request: { method, url }, response };
  if (method !== 'DELETE') entry.resource = resource as unknown as T;
  return entry;
}
