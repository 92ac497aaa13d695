/**
 * An EHR on one machine: FHIR R4 over HTTP with the habits and the failures of real ones.
 *
 * For `npm start`, where it stands in for the clinic's EHR, and for tests of the write-back.
 *
 * @module
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { FhirRouter } from '@medplum/fhir-router';
import type { Resource } from '@medplum/fhirtypes';
import type { FhirResource, Observation } from 'fhir/r4.js';
import { answerBundle } from './bundle.ts';
import { capabilityStatement } from './capability-statement.ts';
import { loadSearchParameters } from './definitions.ts';
import { type EhrId, type EhrQuirks, ehrQuirks } from './ehr-quirks.ts';
import type { Fault } from './faults.ts';
import { BASE_PATH, httpServer } from './http-server.ts';
import { oncePerKey } from './idempotency-keys.ts';
import { type Answer, type Interaction, interact } from './interaction.ts';
import { noJournal, openJournal } from './journal.ts';
import { type RequestLog, RequestLogBook } from './request-log.ts';
import { ResourceStore } from './resource-store.ts';
import { SandboxRepository } from './sandbox-repository.ts';
import { smartConfiguration } from './smart-configuration.ts';
import { type Validation, validator } from './validation.ts';

export interface SandboxEhrOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** Which EHR to behave like. @default 'generic' */
  readonly ehr?: EhrId;
  /** Single habits that differ from those of `ehr`. */
  readonly quirks?: Partial<EhrQuirks>;
  /** @default 'us-core' */
  readonly validation?: Validation;
  /** Where the journal is kept; without it the EHR forgets when it stops. */
  readonly folder?: string;
  /** Judges the Authorization header of each request. @default everybody may */
  readonly authorize?: (authorization: string | undefined) => Promise<boolean>;
  /** Told in `.well-known/smart-configuration`, which is 404 without it. */
  readonly tokenEndpoint?: string;
  /** Called for each created or updated resource (not for seeds) once it is durable. It must neither throw nor change it. */
  readonly onWrite?: (resource: FhirResource) => void;
  /** @default the system clock */
  readonly now?: () => Date;
}

export interface SandboxEhr {
  /** The FHIR base, without a slash at its end. */
  readonly url: string;
  /** Rules to come; push to it, or empty it. */
  readonly faults: Fault[];
  readonly log: RequestLog;
  /** Puts resources (with ids) as they are, without validation and `onWrite`; what is there already is skipped. */
  seed(resources: readonly FhirResource[]): Promise<void>;
  /** The Observations as they stand now. Not copies: do not change them. */
  observations(): IterableIterator<Observation>;
  /** Ends open connections, and leaves the journal complete. */
  close(): Promise<void>;
}

/** Throws where the journal cannot be read or the port is taken. */
export async function startSandboxEhr(options: SandboxEhrOptions = {}): Promise<SandboxEhr> {
  const {
    port = 0,
    ehr: ehrId = 'generic',
    validation = 'us-core',
    folder,
    now = () => new Date(),
  } = options;
  const quirks: EhrQuirks = { ...ehrQuirks[ehrId], ...options.quirks };
  loadSearchParameters();
  const store = new ResourceStore();
  const journal =
    folder === undefined ? noJournal : await openJournal(folder, (version) => store.apply(version));
  const repository = new SandboxRepository({
    store,
    journal,
    validate: validator(validation),
    updateCreate: quirks.updateCreate,
    now,
    onWrite: (resource) => options.onWrite?.(resource as FhirResource),
  });

  const faults: Fault[] = [];
  const log = new RequestLogBook();
  const router = new FhirRouter();
  const createOnce = oncePerKey();
  let url = '';
  const answer = (call: Interaction): Promise<Answer> => {
    const ehr = { router, quirks, baseUrl: url, faults };
    if (call.method === 'POST' && /^(\?|$)/.test(call.url)) return answerBundle(call, repository, ehr);
    const key = call.method === 'POST' ? call.headers[quirks.idempotencyKeyHeader ?? ''] : undefined;
    const act = () => interact(call, repository, ehr);
    return typeof key === 'string' ? createOnce(key, act) : act();
  };
  const statement = { software: ehrId, quirks, validation, date: now().toISOString() };
  const { tokenEndpoint } = options;
  const server = httpServer({
    faults,
    log,
    openDocuments: {
      metadata: () => capabilityStatement({ ...statement, baseUrl: url }),
      ...(tokenEndpoint && { '.well-known/smart-configuration': () => smartConfiguration(tokenEndpoint) }),
    },
    authorize: options.authorize ?? (() => Promise.resolve(true)),
    answer,
    flushed: () => repository.flushed(),
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE_PATH}`;

  return {
    url,
    faults,
    log,
    seed: (resources) => repository.seed(resources as (Resource & { id: string })[]),
    *observations() {
      for (const observation of store.index('Observation').values()) yield observation as Observation;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await journal.close();
    },
  };
}
