/**
 * Which response a delivery is about. Everything later (versions, scores, Observations) hangs on it, so a
 * source declares once how its responses are named and the rule is the same for all its shapes.
 *
 * | mode         | identity                                                                              |
 * | ------------ | ------------------------------------------------------------------------------------- |
 * | `id`         | id in the URL (PUT, hook path, `entry.request.url`); `fullUrl` under the source's base |
 * |              | is the same id; another absolute `fullUrl` is itself; `urn:uuid` never                  |
 * | `identifier` | `system|value` of the first identifier that has both                                    |
 * | neither      | a hash of the content, so that a retried POST is the same response                      |
 *
 * @module
 */
import { contentHash, type Sha256 } from './content-hash.ts';

export type IdentityMode = 'id' | 'identifier';

export interface Named {
  readonly resource: Readonly<Record<string, unknown>>;
  /** Id in the request's URL, which wins over the body's. */
  readonly urlId?: string | undefined;
  readonly fullUrl?: string | undefined;
}

export function identityOf(
  { resource, urlId, fullUrl }: Named,
  {
    mode,
    baseUrl,
    sha256,
  }: { readonly mode: IdentityMode; readonly baseUrl?: string | undefined; readonly sha256: Sha256 },
): string {
  const named =
    mode === 'identifier' ? identifierOf(resource.identifier) : idOf(resource, urlId, fullUrl, baseUrl);
  return named ?? `content-${contentHash(resource, sha256)}`;
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
