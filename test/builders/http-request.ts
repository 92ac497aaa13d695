import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';

export interface PersonRequest {
  readonly sub?: string;
  readonly groups?: readonly string[];
  readonly query?: Record<string, string>;
  readonly path?: Record<string, string>;
  readonly body?: string;
}

/** A request as an HTTP API with a JWT authorizer hands it over; groups come as text, as API Gateway has it. */
export function personRequest(
  routeKey: string,
  { sub = 'dr-1', groups = [], query, path, body }: PersonRequest,
): APIGatewayProxyEventV2WithJWTAuthorizer {
  const [method, rawPath] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath,
    headers: {},
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
