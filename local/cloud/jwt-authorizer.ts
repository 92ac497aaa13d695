/**
 * JWT authorizer of an HTTP API: the token is really verified, with the keys of the issuer's discovery
 * document. RSA only, as in AWS: a token that works here works there.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 *
 * @module
 */
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Authorization } from './authorization.ts';

export interface JwtConfiguration {
  readonly Issuer: string;
  readonly Audience: readonly string[];
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
const CLOCK_TOLERANCE_SECONDS = 0;

/** Judges a token: 401 for one that is missing or wrong, 403 for one without any scope of the route. */
export function jwtAuthorizer(
  configuration: JwtConfiguration,
): (token: string | undefined, routeScopes: readonly string[]) => Promise<Authorization> {
  const keys = issuerKeys(configuration.Issuer);

  return async (token, routeScopes) => {
    if (token === undefined || token === '') return { kind: 'refused', status: 401 };
    let claims: JWTPayload;
    try {
      const { payload } = await jwtVerify(token.replace(/^bearer /i, ''), await keys(), {
        issuer: configuration.Issuer,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp'],
      });
      claims = payload;
    } catch {
      return { kind: 'refused', status: 401 };
    }
    if (!isForAudience(claims, configuration.Audience)) return { kind: 'refused', status: 401 };

    const scopes = scopesOf(claims);
    if (routeScopes.length > 0 && !routeScopes.some((scope) => scopes.includes(scope))) {
      return { kind: 'refused', status: 403 };
    }
    const context = { jwt: { claims: asText(claims), scopes: routeScopes.length > 0 ? scopes : null } };
    return { kind: 'allowed', context };
  };
}

/** Reads the discovery document once; a failure is forgotten, so that a late issuer is found. */
function issuerKeys(issuer: string): () => Promise<JWTVerifyGetKey> {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { jwks_uri } = (await answer.json()) as { jwks_uri: string };
    return createRemoteJWKSet(new URL(jwks_uri));
  };
  return () => {
    keys ??= discover().catch((error: Error) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
}

/** `client_id` counts only where there is no `aud`. */
function isForAudience({ aud, client_id }: JWTPayload, audience: readonly string[]): boolean {
  return [aud ?? client_id].flat().some((one) => typeof one === 'string' && audience.includes(one));
}

function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
  const given = scope ?? scp;
  if (Array.isArray(given)) return given.map(String);
  return typeof given === 'string' ? given.split(' ') : [];
}

/** API Gateway hands every claim over as text, a list as `[a b]`. */
function asText(claims: JWTPayload): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      if (Array.isArray(value)) return [name, `[${value.join(' ')}]`];
      return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
    }),
  );
}
