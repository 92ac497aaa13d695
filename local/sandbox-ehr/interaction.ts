/**
 * One FHIR interaction -> one answer, through Medplum's router, as this EHR would do it.
 *
 * An HTTP request and an entry of a Bundle both end here, so quirks, ETags, Location, Prefer and
 * refusals are the same in both. Never throws for a FHIR reason: a refusal is an answer.
 * Source: http://hl7.org/fhir/R4/http.html
 *
 * @module
 */
import type { IncomingHttpHeaders } from 'node:http';
import { getStatus } from '@medplum/core';
import type { FhirRouter, HttpMethod } from '@medplum/fhir-router';
import type { Bundle, Observation, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { type EhrQuirks, identifyingParameters, interactionsOf, type TypeInteraction } from './ehr-quirks.ts';
import { type Refusal, refusalFrom, refuse } from './refusal.ts';
import type { StoredResource } from './resource-store.ts';
import type { SandboxRepository } from './sandbox-repository.ts';
import { pageLinks } from './searchset.ts';

export interface Interaction {
  readonly method: HttpMethod;
  /** Relative to the base, without a slash before it: `Observation?identifier=...`. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for an empty body. */
  readonly body?: Resource;
}

/** What an interaction needs to know of the EHR besides its resources. */
export interface Ehr {
  readonly router: FhirRouter;
  readonly quirks: EhrQuirks;
  readonly baseUrl: string;
}

interface InteractOptions {
  /** The body's id was chosen by this server (a create inside a transaction). */
  readonly assignedId?: boolean;
}

export async function interact(
  call: Interaction,
  repository: SandboxRepository,
  ehr: Ehr,
  options: InteractOptions = {},
): Promise<Answer> {
  try {
    return await perform(call, repository, ehr, options);
  } catch (error) {
    return answerRefusal(refusalFrom(error));
  }
}

export function answerRefusal({ status, outcome }: Refusal): Answer {
  return { status, headers: {}, body: outcome };
}

async function perform(call: Interaction, repository: SandboxRepository, ehr: Ehr, options: InteractOptions) {
  const route = ehr.router.find(call.method, call.url);
  const resourceType = route?.params.resourceType ?? call.url.split(/[/?]/)[0] ?? '';
  const allowed = interactionsOf(ehr.quirks, resourceType);
  if (allowed.length === 0) throw refuse(404, 'not-found', 'This EHR does not serve that');
  const interaction = route?.data?.interaction as TypeInteraction | undefined;
  if (route === undefined || interaction === undefined || !allowed.includes(interaction))
    throw refuse(405, 'not-supported', `This EHR has no ${interaction ?? call.method} of ${resourceType}`);

  checkQuirks(call, interaction, ehr.quirks);
  const searched = interaction === 'search-type' ? searchQuery(call, route.query, ehr.quirks) : undefined;
  const request = {
    method: call.method,
    url: call.url,
    pathname: route.path,
    params: route.params,
    query: searched ?? route.query ?? {},
    headers: ehr.quirks.conditionalCreate ? call.headers : { ...call.headers, 'if-none-exist': undefined },
    body: searched ?? bodyFor(interaction, call.body, options),
  };
  const [outcome, resource] = await route.handler(request, repository, ehr.router, {
    assignedId: options.assignedId ?? false,
  });
  const status = getStatus(outcome);
  if (status >= 400 || resource === undefined) return { status, headers: {}, body: outcome };
  if (interaction === 'search-type')
    return { status, headers: {}, body: withLinks(resource as Bundle, searched, resourceType, ehr) };
  if (interaction === 'history-instance') return { status, headers: {}, body: resource };
  return answerResource(resource as StoredResource, { call, interaction, outcome, repository, ehr });
}

function checkQuirks(
  { url, headers, body }: Interaction,
  interaction: TypeInteraction,
  quirks: EhrQuirks,
): void {
  const changes = interaction === 'update' || interaction === 'patch' || interaction === 'delete';
  if (changes && url.includes('?') && !quirks.conditionalUpdate)
    throw refuse(405, 'not-supported', 'This EHR has no conditional update');

  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined && !/^(W\/)?"[^"]+"$/.test(ifMatch))
    throw refuse(400, 'invalid', 'If-Match must be an ETag such as W/"1"');
  if (interaction === 'update' && quirks.requireIfMatch && ifMatch === undefined)
    throw refuse(412, 'business-rule', 'This EHR takes an update only with If-Match');

  const categories =
    (body as Observation | undefined)?.resourceType === 'Observation' && quirks.singleCategoryOnly;
  if (categories && (interaction === 'create' || interaction === 'update')) {
    const [category, ...more] = (body as Observation).category ?? [];
    const known = category?.coding?.some(({ code = '' }) => categories.includes(code)) ?? false;
    if (!known || more.length > 0)
      throw refuse(
        422,
        'business-rule',
        `Exactly one category of ${categories.join(', ')}`,
        'Observation.category',
      );
  }
}

type Query = Record<string, string | string[]>;

/** The parameters of a search, by URL or by form, without those that this EHR ignores. */
function searchQuery({ method, body }: Interaction, query: Query = {}, quirks: EhrQuirks): Query {
  const asked = method === 'POST' ? { ...query, ...(body as Query) } : query;
  if (!quirks.ignoreIdentifierSearch) return asked;
  return Object.fromEntries(Object.entries(asked).filter(([name]) => !identifyingParameters.includes(name)));
}

/** A create has no id of the client's: http://hl7.org/fhir/R4/http.html#create */
function bodyFor(interaction: TypeInteraction, body: unknown, { assignedId }: InteractOptions): unknown {
  if (interaction !== 'create' && interaction !== 'update') return body;
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw refuse(400, 'structure', 'The body must be a resource');
  if (interaction === 'update' || assignedId === true) return body;
  const { id: _ignored, ...rest } = body as Resource;
  return rest;
}

function withLinks(bundle: Bundle, query: Query = {}, resourceType: string, { baseUrl }: Ehr): Bundle {
  const url = new URL(`${baseUrl}/${resourceType}`);
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) url.searchParams.append(name, value);
  const entry = bundle.entry?.map(({ resource, search }) => ({
    fullUrl: `${baseUrl}/${resourceType}/${resource?.id}`,
    resource,
    search,
  }));
  return { ...bundle, link: pageLinks(url, bundle.total ?? 0), entry } as Bundle;
}

function answerResource(
  resource: StoredResource,
  {
    call,
    interaction,
    outcome,
    repository,
    ehr,
  }: {
    call: Interaction;
    interaction: TypeInteraction;
    outcome: OperationOutcome;
    repository: SandboxRepository;
    ehr: Ehr;
  },
): Answer {
  const { resourceType, id, meta } = resource;
  const headers: Record<string, string> = {
    etag: `W/"${meta.versionId}"`,
    'last-modified': new Date(meta.lastUpdated).toUTCString(),
  };
  if (interaction === 'read' || interaction === 'vread') return { status: 200, headers, body: resource };

  headers.location = `${ehr.baseUrl}/${resourceType}/${id}/_history/${meta.versionId}`;
  const born = interaction === 'update' && repository.isFirstVersion(resource);
  const status = born ? 201 : getStatus(outcome);
  if (ehr.quirks.emptyCreateBody) return { status, headers: { ...headers, 'content-type': 'text/html' } };
  const prefer = String(call.headers.prefer ?? '');
  if (prefer.includes('return=minimal')) return { status, headers };
  return { status, headers, body: prefer.includes('return=OperationOutcome') ? outcome : resource };
}
