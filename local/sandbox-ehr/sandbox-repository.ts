/**
 * Medplum's FhirRepository over the store: validation, version stamps, transactions, journal.
 *
 * | promise                                     | how                                                         |
 * | ------------------------------------------- | ----------------------------------------------------------- |
 * | one operation is atomic                     | it is synchronous once it has its turn                      |
 * | conditional create and update are atomic    | FhirRepository runs them inside `withTransaction`           |
 * | a transaction is isolated                   | everybody else waits for its end (`#turn`)                  |
 * | a failed transaction leaves nothing         | its changes are undone, and only a success is journalled    |
 * | acknowledged is durable                     | whoever answers awaits `flushed()` first                    |
 *
 * Version ids are 1, 2, 3 ...; `meta.lastUpdated` never goes backwards.
 *
 * @module
 */
import {
  applyPatch,
  fhirpathPatchTypedValue,
  generateId,
  type Operation,
  parseFhirPathPatchParameters,
  type SearchRequest,
  toTypedValue,
  type WithId,
} from '@medplum/core';
import { type CreateResourceOptions, FhirRepository, type UpdateResourceOptions } from '@medplum/fhir-router';
import type { Bundle, Parameters, Reference, Resource } from '@medplum/fhirtypes';
import { historyBundle } from './history-bundle.ts';
import type { Journal } from './journal.ts';
import { refuse } from './refusal.ts';
import type { ResourceStore, StoredResource, Version } from './resource-store.ts';
import { searchset } from './searchset.ts';
import type { Validate } from './validation.ts';

export interface RepositoryParts {
  readonly store: ResourceStore;
  readonly journal: Journal;
  readonly validate: Validate;
  /** May a PUT make a resource with an id that the client chose? */
  readonly updateCreate: boolean;
  readonly now: () => Date;
  /** Called for each created or updated resource once it is durable. */
  readonly onWrite: (resource: Resource) => void;
}

interface OpenTransaction {
  readonly changes: Version[];
  readonly undo: (() => void)[];
}

export class SandboxRepository extends FhirRepository {
  readonly #parts: RepositoryParts;
  /** Set in the view that a transaction's callback works on. */
  readonly #transaction: OpenTransaction | undefined;
  /** Resolves when the transaction that is under way ends. */
  #busy: Promise<void> | undefined;

  constructor(parts: RepositoryParts, transaction?: OpenTransaction) {
    super();
    this.#parts = parts;
    this.#transaction = transaction;
  }

  setMode(): void {}

  generateId(): string {
    return generateId();
  }

  /** Resolves when all that was committed so far is durable. */
  flushed(): Promise<void> {
    return this.#parts.journal.flushed();
  }

  async createResource<T extends Resource>(resource: T, options?: CreateResourceOptions): Promise<WithId<T>> {
    await this.#turn();
    const id = options?.assignedId === true && resource.id !== undefined ? resource.id : this.generateId();
    this.#parts.validate(resource);
    return this.#write('POST', { ...resource, id });
  }

