/**
 * The one public door: the FHIR endpoint for EHRs and the outcomes API for the page. Tokens and scopes are
 * checked here, before any of our code runs; which source or program a token speaks for is the function's
 * business.
 *
 * @module
 */
import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';
import type { Store } from './store.ts';
import { fhirScopes, type Tokens } from './tokens.ts';

export interface ApiProps {
  /** These may read it from a browser. */
  readonly pageOrigins: readonly string[];
  readonly store: Store;
  readonly tokens: Tokens;
  /** Answers `/fhir`. */
  readonly receive: NodeFunction;
  /** Answers `/programs`. */
  readonly metrics: NodeFunction;
  /** Answers `/alerts`. */
  readonly alerts: NodeFunction;
  /** Answers `/.well-known/jwks.json`; undefined where no EHR is signed in to. */
  readonly keys: NodeFunction | undefined;
}

const { GET, POST, PUT, DELETE, ANY } = HttpMethod;

export class Api extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { pageOrigins, store, tokens, receive, metrics, alerts, keys } = props;
    const api = new HttpApi(this, 'Http', {
      description: 'Outcomes pipeline: FHIR intake and program outcomes',
      createDefaultStage: false,
      ...(pageOrigins.length > 0 && {
        corsPreflight: {
          allowOrigins: [...pageOrigins],
          allowMethods: [CorsHttpMethod.GET],
          allowHeaders: ['authorization', 'content-type'],
          // The name of a file that is downloaded.
          exposeHeaders: ['content-disposition'],
          maxAge: Duration.hours(1),
        },
      }),
    });
    const stage = api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', { retention: RetentionDays.ONE_YEAR, encryptionKey: store.key }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    this.url = stage.url;

    const authorizer = new HttpJwtAuthorizer('Tokens', tokens.issuer, { jwtAudience: [...tokens.audience] });
    const open = (path: string, methods: HttpMethod[], integration: HttpLambdaIntegration): HttpRoute[] =>
      api.addRoutes({ path, methods, integration });
    const guarded = (
      path: string,
      methods: HttpMethod[],
      integration: HttpLambdaIntegration,
      ...authorizationScopes: string[]
    ): HttpRoute[] => api.addRoutes({ path, methods, integration, authorizer, authorizationScopes });

    const fhir = new HttpLambdaIntegration('Receive', receive, { scopePermissionToRoute: false });
    guarded('/fhir', [POST], fhir, ...fhirScopes.write);
    guarded('/fhir/QuestionnaireResponse', [POST], fhir, ...fhirScopes.write);
    guarded('/fhir/QuestionnaireResponse/{id}', [PUT, DELETE], fhir, ...fhirScopes.write);
    guarded('/fhir/QuestionnaireResponse/{id}', [GET], fhir, ...fhirScopes.read);
    // `$status` comes as a parameter: whether a route key may hold a literal `$` is documented nowhere.
    guarded('/fhir/QuestionnaireResponse/{id}/{operation}', [GET], fhir, ...fhirScopes.read);
    guarded('/fhir/Questionnaire', [GET], fhir, ...fhirScopes.read);
    guarded('/fhir/Questionnaire/{id}', [GET], fhir, ...fhirScopes.read);
    const metadata = open('/fhir/metadata', [GET], fhir);
    // Says 405 or 404 in FHIR's words, and nothing else.
    const elsewhere = open('/fhir/{proxy+}', [ANY], fhir);
    // An engine's subscription carries no token: the function verifies its signature or its secret.
    const hooks = [
      ...open('/hooks/{source}', [POST, PUT, DELETE], fhir),
      ...open('/hooks/{source}/{proxy+}', [POST, PUT, DELETE], fhir),
    ];

    const programs = new HttpLambdaIntegration('Metrics', metrics, { scopePermissionToRoute: false });
    guarded('/programs', [GET], programs);
    guarded('/programs/{id}/outcomes', [GET], programs);
    guarded('/programs/{id}/restatements', [GET], programs);
    guarded('/programs/{id}/comparison', [GET], programs);
    guarded('/programs/{id}/quality', [GET], programs);

    const safety = new HttpLambdaIntegration('Alerts', alerts, { scopePermissionToRoute: false });
    guarded('/alerts', [GET], safety);
    guarded('/alerts/{response}/{item}/acknowledge', [POST], safety);

    const published =
      keys === undefined
        ? []
        : open(
            '/.well-known/jwks.json',
            [GET],
            new HttpLambdaIntegration('Keys', keys, { scopePermissionToRoute: false }),
          );

    for (const route of published)
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'Public keys are for everyone: an EHR checks with them that it is this pipeline that asks.',
      });
    for (const route of metadata)
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'FHIR has the capability statement readable by everyone; it says nothing about a patient.',
      });
    for (const route of elsewhere)
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'It only says that there is nothing here.',
      });
    for (const route of hooks)
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'The function verifies the signature or the secret of the source before it does anything.',
      });
  }
}

/** The route and never the path or the query: both can carry an id of a response or of a person. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
  from: '$context.identity.sourceIp',
  client: '$context.authorizer.claims.client_id',
  refused: '$context.authorizer.error',
  error: '$context.integrationErrorMessage',
};
