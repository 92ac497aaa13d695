/**
 * Whether the issuer of inbound tokens can be reached and publishes keys: without them every push is a 401.
 *
 * @module
 */
import * as v from 'valibot';
import { type Finding, fail, ok } from './finding.ts';

const Discovery = v.object({ issuer: v.string(), jwks_uri: v.string() });
const Keys = v.object({ keys: v.array(v.object({ kty: v.string() })) });
const TIMEOUT_MS = 10_000;

/** @param issuer undefined where the stack's own user pool issues the tokens. */
export async function checkIssuer(issuer: string | undefined): Promise<readonly Finding[]> {
  if (issuer === undefined) return [ok('tokens', "The stack's own user pool issues the tokens")];
  const discovery = v.safeParse(Discovery, await json(`${issuer}/.well-known/openid-configuration`));
  if (!discovery.success)
    return [
      fail('tokens', `${issuer}/.well-known/openid-configuration is not there. Correct tokens.issuer.`),
    ];
  if (discovery.output.issuer !== issuer)
    return [
      fail(
        'tokens',
        `It calls itself ${discovery.output.issuer}: write tokens.issuer exactly so, or its tokens are refused.`,
      ),
    ];
  const keys = v.safeParse(Keys, await json(discovery.output.jwks_uri));
  return keys.success && keys.output.keys.length > 0
    ? [ok('tokens', `${issuer} publishes ${keys.output.keys.length} keys`)]
    : [fail('tokens', `${discovery.output.jwks_uri} gives no keys: no token can be checked.`)];
}

async function json(url: string): Promise<unknown> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}
