/**
 * How `oidc-provider` is set up: which clients, which personas, what an access token says.
 *
 * | claim       | of a source                              | of a persona               |
 * | ----------- | ---------------------------------------- | -------------------------- |
 * | `sub`       | the client id                            | the persona's id           |
 * | `client_id` | the client id                            | `outcomes-page`            |
 * | `scope`     | `system/QuestionnaireResponse.c` (and `.r`) | `openid`                |
 * | `groups`    | none                                     | the persona's groups       |
 *
 * Access tokens are JWTs (RFC 9068), so that whoever accepts them needs only the key set. Everything the
 * library would otherwise print a notice about is set.
 *
 * @module
 */
import {
  type ClientMetadata,
  type Configuration,
  errors,
  type JWK,
  type ResourceServer,
} from 'oidc-provider';
import { type Keepsakes, SIGNING_ALGORITHM } from './keepsakes.ts';
import { memoryAdapter } from './memory-adapter.ts';
import { noticePage, signOutPage } from './pages.ts';
import type { Persona } from './persona.ts';

/** Public client of the page: no secret, PKCE instead. */
export const PAGE_CLIENT = 'outcomes-page';
export const SOURCE_SCOPE = 'system/QuestionnaireResponse.c system/QuestionnaireResponse.r';
export const PAGE_SCOPE = 'openid';
export const SIGN_IN_PATH = '/sign-in';
/** How long an access token is good for on a laptop: a working day. */
const ACCESS_TOKEN_SECONDS = 8 * 60 * 60;
const SESSION_SECONDS = 14 * 24 * 60 * 60;

interface ConfigurationParts {
  readonly clientIds: readonly string[];
  readonly audience: string;
  readonly personas: readonly Persona[];
  readonly pageRedirects: readonly string[];
  readonly keepsakes: Keepsakes;
}

export function providerConfiguration(parts: ConfigurationParts): Configuration {
  const { audience, personas, pageRedirects, keepsakes } = parts;
  const groupsOf = (id: string) => personas.find((persona) => persona.id === id)?.groups ?? [];
  const pageOrigins = new Set(pageRedirects.map((uri) => new URL(uri).origin));
  const resource = resourceFor(audience);

  return {
    adapter: memoryAdapter(Date.now),
    jwks: { keys: [keepsakes.signingKey as JWK] },
    cookies: { keys: [...keepsakes.cookieKeys] },
    clients: [...parts.clientIds.map((id) => sourceClient(id, keepsakes)), pageClient(pageRedirects)],
    clientDefaults: { id_token_signed_response_alg: SIGNING_ALGORITHM },
    clientBasedCORS: (_ctx, origin) => pageOrigins.has(origin),
    scopes: ['openid', ...SOURCE_SCOPE.split(' ')],
    claims: { openid: ['sub', 'role', 'groups'] },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, indicator) => resourceServer(indicator, resource, audience),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = signOutPage(form);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = noticePage('Signed out', 'You are signed out of the sandbox.');
        },
      },
    },
    extraTokenClaims: (_ctx, token) => ({
      groups: 'accountId' in token ? groupsOf(token.accountId) : [],
    }),
    findAccount: (_ctx, id) => accountOf(personas, id),
    interactions: { url: (_ctx, { uid }) => `${SIGN_IN_PATH}/${uid}` },
    loadExistingGrant: (ctx) => grantFor(ctx, resource),
    renderError: (ctx, { error, error_description }) => {
      ctx.type = 'html';
      ctx.body = noticePage(
        'The sign-in did not work',
        `${error}: ${error_description ?? 'no further words'}`,
      );
    },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      ClientCredentials: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      IdToken: ACCESS_TOKEN_SECONDS,
      Interaction: 60 * 60,
      Session: SESSION_SECONDS,
      Grant: SESSION_SECONDS,
    },
  };
}

/** The resource indicator (RFC 8707) that stands for the API. It must be a URI; an audience need not be. */
export function resourceFor(audience: string): string {
  return URL.canParse(audience) ? audience : `urn:outcomes-pipeline:api:${encodeURIComponent(audience)}`;
}

export function resourceServer(indicator: string, resource: string, audience: string): ResourceServer {
  if (indicator !== resource)
    throw new errors.InvalidTarget(
      `The only resource here is ${resource}; leave the parameter out or send that`,
    );
  return {
    audience,
    scope: `${SOURCE_SCOPE} ${PAGE_SCOPE}`,
    accessTokenFormat: 'jwt',
    accessTokenTTL: ACCESS_TOKEN_SECONDS,
    jwt: { sign: { alg: SIGNING_ALGORITHM } },
  };
}

function sourceClient(clientId: string, { clientSecrets }: Keepsakes): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: clientSecrets[clientId],
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    scope: SOURCE_SCOPE,
  };
}

function pageClient(redirects: readonly string[]): ClientMetadata {
  const asksPeople = redirects.length > 0;
  return {
    client_id: PAGE_CLIENT,
    token_endpoint_auth_method: 'none',
    grant_types: asksPeople ? ['authorization_code'] : [],
    response_types: asksPeople ? ['code'] : [],
    redirect_uris: [...redirects],
    post_logout_redirect_uris: [...redirects],
    scope: PAGE_SCOPE,
  };
}

function accountOf(personas: readonly Persona[], id: string) {
  const persona = personas.find((one) => one.id === id);
  if (persona === undefined) return undefined;
  const { role, groups } = persona;
  return { accountId: id, claims: () => ({ sub: id, role, groups }) };
}

/** The page is ours and asks for nothing but who is there, so nobody is asked to consent. */
async function grantFor(
  ctx: Parameters<NonNullable<Configuration['loadExistingGrant']>>[0],
  resource: string,
) {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(PAGE_SCOPE);
  grant.addOIDCClaims(['role', 'groups']);
  grant.addResourceScope(resource, PAGE_SCOPE);
  await grant.save();
  return grant;
}
