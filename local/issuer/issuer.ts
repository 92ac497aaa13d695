/**
 * The issuer of tokens on a laptop: a real OpenID provider (`oidc-provider`) on 127.0.0.1, in the place
 * that Cognito takes in AWS. One confidential client per client id of a source, one public client for the
 * page, and personas instead of people.
 *
 * @module
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { loadKeepsakes, saveKeepsakes } from './keepsakes.ts';
import type { Persona } from './persona.ts';
import {
  PAGE_CLIENT,
  PAGE_SCOPE,
  providerConfiguration,
  resourceFor,
  resourceServer,
  SIGN_IN_PATH,
  SOURCE_SCOPE,
} from './provider-configuration.ts';
import { signIn } from './sign-in.ts';

export interface IssuerOptions {
  /** Without it: the port used before in this folder if it is free, else any free one. */
  readonly port?: number;
  /** Keeps key, secrets and port between runs. Without it every start is a new issuer. */
  readonly dataDir?: string;
  readonly sources: readonly { readonly id: string; readonly clientIds: readonly string[] }[];
  /** `aud` of every access token. */
  readonly audience: string;
  readonly personas: readonly Persona[];
  /** Where the page may be called back, exactly. Their origins may call the token endpoint. */
  readonly pageRedirects: readonly string[];
}

export interface Issuer {
  /** Its URL, which is `iss` of every token. Discovery is under `/.well-known/openid-configuration`. */
  readonly issuer: string;
  /** Client id of the page. */
  readonly pageClientId: string;
  /** @throws {RangeError} when no source has this client id. */
  clientSecret(clientId: string): string;
  /** Asks for a token over HTTP, as the EHR's integration engine does. */
  tokenFor(clientId: string): Promise<string>;
  /** The token that signing in as this persona would give. @throws {RangeError} when there is no such persona. */
  personaToken(personaId: string): Promise<string>;
  close(): Promise<void>;
}

export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const { dataDir, audience, personas, pageRedirects } = options;
  const clientIds = options.sources.flatMap((source) => source.clientIds);
  const keepsakes = await loadKeepsakes(dataDir, clientIds);

  let handle: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => handle(request, response));
  const port = await listen(server, options.port, keepsakes.port);
  await saveKeepsakes(dataDir, { ...keepsakes, port });

  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(
    issuer,
    providerConfiguration({ clientIds, audience, personas, pageRedirects, keepsakes }),
  );
  handle = handler(provider, personas, issuer);

  const clientSecret = (clientId: string): string => {
    const secret = clientIds.includes(clientId) ? keepsakes.clientSecrets[clientId] : undefined;
    if (secret === undefined) throw new RangeError(`no source has the client ${clientId}`);
    return secret;
  };
  return {
    issuer,
    pageClientId: PAGE_CLIENT,
    clientSecret,
    tokenFor: (clientId) => clientCredentials(issuer, clientId, clientSecret(clientId)),
    personaToken: (personaId) => mint(provider, audience, personas, personaId),
    close: () => closed(server),
  };
}

/** Another `Host` than our own would end up in the URLs of the discovery document, so it is refused. */
function handler(provider: Provider, personas: readonly Persona[], issuer: string): RequestListener {
  const answer = provider.callback();
  const { host } = new URL(issuer);
  return (request, response) => {
    if (request.headers.host !== host) {
      response.writeHead(421, { 'content-type': 'text/plain' }).end(`This issuer is ${issuer}\n`);
    } else if (request.url?.startsWith(`${SIGN_IN_PATH}/`)) {
      void signIn(request, response, provider, personas);
    } else {
      void answer(request, response);
    }
  };
}

async function clientCredentials(issuer: string, clientId: string, secret: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`)}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: SOURCE_SCOPE }),
  });
  const answer = (await response.json()) as {
    access_token?: string;
    error?: string;
    error_description?: string;
  };
  if (answer.access_token !== undefined) return answer.access_token;
  throw new Error(`${clientId} got no token: ${answer.error}, ${answer.error_description}`);
}

async function mint(
  provider: Provider,
  audience: string,
  personas: readonly Persona[],
  personaId: string,
): Promise<string> {
  if (!personas.some(({ id }) => id === personaId)) throw new RangeError(`no persona ${personaId}`);
  const client = await provider.Client.find(PAGE_CLIENT);
  if (client === undefined) throw new Error(`the client ${PAGE_CLIENT} is not registered`);
  const resource = resourceFor(audience);
  const grant = new provider.Grant({ clientId: PAGE_CLIENT, accountId: personaId });
  grant.addResourceScope(resource, PAGE_SCOPE);
  const token = new provider.AccessToken({
    client,
    accountId: personaId,
    grantId: await grant.save(),
    gty: 'authorization_code',
    scope: PAGE_SCOPE,
  });
  token.resourceServer = new provider.ResourceServer(resource, resourceServer(resource, resource, audience));
  return token.save();
}

/** Resolves to the port. `wanted` must be had; `before` is only preferred. */
async function listen(
  server: Server,
  wanted: number | undefined,
  before: number | undefined,
): Promise<number> {
  if (wanted === undefined && before !== undefined && (await tryListen(server, before)) === undefined)
    return before;
  const refused = await tryListen(server, wanted ?? 0);
  if (refused !== undefined) throw refused;
  return (server.address() as AddressInfo).port;
}

function tryListen(server: Server, port: number): Promise<Error | undefined> {
  const { promise, resolve } = Promise.withResolvers<Error | undefined>();
  server.once('error', resolve);
  server.listen(port, '127.0.0.1', () => {
    server.off('error', resolve);
    resolve(undefined);
  });
  return promise;
}

function closed(server: Server): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.close((error) => (error === undefined ? resolve() : reject(error)));
  server.closeAllConnections();
  return promise;
}
