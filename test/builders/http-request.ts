import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';

export interface PersonRequest {
  readonly sub?: string;
  readonly groups?: readonly string[];
  readonly query?: Record<string, string>;
  readonly path?: Record<string, string>;
  readonly body?: string;
}

/** An unsigned token that carries these claims, for functions behind an authorizer that has checked it. */
export function tokenWith(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `Bearer ${part({ alg: 'RS256' })}.${part(claims)}.unsigned`;
}

/** A request as an HTTP API with a JWT authorizer hands it over; its claims are text, as API Gateway has them. */
export function personRequest(
  routeKey: string,
  { sub = 'dr-1', groups = [], query, path, body }: PersonRequest,
): APIGatewayProxyEventV2WithJWTAuthorizer {
  const [method, rawPath] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath,
    headers: { authorization: tokenWith({ sub, groups }) },
    ...(query && { queryStringParameters: query }),
    ...(path && { pathParameters: path }),
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
    requestContext: {
      http: { method },
      authorizer: { jwt: { claims: { sub, groups: `[${groups.join(' ')}]` }, scopes: null } },
    },
  } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
}
