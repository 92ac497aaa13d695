/**
 * Every version of every resource, in memory, with the current ones indexed.
 *
 * All methods are synchronous, so each call is atomic. `apply` gives back its own undo: a
 * transaction that fails runs them backwards. Stored resources are shared, never copied:
 * whoever reads one must not change it.
 *
 * @module
 */
import type { Resource } from '@medplum/fhirtypes';
import { SearchIndex } from './search-index.ts';

export type StoredResource = Resource & {
  readonly id: string;
  readonly meta: { readonly versionId: string; readonly lastUpdated: string };
};

/** One committed change. A deletion keeps only type, id and meta, as FHIR's history does. */
export interface Version {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly resource: StoredResource;
}

export class ResourceStore {
  readonly #histories = new Map<string, Version[]>();
  readonly #types = new Map<string, SearchIndex>();

  current(resourceType: string, id: string): StoredResource | undefined {
    return this.#types.get(resourceType)?.get(id);
  }

  /** Oldest first; empty where the resource never existed. */
  history(resourceType: string, id: string): readonly Version[] {
    return this.#histories.get(`${resourceType}/${id}`) ?? [];
  }

  index(resourceType: string): SearchIndex {
    let index = this.#types.get(resourceType);
    if (index === undefined) {
      index = new SearchIndex();
      this.#types.set(resourceType, index);
    }
    return index;
  }

  apply(version: Version): () => void {
    const { resourceType, id } = version.resource;
    const key = `${resourceType}/${id}`;
    const index = this.index(resourceType);
    const before = index.get(id);
    const history = this.#histories.get(key) ?? [];
    this.#histories.set(key, history);

    history.push(version);
    if (before !== undefined) index.remove(before);
    if (version.method !== 'DELETE') index.add(version.resource);

    return () => {
      history.pop();
      if (history.length === 0) this.#histories.delete(key);
      if (version.method !== 'DELETE') index.remove(version.resource);
      if (before !== undefined) index.add(before);
    };
  }
}
