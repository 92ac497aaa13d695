/**
 * Routes of the HTTP API with their functions and authorizers, from the template.
 *
 * @module
 */
import type { Authorization } from './authorization.ts';
import { CloudError } from './cloud-error.ts';
import type { HttpEvent } from './http-event.ts';
import { type JwtConfiguration, jwtAuthorizer } from './jwt-authorizer.ts';
import type { LocalFunction } from './lambda.ts';
import { lambdaAuthorizer } from './lambda-authorizer.ts';
import type { Stack } from './stack.ts';

export interface ApiRoute {
  readonly routeKey: string;
  readonly target: LocalFunction;
  readonly timeoutMs: number;
  readonly authorize: (event: HttpEvent, routeArn: string) => Promise<Authorization>;
}

interface RouteProperties {
  readonly RouteKey: string;
  readonly Target: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: string;
  readonly AuthorizationScopes?: readonly string[];
}

interface IntegrationProperties {
  readonly IntegrationType: string;
  readonly IntegrationUri?: string;
  readonly IntegrationSubtype?: string;
  readonly PayloadFormatVersion?: string;
  readonly TimeoutInMillis?: number;
}

interface AuthorizerProperties {
  readonly AuthorizerType: 'JWT' | 'REQUEST';
  readonly IdentitySource?: readonly string[];
  readonly JwtConfiguration?: JwtConfiguration;
  readonly AuthorizerUri?: string;
  readonly AuthorizerPayloadFormatVersion?: string;
  readonly EnableSimpleResponses?: boolean;
  readonly AuthorizerResultTtlInSeconds?: number;
}

type AuthorizerCall = (
  event: HttpEvent,
  routeArn: string,
  scopes: readonly string[],
) => Promise<Authorization>;

const LONGEST_INTEGRATION_MS = 30_000;

/** Throws `property-unsupported` for integrations and authorizers that cannot run here. */
export function readRoutes(
  stack: Stack,
  functionOf: (nameOrArn: string) => LocalFunction,
  onProblem: (text: string) => void,
): readonly ApiRoute[] {
  for (const id of stack.ids('AWS::ApiGatewayV2::Stage')) {
    if (stack.ref(id) !== '$default') throw unsupported(id, 'is a stage other than $default');
  }
  const authorizers = new Map(
    stack
      .ids('AWS::ApiGatewayV2::Authorizer')
      .map((id) => [id, readAuthorizer(stack, id, functionOf, onProblem)]),
  );

  return stack.ids('AWS::ApiGatewayV2::Route').map((id) => {
    const route = stack.properties<RouteProperties>(id);
    const integrationId = route.Target.replace(/^integrations\//, '');
    const integration = stack.properties<IntegrationProperties>(integrationId);
    if (
      integration.IntegrationType !== 'AWS_PROXY' ||
      integration.IntegrationSubtype !== undefined ||
      integration.PayloadFormatVersion !== '2.0'
    ) {
      throw unsupported(integrationId, 'is not a Lambda integration with payload format 2.0');
    }
    return {
      routeKey: route.RouteKey,
      target: functionOf(functionArnIn(integration.IntegrationUri ?? '')),
      timeoutMs: integration.TimeoutInMillis ?? LONGEST_INTEGRATION_MS,
      authorize: authorizeWith(id, route, authorizers),
    };
  });
}

function authorizeWith(
  id: string,
  { AuthorizationType = 'NONE', AuthorizerId = '', AuthorizationScopes = [] }: RouteProperties,
  authorizers: ReadonlyMap<string, AuthorizerCall>,
): ApiRoute['authorize'] {
  if (AuthorizationType === 'NONE') return async () => ({ kind: 'allowed', context: {} });
  const authorizer = authorizers.get(AuthorizerId);
  if (authorizer === undefined) throw unsupported(id, `has the authorization type ${AuthorizationType}`);
  return (event, routeArn) => authorizer(event, routeArn, AuthorizationScopes);
}

function readAuthorizer(
  stack: Stack,
  id: string,
  functionOf: (nameOrArn: string) => LocalFunction,
  onProblem: (text: string) => void,
): AuthorizerCall {
  const authorizer = stack.properties<AuthorizerProperties>(id);
  const { IdentitySource: identitySource = [] } = authorizer;
  if (authorizer.AuthorizerType === 'JWT') {
    const [source = ''] = identitySource;
    const header = /^\$request\.header\.(.+)$/.exec(source)?.[1]?.toLowerCase();
    if (authorizer.JwtConfiguration === undefined || header === undefined) {
      throw unsupported(id, `reads its token from ${source}`);
    }
    const judge = jwtAuthorizer(authorizer.JwtConfiguration);
    return (event, _routeArn, scopes) => judge(event.headers[header], scopes);
  }
  if (authorizer.AuthorizerPayloadFormatVersion !== '2.0') throw unsupported(id, 'uses payload format 1.0');
  const judge = lambdaAuthorizer({
    target: functionOf(functionArnIn(authorizer.AuthorizerUri ?? '')),
    identitySource,
    simple: authorizer.EnableSimpleResponses ?? false,
    cacheSeconds: authorizer.AuthorizerResultTtlInSeconds ?? 0,
    onProblem,
  });
  return (event, routeArn) => judge(event, routeArn);
}

/** The function's ARN, also when it is wrapped into an API Gateway invocation URI. */
function functionArnIn(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function unsupported(id: string, why: string): CloudError {
  return new CloudError('property-unsupported', `${id} ${why}: the local cloud cannot run it.`);
}
