/**
 * The authorization server of the sandbox EHR: SMART Backend Services as the specification has it. It knows its
 * clients by the URL of their public keys, takes an assertion once, and gives tokens of five minutes.
 *
 * Source: http://hl7.org/fhir/smart-app-launch/backend-services.html
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';

export interface BackendClient {
  readonly clientId: string;
  /** Where its public keys are. */
  readonly jwksUrl: string;
}

export interface TokenServerOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** Scopes it grants; what is asked for beyond them is left out of the answer. */
  readonly grants: readonly string[];
  /** @default the system clock, in milliseconds since 1970 */
  readonly now?: () => number;
}

export interface TokenServer {
  /** The token endpoint. */
  readonly url: string;
  /** Makes a client known; a real EHR's team does so in its registration. */
  register(client: BackendClient): void;
  /** For `authorize` of the sandbox EHR. */
  authorize(authorization: string | undefined): Promise<boolean>;
  /** Tokens given so far. */
  readonly given: number;
  /** Makes every token given so far worthless. */
  revoke(): void;
  close(): Promise<void>;
}

const TOKEN_SECONDS = 300;
/** SMART: an assertion may live five minutes at most. */
const LONGEST_ASSERTION_SECONDS = 300;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export async function startTokenServer({
  port = 0,
  grants,
  now = Date.now,
}: TokenServerOptions): Promise<TokenServer> {
  const clients = new Map<string, { readonly keys: ReturnType<typeof createRemoteJWKSet> }>();
  const seen = new Set<string>();
  const tokens = new Map<string, number>();
  let given = 0;
  let url = '';

  /** Scopes of the client, or null for who is not known. */
  async function admitted(form: URLSearchParams): Promise<boolean> {
    const assertion = form.get('client_assertion') ?? '';
    if (form.get('client_assertion_type') !== ASSERTION_TYPE) return false;
    try {
      const { iss = '' } = decodeJwt(assertion);
      const client = clients.get(iss);
      if (client === undefined) return false;
      const { payload } = await jwtVerify(assertion, client.keys, {
        issuer: iss,
        subject: iss,
        audience: url,
        algorithms: ['ES384', 'RS384'],
        typ: 'JWT',
        requiredClaims: ['exp', 'jti'],
        currentDate: new Date(now()),
      });
      const { jti = '', exp = 0 } = payload;
      if (seen.has(jti) || exp - now() / 1000 > LONGEST_ASSERTION_SECONDS) return false;
      seen.add(jti);
      return true;
    } catch {
      return false;
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    if (request.method !== 'POST' || form.get('grant_type') !== 'client_credentials')
      return answer(response, 400, { error: 'unsupported_grant_type' });
    if (!(await admitted(form))) return answer(response, 400, { error: 'invalid_client' });
    const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    const scope = asked.filter((one) => grants.includes(one)).join(' ');
    if (asked.length > 0 && scope === '') return answer(response, 400, { error: 'invalid_scope' });
    const token = randomUUID();
    tokens.set(token, now() + TOKEN_SECONDS * 1000);
    given += 1;
    return answer(response, 200, {
      access_token: token,
      token_type: 'bearer',
      expires_in: TOKEN_SECONDS,
      scope,
    });
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;

  return {
    url,
    register({ clientId, jwksUrl }) {
      clients.set(clientId, { keys: createRemoteJWKSet(new URL(jwksUrl)) });
    },
    async authorize(authorization = '') {
      const [scheme, token = ''] = authorization.split(' ');
      return scheme?.toLowerCase() === 'bearer' && (tokens.get(token) ?? 0) > now();
    },
    get given() {
      return given;
    },
    revoke: () => tokens.clear(),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
