/**
 * Tokens of an EHR by SMART Backend Services: a signed assertion of who we are, and for it a token of some
 * minutes. One request serves all that wait for it, and a token is used until shortly before it ends.
 *
 * Source: http://hl7.org/fhir/smart-app-launch/backend-services.html
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import { lackingScopes, neededScope } from '../../shared/write-back/system-scopes.ts';
import type { Signer } from './signing-keys.ts';

export interface BackendTokens {
  /** @throws {TokenUnavailable} */
  token(): Promise<string>;
  /** The EHR has refused this token: the next call asks for another. */
  refused(token: string): void;
}

/** The EHR has given no token. Codes are stable; nothing the EHR said is in it. */
export class TokenUnavailable extends Error {
  readonly code: string;
  readonly retryAfter: string | null;

  constructor(code: string, retryAfter: string | null = null) {
    super(`no token of the EHR: ${code}`);
    this.name = 'TokenUnavailable';
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

interface Held {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** SMART allows an assertion five minutes; clocks differ. */
const ASSERTION_SECONDS = 240;
/** What a token that does not say is good for. */
const ASSUMED_SECONDS = 300;
/** A token is not used in its last half minute, nor in the last tenth of a short life. */
const SPARE_SECONDS = 30;

type Authenticated = Pick<SourceSettings, 'ehr'> & Partial<Pick<SourceSettings, 'searched'>>;

/** Undefined for an EHR that is asked without a token. @param signers the first that the EHR takes signs. */
export function backendTokens(
  source: Authenticated,
  signers: readonly Signer[],
  now: () => number = Date.now,
): BackendTokens | undefined {
  const { baseUrl, auth, timeoutMs } = source.ehr;
  if (auth === undefined) return undefined;
  const scope = auth.scope ?? neededScope(source.searched ?? []);
  let held: Held | undefined;
  let flight: Promise<Held> | undefined;

  async function ask(): Promise<Held> {
    const { tokenUrl, algorithms } = await whereTokensAre(baseUrl, auth?.tokenUrl, timeoutMs);
    const signer = signers.find(({ algorithm }) => algorithms?.includes(algorithm) ?? true);
    if (signer === undefined) throw new TokenUnavailable('ehr-token-no-algorithm');
    const assertion = await assertionFor(auth?.clientId ?? '', tokenUrl, signer, now());
    const answer = await asked(tokenUrl, timeoutMs, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(scope !== '' && { scope }),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    });
    const { access_token: token, expires_in: seconds = ASSUMED_SECONDS, scope: granted } = answer;
    if (typeof token !== 'string' || token === '' || typeof seconds !== 'number')
      throw new TokenUnavailable('ehr-token-unreadable');
    // Told now, once, and not by a refusal of every single score.
    if (typeof granted === 'string' && lackingScopes(scope, granted).length > 0)
      throw new TokenUnavailable('ehr-token-scope-lacking');
    return { token, until: now() + (seconds - Math.min(SPARE_SECONDS, seconds / 10)) * 1000 };
  }

  return {
    async token() {
      if (held !== undefined && now() < held.until) return held.token;
      flight ??= ask().finally(() => {
        flight = undefined;
      });
      held = await flight;
      return held.token;
    },
    refused(token) {
      if (held?.token === token) held = undefined;
    },
  };
}

async function assertionFor(
  clientId: string,
  audience: string,
  signer: Signer,
  now: number,
): Promise<string> {
  const issued = Math.floor(now / 1000);
  const header = { alg: signer.algorithm, kid: signer.id, typ: 'JWT' };
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: audience,
    jti: randomUUID(),
    iat: issued,
    exp: issued + ASSERTION_SECONDS,
  };
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  try {
    return `${text}.${await signer.sign(text)}`;
  } catch {
    throw new TokenUnavailable('ehr-token-not-signed');
  }
}

interface TokenPlace {
  readonly tokenUrl: string;
  /** Undefined where the EHR does not say. */
  readonly algorithms: readonly string[] | undefined;
}

/** Asked each time: it is one small document a token, and an EHR may move. */
async function whereTokensAre(
  baseUrl: string,
  written: string | undefined,
  timeoutMs: number,
): Promise<TokenPlace> {
  if (written !== undefined) return { tokenUrl: written, algorithms: undefined };
  const { token_endpoint: tokenUrl, token_endpoint_auth_signing_alg_values_supported: algorithms } =
    await asked(`${baseUrl}/.well-known/smart-configuration`, timeoutMs, {
      headers: { accept: 'application/json' },
    });
  if (typeof tokenUrl !== 'string' || !isTrusted(tokenUrl))
    throw new TokenUnavailable('ehr-token-endpoint-unknown');
  return {
    tokenUrl,
    algorithms: Array.isArray(algorithms) ? algorithms.filter((one) => typeof one === 'string') : undefined,
  };
}

/** What the settings ask of every address: https, or this machine. */
function isTrusted(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
}

/** A document of the EHR. @throws {TokenUnavailable} for everything that is none. */
async function asked(
  url: string,
  timeoutMs: number,
  request: RequestInit,
): Promise<Readonly<Record<string, unknown>>> {
  let response: Response;
  try {
    response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    throw new TokenUnavailable(isLate ? 'ehr-token-timed-out' : 'ehr-token-unreachable');
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok)
    throw new TokenUnavailable(`ehr-token-answered-${response.status}`, response.headers.get('retry-after'));
  if (typeof body !== 'object' || body === null) throw new TokenUnavailable('ehr-token-unreadable');
  return body as Readonly<Record<string, unknown>>;
}
