/**
 * An HTTP API's own CORS answers. Pure: the headers to add, or none.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 *
 * @module
 */

export interface CorsConfiguration {
  readonly AllowOrigins?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly AllowCredentials?: boolean;
  readonly MaxAge?: number;
}

/** Whether the API itself answers this request, without route and authorizer. */
export function isPreflight(method: string, header: (name: string) => string | undefined): boolean {
  return (
    method === 'OPTIONS' &&
    header('origin') !== undefined &&
    header('access-control-request-method') !== undefined
  );
}

export function preflightHeaders(
  cors: CorsConfiguration,
  origin: string | undefined,
): Readonly<Record<string, string>> {
  const allowed = corsHeaders(cors, origin);
  if (Object.keys(allowed).length === 0) return allowed;
  return {
    ...allowed,
    ...(cors.AllowMethods !== undefined && { 'access-control-allow-methods': cors.AllowMethods.join(',') }),
    ...(cors.AllowHeaders !== undefined && { 'access-control-allow-headers': cors.AllowHeaders.join(',') }),
    ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
  };
}

/** Added to every answer to an origin that is allowed. */
export function corsHeaders(
  { AllowOrigins = [], AllowCredentials = false, ExposeHeaders }: CorsConfiguration,
  origin: string | undefined,
): Readonly<Record<string, string>> {
  if (origin === undefined) return {};
  const allowed = AllowOrigins.includes('*') ? '*' : AllowOrigins.includes(origin) ? origin : undefined;
  if (allowed === undefined) return {};
  return {
    'access-control-allow-origin': allowed,
    ...(allowed !== '*' && { vary: 'Origin' }),
    ...(AllowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...(ExposeHeaders !== undefined && { 'access-control-expose-headers': ExposeHeaders.join(',') }),
  };
}