  async updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Promise<WithId<T>> {
    await this.#turn();
    const { resourceType, id } = resource;
    if (id === undefined)
      throw refuse(400, 'invalid', 'An update needs the id of the resource', `${resourceType}.id`);
    const current = this.#parts.store.current(resourceType, id);
    if (current === undefined && !this.#parts.updateCreate)
      throw refuse(405, 'not-supported', 'This EHR does not let clients choose ids');
    this.#checkVersion(current, options?.ifMatch);
    this.#parts.validate(resource);
    return this.#write('PUT', { ...resource, id });
  }

  async patchResource<T extends Resource>(
    resourceType: T['resourceType'],
    id: string,
    patch: Operation[] | Parameters,
    options?: UpdateResourceOptions,
  ): Promise<WithId<T>> {
    const patched = structuredClone(await this.readResource<T>(resourceType, id));
    if (Array.isArray(patch)) {
      const failure = applyPatch(patched, patch).find(Boolean);
      if (failure) throw refuse(422, 'invalid', 'The patch does not fit the resource');
    } else {
      fhirpathPatchTypedValue(toTypedValue(patched), parseFhirPathPatchParameters(patch));
    }
    const ifMatch = options?.ifMatch ?? patched.meta?.versionId; // what was patched is what is replaced
    return this.updateResource(patched, ifMatch === undefined ? {} : { ifMatch });
  }

  async deleteResource(resourceType: string, id: string, options?: UpdateResourceOptions): Promise<void> {
    await this.#turn();
    const current = this.#parts.store.current(resourceType, id);
    if (current === undefined) {
      if (this.#parts.store.history(resourceType, id).length > 0) return; // deleted already: idempotent
      throw notFound(resourceType);
    }
    this.#checkVersion(current, options?.ifMatch);
    this.#write('DELETE', { resourceType, id } as WithId<Resource>);
  }

  async readResource<T extends Resource>(resourceType: string, id: string): Promise<WithId<T>> {
    await this.#turn();
    const current = this.#parts.store.current(resourceType, id);
    if (current !== undefined) return current as WithId<T>;
    throw this.#parts.store.history(resourceType, id).length > 0
      ? gone(resourceType)
      : notFound(resourceType);
  }

  readReference<T extends Resource>({ reference = '' }: Reference<T>): Promise<WithId<T>> {
    const [resourceType = '', id = ''] = reference.split('/');
    return this.readResource<T>(resourceType, id);
  }

  readReferences<T extends Resource>(references: readonly Reference<T>[]): Promise<(T | Error)[]> {
    return Promise.all(
      references.map((reference) => this.readReference(reference).catch((error: Error) => error)),
    );
  }

  /** Also of a resource that was deleted. */
  async readHistory<T extends Resource>(resourceType: string, id: string): Promise<Bundle<WithId<T>>> {
    await this.#turn();
    const versions = this.#parts.store.history(resourceType, id);
    if (versions.length === 0) throw notFound(resourceType);
    return historyBundle<WithId<T>>(versions);
  }

  async readVersion<T extends Resource>(
    resourceType: string,
    id: string,
    versionId: string,
  ): Promise<WithId<T>> {
    await this.#turn();
    const version = this.#parts.store
      .history(resourceType, id)
      .find(({ resource }) => resource.meta.versionId === versionId);
    if (version === undefined) throw notFound(resourceType);
    if (version.method === 'DELETE') throw gone(resourceType);
    return version.resource as WithId<T>;
  }

  async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    await this.#turn();
    return searchset(this.#parts.store, request) as Bundle<WithId<T>>;
  }

  /** Only GraphQL asks for this, and this EHR has none. */
  searchByReference(): Promise<never> {
    return Promise.reject(refuse(400, 'not-supported', 'This EHR has no GraphQL'));
  }

  async withTransaction<TResult>(callback: (inside: this) => Promise<TResult>): Promise<TResult> {
    if (this.#transaction !== undefined) return callback(this);
    await this.#turn();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#busy = promise;
    const transaction: OpenTransaction = { changes: [], undo: [] };
    try {
      const result = await callback(new SandboxRepository(this.#parts, transaction) as this);
      this.#commit(transaction.changes);
      return result;
    } catch (error) {
      for (const undo of transaction.undo.reverse()) undo();
      throw error;
    } finally {
      this.#busy = undefined;
      resolve();
    }
  }

  /** Was this version the birth of its resource (or its return after a deletion)? */
  isFirstVersion({ resourceType, id, meta }: StoredResource): boolean {
    const versions = this.#parts.store.history(resourceType, id);
    const at = versions.findIndex(({ resource }) => resource.meta.versionId === meta.versionId);
    return at === 0 || versions[at - 1]?.method === 'DELETE';
  }

  /** Puts resources as given, unless they are there already. Neither validated nor announced: they are ours. */
  async seed(resources: readonly WithId<Resource>[]): Promise<void> {
    await this.#turn();
    for (const resource of resources) {
      const { store, journal } = this.#parts;
      const current = store.current(resource.resourceType, resource.id);
      if (current !== undefined && sameContent(current, resource)) continue;
      const version = this.#stamped('PUT', structuredClone(resource), resource.meta?.lastUpdated);
      store.apply(version);
      journal.append([version]);
    }
    await this.flushed();
  }

  /** After this the caller has the store to itself until it next awaits. */
  async #turn(): Promise<void> {
    while (this.#busy !== undefined) await this.#busy;
  }

  #checkVersion(current: StoredResource | undefined, ifMatch: string | undefined): void {
    if (ifMatch !== undefined && current?.meta.versionId !== ifMatch)
      throw refuse(412, 'conflict', 'If-Match names another version than the current one');
  }

  #write<T extends Resource>(method: Version['method'], resource: WithId<T>): WithId<T> {
    const { store } = this.#parts;
    const version = this.#stamped(method, resource);
    const undo = store.apply(version);
    if (this.#transaction === undefined) {
      this.#commit([version]);
    } else {
      this.#transaction.changes.push(version);
      this.#transaction.undo.push(undo);
    }
    return version.resource as unknown as WithId<T>;
  }

  #stamped(method: Version['method'], resource: WithId<Resource>, lastUpdated?: string): Version {
    const history = this.#parts.store.history(resource.resourceType, resource.id);
    const previous = history.at(-1)?.resource.meta.lastUpdated ?? '';
    const now = lastUpdated ?? this.#parts.now().toISOString();
    const meta = {
      ...resource.meta,
      versionId: String(history.length + 1),
      lastUpdated: later(now, previous),
    };
    return { method, resource: { ...resource, meta } };
  }

  #commit(versions: readonly Version[]): void {
    if (versions.length === 0) return;
    const { journal, onWrite } = this.#parts;
    journal.append(versions);
    const announce = () => {
      for (const { method, resource } of versions) if (method !== 'DELETE') onWrite(resource);
    };
    void journal.flushed().then(announce, () => {}); // a failed write is the answer's news
  }
}

function later(a: string, b: string): string {
  if (a > b) return a;
  return b;
}

const notFound = (resourceType: string) => refuse(404, 'not-found', `There is no such ${resourceType}`);
const gone = (resourceType: string) => refuse(410, 'deleted', `The ${resourceType} was deleted`);

function sameContent(a: Resource, b: Resource): boolean {
  const content = ({ meta, ...rest }: Resource) => {
    const { versionId: _version, lastUpdated: _time, ...kept } = meta ?? {};
    return JSON.stringify(Object.entries({ ...rest, meta: kept }).sort(([x], [y]) => (x < y ? -1 : 1)));
  };
  return content(a) === content(b);
}
