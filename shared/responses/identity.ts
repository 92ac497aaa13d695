/**
 * Which response a delivery is about. Everything later (versions, scores, Observations) hangs on it, so a
 * source declares once how its responses are named and the rule is the same for all its shapes.
 *
 * | mode         | identity                                                                              |
 * | ------------ | ------------------------------------------------------------------------------------- |
 * | `id`         | id in the URL (PUT, hook path, `entry.request.url`); `fullUrl` under the source's base |
 * |              | is the same id; another absolute `fullUrl` is itself; `urn:uuid` never                  |
 * | `identifier` | `system|value` of the first identifier that has both                                    |
 * | neither      | `system|value` of a conditional URL (`?identifier=`), else a hash of the content, so     |
 * |              | that a retried POST is the same response                                                |
 *
 * A name that no table could hold (too long, half a character) is replaced by its hash: one bad name must not
 * hold up what came with it.
 *
 * @module
 */
import { contentHash, type Sha256 } from './content-hash.ts';

export type IdentityMode = 'id' | 'identifier';

export interface Named {
  readonly resource: Readonly<Record<string, unknown>>;
  /** Id in the request's URL, which wins over the body's. */
  readonly urlId?: string | undefined;
  /** `system|value` of a conditional URL. */
  readonly urlIdentifier?: string | undefined;
  readonly fullUrl?: string | undefined;
}

/** In bytes, as it stands in a key. Keys of the table hold 2 048 and 1 024, other parts included. */
const LONGEST_NAME = 600;

export function identityOf(
  { resource, urlId, urlIdentifier, fullUrl }: Named,
  {
    mode,
    baseUrl,
    sha256,
  }: { readonly mode: IdentityMode; readonly baseUrl?: string | undefined; readonly sha256: Sha256 },
): string {
  const named =
    mode === 'identifier' ? identifierOf(resource.identifier) : idOf(resource, urlId, fullUrl, baseUrl);
  const name = named ?? urlIdentifier;
  return name === undefined ? `content-${contentHash(resource, sha256)}` : storedName(name, sha256);
}

/**
 * What a delete withdraws; undefined where its URL does not name responses the way the source does, so that
 * nobody can tell which it is.
 *
 * @param urlId id in its URL, or the name we gave the response ourselves (`Location`).
 */
export function deletedIdentity(
  { urlId, urlIdentifier }: Pick<Named, 'urlId' | 'urlIdentifier'>,
  mode: IdentityMode,
  sha256: Sha256,
): string | undefined {
  const name =
    mode === 'id' ? urlId : (urlIdentifier ?? (urlId !== undefined && OURS.test(urlId) ? urlId : undefined));
  return name === undefined ? undefined : storedName(name, sha256);
}

/** Names of the mode `identifier`: `system|value`, or a hash. */
const OURS = /\||^(?:content|name)-[0-9a-f]/;

/** The name under which a response that goes by `name` is kept. */
export function storedName(name: string, sha256: Sha256): string {
  const whole = name.toWellFormed();
  return whole === name && encodeURIComponent(whole).length <= LONGEST_NAME
    ? name
    : `name-${sha256(JSON.stringify(name))}`;
}

function idOf(
  resource: Readonly<Record<string, unknown>>,
  urlId: string | undefined,
  fullUrl: string | undefined,
  baseUrl: string | undefined,
): string | undefined {
  if (urlId !== undefined) return urlId;
  if (fullUrl !== undefined && /^https?:\/\//.test(fullUrl)) {
    const base = baseUrl?.replace(/\/$/, '');
    const prefix = `${base}/QuestionnaireResponse/`;
    return base !== undefined && fullUrl.startsWith(prefix)
      ? fullUrl.slice(prefix.length).split('/', 1)[0]
      : fullUrl;
  }
  return typeof resource.id === 'string' && resource.id !== '' ? resource.id : undefined;
}

/** R4 allows one identifier; some servers send a list. */
function identifierOf(identifier: unknown): string | undefined {
  for (const one of Array.isArray(identifier) ? identifier : [identifier]) {
    const { system, value } = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>;
    if (typeof system === 'string' && system !== '' && typeof value === 'string' && value !== '')
      return `${system}|${value}`;
  }
  return undefined;
}
