/**
 * Sign-in with the authorization code flow and PKCE (RFC 6749, 7636; OpenID Connect Core) by `oauth4webapi`.
 *
 * The token lives in this tab's session storage until it runs out or the tab closes: a reload keeps the
 * person signed in, another tab or tomorrow does not. The page has no refresh token.
 *
 * @module
 */
import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  discoveryRequest,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import type { PageConfig } from './config.ts';

export interface Session {
  readonly accessToken: string;
  readonly idToken: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What must be remembered between leaving for the issuer and coming back. */
interface Errand {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The part of the address after `#`, to come back to the same program. */
  readonly hash: string;
}

const SESSION = 'outcomes.session';
const ERRAND = 'outcomes.sign-in';
const ASSUMED_SECONDS = 300;

/** Where the browser goes to sign in. */
export async function signInUrl(config: PageConfig, here: URL, storage: Storage): Promise<URL> {
  const server = await discover(config);
  if (server.authorization_endpoint === undefined)
    throw new Error('the issuer has no authorization endpoint');
  const errand: Errand = {
    state: generateRandomState(),
    nonce: generateRandomNonce(),
    verifier: generateRandomCodeVerifier(),
    hash: here.hash,
  };
  storage.setItem(ERRAND, JSON.stringify(errand));
  const url = new URL(server.authorization_endpoint);
  const asks = {
    response_type: 'code',
    client_id: config.clientId,
    redirect_uri: redirectUri(here),
    scope: config.scope,
    state: errand.state,
    nonce: errand.nonce,
    code_challenge: await calculatePKCECodeChallenge(errand.verifier),
    code_challenge_method: 'S256',
    ...audienceOf(config),
  };
  for (const [name, value] of Object.entries(asks)) url.searchParams.set(name, value);
  return url;
}

/**
 * Finishes a sign-in when `here` is the way back from the issuer.
 *
 * @returns the hash to go on with, or null when this is an ordinary visit.
 * @throws when the issuer refused, or the answer does not belong to a sign-in of this tab.
 */
export async function finishSignIn(
  config: PageConfig,
  here: URL,
  storage: Storage,
  now: () => number,
): Promise<string | null> {
  if (!here.searchParams.has('state')) return null;
  const kept = storage.getItem(ERRAND);
  storage.removeItem(ERRAND);
  if (kept === null) throw new Error('this sign-in was not started in this tab');
  const { state, nonce, verifier, hash } = JSON.parse(kept) as Errand;

  const server = await discover(config);
  const client = { client_id: config.clientId };
  const answer = validateAuthResponse(server, client, here, state);
  const response = await authorizationCodeGrantRequest(
    server,
    client,
    None(),
    answer,
    redirectUri(here),
    verifier,
    insecureOnThisMachine(config),
  );
  const tokens = await processAuthorizationCodeResponse(server, client, response, {
    ...(config.scope.split(' ').includes('openid') && { expectedNonce: nonce, requireIdToken: true }),
  });
  const session: Session = {
    accessToken: tokens.access_token,
    idToken: tokens.id_token ?? null,
    expiresAt: now() + (tokens.expires_in ?? ASSUMED_SECONDS) * 1000,
  };
  storage.setItem(SESSION, JSON.stringify(session));
  return hash;
}

export function currentSession(storage: Storage, now: () => number): Session | null {
  const kept = storage.getItem(SESSION);
  if (kept === null) return null;
  const session = JSON.parse(kept) as Session;
  return session.expiresAt > now() ? session : null;
}

export function forgetSession(storage: Storage): void {
  storage.removeItem(SESSION);
}

/** Where the browser goes to end the session at the issuer too; null when the issuer offers no such place. */
export async function signOutUrl(config: PageConfig, here: URL, session: Session): Promise<URL | null> {
  const { end_session_endpoint: endpoint } = await discover(config);
  if (endpoint === undefined) return null;
  const url = new URL(endpoint);
  url.searchParams.set('client_id', config.clientId);
  url.searchParams.set('post_logout_redirect_uri', redirectUri(here));
  url.searchParams.set('logout_uri', redirectUri(here)); // Cognito's own name for it
  if (session.idToken !== null) url.searchParams.set('id_token_hint', session.idToken);
  return url;
}

async function discover(config: PageConfig): Promise<AuthorizationServer> {
  const issuer = new URL(config.issuer);
  return processDiscoveryResponse(issuer, await discoveryRequest(issuer, insecureOnThisMachine(config)));
}

/** Plain HTTP is for the sandbox on one's own machine and for nothing else. */
function insecureOnThisMachine({ issuer }: PageConfig): { readonly [allowInsecureRequests]: boolean } {
  const { hostname } = new URL(issuer);
  return { [allowInsecureRequests]: hostname === '127.0.0.1' || hostname === 'localhost' };
}

/** The page's own address, exactly as it is registered at the issuer. */
function redirectUri({ origin, pathname }: URL): string {
  return origin + pathname;
}

/** RFC 8707 wants a URI as `resource`; issuers that know only names for APIs take `audience`. */
function audienceOf({ audience }: PageConfig): Record<string, string> {
  if (audience === undefined) return {};
  return URL.canParse(audience) ? { resource: audience } : { audience };
}
