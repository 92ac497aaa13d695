/**
 * The groups of the person who asks, as their token lists them.
 *
 * The gateway has verified the token, and hands its claims over as text: of the list `["Call center operators"]`
 * it makes `[Call center operators]`, which could as well be three names. So the list is read from the token itself.
 *
 * @module
 */
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';

type Request = Pick<APIGatewayProxyEventV2WithJWTAuthorizer, 'headers'>;

/** A claim that is text is one group; of a token that cannot be read nobody has any. */
export function groupsOf({ headers }: Request, groupsClaim: string): readonly string[] {
  const claim = payloadOf(headers.authorization ?? '')[groupsClaim];
  if (typeof claim === 'string') return [claim];
  return Array.isArray(claim) ? claim.filter((group) => typeof group === 'string') : [];
}

function payloadOf(authorization: string): Readonly<Record<string, unknown>> {
  const [, payload = ''] = authorization.replace(/^bearer /i, '').split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
