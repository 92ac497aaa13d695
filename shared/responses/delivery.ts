/**
 * What an EHR pushed, in one shape whatever road it came by.
 *
 * @module
 */
import { CONTEXT_TYPES } from '../programs/context.ts';
import type { ProgramEvidence } from '../programs/named-program.ts';
import { questionnaireResponses } from './bundle.ts';
import type { Sha256 } from './content-hash.ts';
import { deletedIdentity, type IdentityMode, identityOf, type Named } from './identity.ts';
import { isObject } from './questionnaire-response.ts';

type Resource = Readonly<Record<string, unknown>>;

/** One response to create, replace or withdraw. */
export interface ResponseDelivery {
  readonly kind: 'upsert' | 'delete';
  readonly identity: string;
  /** Absent for a delete. */
  readonly resource?: Resource;
  /** Program named by the push itself. */
  readonly program?: string;
  /** Which rule named the program, when it was not the push. */
  readonly programBy?: ProgramEvidence;
}

/** A message of the internal queue. A transaction Bundle is one message. */
export interface Envelope {
  readonly source: string;
  /** ISO instant at which it reached us, stamped once. */
  readonly receivedAt: string;
  /** Set by `rescore`: stored responses that are to be scored again, since this ISO instant. */
  readonly rescoredAt?: string;
  readonly responses: readonly ResponseDelivery[];
  /** Episodes, appointments and the like that came along: what outcomes need besides scores. */
  readonly context: readonly Resource[];
}

export interface NamingRules {
  readonly mode: IdentityMode;
  /** FHIR base of the source. */
  readonly baseUrl: string;
  readonly sha256: Sha256;
}

/** A delete of which nobody can tell what it withdraws. */
export interface UnnamedDelete {
  /** Position in `Bundle.entry`. */
  readonly index: number;
  /** Id at the EHR, where its URL says one. */
  readonly id: string | undefined;
}

export interface Deliveries extends Pick<Envelope, 'responses' | 'context'> {
  /** Whoever sent them must hear of it: the scores stay in force. */
  readonly unnamed: readonly UnnamedDelete[];
}

/** Deliveries of one resource that is a QuestionnaireResponse or a Bundle; null for anything else. */
export function deliveriesOf(
  resource: Resource,
  naming: NamingRules,
  pushed: { readonly urlId?: string | undefined; readonly program?: string | undefined } = {},
): Deliveries | null {
  if (resource.resourceType === 'QuestionnaireResponse') {
    const alone = upsert({ resource, urlId: pushed.urlId }, naming, pushed.program);
    return { responses: [alone], context: [], unnamed: [] };
  }
  if (resource.resourceType !== 'Bundle') return null;
  const responses: ResponseDelivery[] = [];
  const unnamed: UnnamedDelete[] = [];
  const known = idsInBundle(resource);
  for (const entry of questionnaireResponses(resource)) {
    if (entry.method !== 'DELETE') {
      const named = { ...entry, resource: resolved(entry.resource, known) };
      responses.push(upsert(named, naming, pushed.program));
      continue;
    }
    const identity = deletedIdentity(entry, naming.mode, naming.sha256);
    if (identity === undefined) unnamed.push({ index: entry.index, id: entry.urlId });
    else responses.push({ kind: 'delete', identity });
  }
  return { responses, context: contextResources(resource, known), unnamed };
}

function upsert(named: Named, naming: NamingRules, pushed: string | undefined): ResponseDelivery {
  const { resource } = named;
  const program = pushed ?? taggedProgram(resource);
  return {
    kind: 'upsert',
    identity: identityOf(named, naming),
    resource,
    ...(program === undefined || program.length > LONGEST_PROGRAM ? {} : { program }),
  };
}

/** `Patient/<id>` of each resource that the Bundle itself names by a `urn:uuid`. */
function idsInBundle({ entry }: Resource): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const one of Array.isArray(entry) ? (entry as readonly unknown[]) : []) {
    if (!isObject(one) || typeof one.fullUrl !== 'string' || !one.fullUrl.startsWith('urn:')) continue;
    const { resourceType, id } = isObject(one.resource) ? one.resource : {};
    const url = isObject(one.request) && one.request.method === 'PUT' ? one.request.url : undefined;
    // A POST gets its id from the EHR: the one in its body is nobody's.
    const isPosted = isObject(one.request) && one.request.method === 'POST';
    const put =
      typeof url === 'string' && /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(url) ? url : undefined;
    const own = !isPosted && typeof id === 'string' ? `${String(resourceType)}/${id}` : undefined;
    const reference = put ?? own;
    if (reference !== undefined) known.set(one.fullUrl, reference);
  }
  return known;
}

/** The response with the references that its Bundle resolves written out, as the EHR does when it takes it. */
function resolved(response: Resource, known: ReadonlyMap<string, string>): Resource {
  if (known.size === 0) return response;
  const written = ['subject', 'encounter', 'author'].flatMap((element) => {
    const value = response[element];
    const reference = isObject(value) ? known.get(String(value.reference)) : undefined;
    return isObject(value) && reference !== undefined ? [[element, { ...value, reference }] as const] : [];
  });
  return written.length === 0 ? response : { ...response, ...Object.fromEntries(written) };
}

/** Ids of programs have 32 characters at most; what is longer names none. */
const LONGEST_PROGRAM = 64;

/** Tag by which an integration engine may name the program: `meta.tag` of this system. */
const PROGRAM_TAG = 'urn:outcomes-pipeline:program';

function taggedProgram({ meta }: Resource): string | undefined {
  const tags = isObject(meta) && Array.isArray(meta.tag) ? (meta.tag as readonly unknown[]) : [];
  const tag = tags.find((one) => isObject(one) && one.system === PROGRAM_TAG);
  return isObject(tag) && typeof tag.code === 'string' ? tag.code : undefined;
}

function contextResources({ entry }: Resource, known: ReadonlyMap<string, string>): readonly Resource[] {
  if (!Array.isArray(entry)) return [];
  return (entry as readonly unknown[]).flatMap((one) => {
    const resource = isObject(one) ? one.resource : undefined;
    return isObject(resource) && CONTEXT_TYPES.has(resource.resourceType)
      ? [known.size === 0 ? resource : (withReferences(resource, known, DEEPEST_REFERENCE) as Resource)]
      : [];
  });
}

/** `EpisodeOfCare.diagnosis[].condition.reference` is the deepest that is read. */
const DEEPEST_REFERENCE = 4;

function withReferences(value: unknown, known: ReadonlyMap<string, string>, depth: number): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return value.map((one) => withReferences(one, known, depth - 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'reference' && typeof inner === 'string'
        ? (known.get(inner) ?? inner)
        : withReferences(inner, known, depth - 1),
    ]),
  );
}
