/**
 * The current resources of one type, findable without a scan: by token, reference or uri, and by
 * `meta.lastUpdated` for a client that reconciles ("what changed since").
 *
 * @module
 */
import type { StoredResource } from './resource-store.ts';
import { indexedParameters, keysOf } from './search-parameters.ts';

export class SearchIndex {
  readonly #current = new Map<string, StoredResource>();
  /** parameter -> key -> ids. */
  readonly #ids = new Map(indexedParameters.map((name) => [name, new Map<string, Set<string>>()]));
  /** Ordered by `meta.lastUpdated`, oldest first; writes nearly always append. */
  readonly #byTime: StoredResource[] = [];

  get size(): number {
    return this.#current.size;
  }

  get(id: string): StoredResource | undefined {
    return this.#current.get(id);
  }

  values(): Iterable<StoredResource> {
    return this.#current.values();
  }

  idsWith(parameter: string, key: string): ReadonlySet<string> | undefined {
    return this.#ids.get(parameter)?.get(key);
  }

  /** Resources last updated at or after `iso`, oldest first. */
  updatedSince(iso: string): readonly StoredResource[] {
    return this.#byTime.slice(this.#firstAtOrAfter(iso));
  }

  add(resource: StoredResource): void {
    this.#current.set(resource.id, resource);
    for (const [parameter, idsByKey] of this.#ids)
      for (const key of keysOf(resource, parameter)) {
        const ids = idsByKey.get(key);
        if (ids === undefined) idsByKey.set(key, new Set([resource.id]));
        else ids.add(resource.id);
      }
    const { lastUpdated } = resource.meta;
    const last = this.#byTime.at(-1);
    if (last === undefined || last.meta.lastUpdated <= lastUpdated) this.#byTime.push(resource);
    else this.#byTime.splice(this.#firstAtOrAfter(lastUpdated), 0, resource);
  }

  remove(resource: StoredResource): void {
    this.#current.delete(resource.id);
    for (const [parameter, idsByKey] of this.#ids)
      for (const key of keysOf(resource, parameter)) {
        const ids = idsByKey.get(key);
        ids?.delete(resource.id);
        if (ids?.size === 0) idsByKey.delete(key);
      }
    const at = this.#byTime.indexOf(resource, this.#firstAtOrAfter(resource.meta.lastUpdated));
    if (at >= 0) this.#byTime.splice(at, 1);
  }

  #firstAtOrAfter(iso: string): number {
    let low = 0;
    let high = this.#byTime.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#byTime[middle]?.meta.lastUpdated ?? '') < iso) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
