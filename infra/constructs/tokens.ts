/**
 * Whose tokens the API accepts: those of the issuer named in the settings, else of a Cognito user pool that
 * is made here, with one client for each client id of a source and one for the page.
 *
 * @module
 */
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  UserPool,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Store } from './store.ts';

/** What a source's token must carry, in the words of SMART Backend Services. */
const fhirScope = {
  write: 'system/QuestionnaireResponse.c',
  read: 'system/QuestionnaireResponse.r',
} as const;

/**
 * Any of these opens a route: v2 scopes are in-order subsets of `cruds`, and v1 `.write` and `.read` mean more
 * than is needed (SMART App Launch 2, "Scopes for requesting FHIR Resources"). A route takes ten at most.
 */
export const fhirScopes = {
  write: scopesOf(['c', 'cu', 'cud', 'crus', 'crud', 'cruds', 'write'], ['cruds', 'write', '*']),
  read: scopesOf(['r', 'rs', 'crus', 'crud', 'cruds', 'read'], ['rs', 'cruds', 'read', '*']),
} as const;

function scopesOf(own: readonly string[], any: readonly string[]): readonly string[] {
  return [...own.map((may) => `system/QuestionnaireResponse.${may}`), ...any.map((may) => `system/*.${may}`)];
}

export interface TokensProps {
  readonly settings: Settings;
  readonly store: Store;
  /** Where the page is served: there people sign in. */
  readonly pageOrigins: readonly string[];
}

export class Tokens extends Construct {
  readonly issuer: string;
  /** A token names one of these as its audience or, from Cognito, as its client. */
  readonly audience: readonly string[];
  readonly groupsClaim: string;
  /**
   * What a token calls its client, by the client id of the settings. Cognito makes ids of its own, so the
   * function that decides which source is speaking must know both.
   */
  readonly clientIds: ReadonlyMap<string, string>;
  /** As which the page signs people in; undefined where there is none. */
  readonly pageClientId: string | undefined;

  constructor(scope: Construct, id: string, { settings, store, pageOrigins }: TokensProps) {
    super(scope, id);
    if (settings.tokens !== undefined) {
      this.issuer = settings.tokens.issuer;
      this.audience = settings.tokens.audience;
      this.groupsClaim = settings.tokens.groupsClaim;
      this.clientIds = new Map(
        settings.sources.flatMap(({ clientIds }) => clientIds.map((name) => [name, name])),
      );
      this.pageClientId = settings.tokens.pageClientId;
      return;
    }
    const pool = userPool(this, store.removalPolicy);
    addGroups(pool, settings);
    this.issuer = pool.userPoolProviderUrl;
    this.clientIds = addSourceClients(pool, settings);
    this.pageClientId = pageOrigins.length === 0 ? undefined : addPageClient(pool, pageOrigins);
    this.audience = [
      ...this.clientIds.values(),
      ...(this.pageClientId === undefined ? [] : [this.pageClientId]),
    ];
    this.groupsClaim = 'cognito:groups';
  }
}

/** People are invited, never self-registered, and sign in with a password and an authenticator app. */
function userPool(scope: Construct, removalPolicy: RemovalPolicy): UserPool {
  const pool = new UserPool(scope, 'People', {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 14,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    // Threat protection costs cents for each person who signs in, and a program has a handful.
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
    deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
    removalPolicy,
  });
  const { stackName, account } = Stack.of(scope);
  pool.addDomain('SignIn', { cognitoDomain: { domainPrefix: `${stackName.toLowerCase()}-${account}` } });
  return pool;
}

function addGroups(pool: UserPool, { programs, sources }: Settings): void {
  pool.addGroup('Operators', { groupName: 'operators', description: 'See and run everything' });
  for (const { id, name } of programs)
    pool.addGroup(`Program-${id}`, {
      groupName: `program:${id}`,
      description: `See the outcomes of ${name}`,
    });
  for (const { id, name } of sources)
    pool.addGroup(`Alerts-${id}`, {
      groupName: `alerts:${id}`,
      description: `See and acknowledge the safety alerts of ${name}`,
    });
}

/** One client for each client id, named after it: client credentials, a secret, and the two FHIR scopes. */
function addSourceClients(pool: UserPool, { sources }: Settings): ReadonlyMap<string, string> {
  const [identifier, write] = split(fhirScope.write);
  const [, read] = split(fhirScope.read);
  const scopes = [
    new ResourceServerScope({ scopeName: write, scopeDescription: 'Push answer sheets' }),
    new ResourceServerScope({ scopeName: read, scopeDescription: 'Ask what became of them' }),
  ];
  const system = pool.addResourceServer('System', { identifier, scopes });

  return new Map(
    sources
      .flatMap(({ clientIds }) => clientIds)
      .map((name) => {
        const { userPoolClientId } = pool.addClient(`Client-${name}`, {
          userPoolClientName: name,
          generateSecret: true,
          oAuth: {
            flows: { clientCredentials: true },
            scopes: scopes.map((one) => OAuthScope.resourceServer(system, one)),
          },
          accessTokenValidity: Duration.hours(1),
        });
        new CfnOutput(pool, `ClientId-${name}`, {
          description: `Client id of ${name}`,
          value: userPoolClientId,
        });
        return [name, userPoolClientId];
      }),
  );
}

/** A public client: the page runs in a browser and keeps no secret, so it signs in with a code and PKCE. */
function addPageClient(pool: UserPool, pageOrigins: readonly string[]): string {
  const addresses = pageOrigins.map((origin) => `${origin}/`);
  const { userPoolClientId } = pool.addClient('Page', {
    generateSecret: false,
    preventUserExistenceErrors: true,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      callbackUrls: addresses,
      logoutUrls: addresses,
    },
    accessTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.hours(12), // one working day
  });
  new CfnOutput(pool, 'PageClientId', { description: 'Client id of the page', value: userPoolClientId });
  return userPoolClientId;
}

/** Cognito keeps a scope as a resource server and a name. */
function split(scope: string): [string, string] {
  const slash = scope.indexOf('/');
  return [scope.slice(0, slash), scope.slice(slash + 1)];
}
