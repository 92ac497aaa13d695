/** Tokens of an EHR: against the sandbox's authorization server, and against servers that misbehave. */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { backendTokens } from '../../functions/adapters/backend-tokens.ts';
import { ehrOf } from '../../functions/adapters/ehr.ts';
import { joseSignature, type Signer } from '../../functions/adapters/signing-keys.ts';
import { startTokenServer, type TokenServer } from '../../local/sandbox-ehr/token-server.ts';

const servers: Server[] = [];
let tokenServer: TokenServer | undefined;
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await tokenServer?.close();
  tokenServer = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const signer: Signer = {
  id: 'first',
  algorithm: 'ES384',
  sign: async (text) =>
    joseSignature(createSign('SHA384').update(text).sign(privateKey)).toString('base64url'),
};
const scope = 'system/Observation.crus system/QuestionnaireResponse.rs system/Patient.rs';

const source = (baseUrl: string, more: object = {}) => ({
  ehr: {
    baseUrl,
    profile: 'generic' as const,
    timeoutMs: 500,
    auth: { kind: 'smart-backend' as const, clientId: 'pipeline', ...more },
  },
});

/** An EHR with the sandbox's authorization server, at a clock that the test moves. */
async function ehrWithTokens(grants = scope.split(' ')) {
  const clock = { now: Date.now() };
  const tokens = await startTokenServer({ grants, now: () => clock.now });
  tokenServer = tokens;
  const jwksUrl = await serve(async (_, response) => {
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'first', alg: 'ES384', use: 'sig' }];
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  tokens.register({ clientId: 'pipeline', jwksUrl });
  const base = await serve((_, response) => {
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        token_endpoint: tokens.url,
        token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
      }),
    );
  });
  return { tokens, base, clock };
}

test('one request serves all who wait, and a token is used until half a minute before it ends', async () => {
  const { tokens, base, clock } = await ehrWithTokens();
  const ours = backendTokens(source(base), [signer], () => clock.now);
  const ten = await Promise.all(Array.from({ length: 10 }, () => ours?.token()));
  expect(new Set(ten).size).toBe(1);
  expect(tokens.given).toBe(1);

  clock.now += 269_000;
  expect(await ours?.token()).toBe(ten[0]);
  clock.now += 2_000;
  expect(await ours?.token()).not.toBe(ten[0]);
  expect(tokens.given).toBe(2);
});

test('a token that the EHR has refused is not used again, and a newer one is not thrown away for it', async () => {
  const { tokens, base } = await ehrWithTokens();
  const ours = backendTokens(source(base), [signer]);
  const first = (await ours?.token()) ?? '';
  ours?.refused(first);
  const second = await ours?.token();
  expect(second).not.toBe(first);
  ours?.refused(first);
  expect(await ours?.token()).toBe(second);
  expect(tokens.given).toBe(2);
});

test('an EHR that is asked without a token has none', () => {
  expect(
    backendTokens({ ehr: { baseUrl: 'https://x', profile: 'generic', timeoutMs: 1 } }, [signer]),
  ).toBeUndefined();
});

describe('no token is a reason with a stable code', () => {
  test('scopes that are not granted are told at once, not by a refusal of each score', async () => {
    const { base } = await ehrWithTokens(['system/Device.rs']);
    await expect(backendTokens(source(base), [signer])?.token()).rejects.toMatchObject({
      code: 'ehr-token-answered-400',
    });
    const { base: narrower } = await ehrWithTokens(['system/Patient.rs']);
    await expect(backendTokens(source(narrower), [signer])?.token()).rejects.toMatchObject({
      code: 'ehr-token-scope-lacking',
    });
  });

  test('a signature that KMS does not give', async () => {
    const { base } = await ehrWithTokens();
    const mute: Signer = { ...signer, sign: () => Promise.reject(new Error('AccessDenied')) };
    await expect(backendTokens(source(base), [mute])?.token()).rejects.toMatchObject({
      code: 'ehr-token-not-signed',
    });
  });

  test('no key of an algorithm that the EHR takes', async () => {
    const base = await serve((_, response) => {
      response.end(
        JSON.stringify({
          token_endpoint: 'https://ehr.example/token',
          token_endpoint_auth_signing_alg_values_supported: ['RS384'],
        }),
      );
    });
    await expect(backendTokens(source(base), [signer])?.token()).rejects.toMatchObject({
      code: 'ehr-token-no-algorithm',
    });
  });

  test.for<[what: string, status: number, body: string, code: string]>([
    ['a discovery that is not there', 404, '{}', 'ehr-token-answered-404'],
    ['an outage', 503, 'down', 'ehr-token-answered-503'],
    ['a page instead of a document', 200, '<html>', 'ehr-token-unreadable'],
    ['a discovery without a token endpoint', 200, '{}', 'ehr-token-endpoint-unknown'],
    [
      'a token endpoint without TLS',
      200,
      '{"token_endpoint":"http://ehr.example/token"}',
      'ehr-token-endpoint-unknown',
    ],
  ])('%s', async ([, status, body, code]) => {
    const base = await serve((_, response) => void response.writeHead(status).end(body));
    await expect(backendTokens(source(base), [signer])?.token()).rejects.toMatchObject({ code });
  });

  test('an EHR that hangs, or is not there', async () => {
    const base = await serve(() => {});
    await expect(backendTokens(source(base), [signer])?.token()).rejects.toMatchObject({
      code: 'ehr-token-timed-out',
    });
    await expect(backendTokens(source('http://127.0.0.1:9'), [signer])?.token()).rejects.toMatchObject({
      code: 'ehr-token-unreachable',
    });
  });

  test('an answer without a token', async () => {
    const base = await serve((_, response) => void response.end('{"token_type":"bearer"}'));
    await expect(
      backendTokens(source(base, { tokenUrl: `${base}/token` }), [signer])?.token(),
    ).rejects.toMatchObject({
      code: 'ehr-token-unreadable',
    });
  });

  test('a redirect is not followed: an assertion goes to nobody else', async () => {
    let reached = false;
    const elsewhere = await serve((_, response) => {
      reached = true;
      response.end('{}');
    });
    const base = await serve((_, response) => void response.writeHead(307, { location: elsewhere }).end());
    await expect(
      backendTokens(source(base, { tokenUrl: `${base}/token` }), [signer])?.token(),
    ).rejects.toMatchObject({
      code: 'ehr-token-unreachable',
    });
    expect(reached).toBe(false);
  });
});

test('what an operator writes as scope is what is asked for; empty asks for none', async () => {
  const asked: (string | null)[] = [];
  const base = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    asked.push(new URLSearchParams(body).get('scope'));
    response.end('{"access_token":"t","expires_in":300}');
  });
  const tokenUrl = `${base}/token`;
  for (const scopes of [undefined, '', 'system/*.*'])
    await backendTokens(
      {
        ...source(base, { tokenUrl, ...(scopes !== undefined && { scope: scopes }) }),
        searched: ['Encounter'],
      },
      [signer],
    )?.token();
  expect(asked).toEqual([`${scope} system/Encounter.rs`, null, 'system/*.*']);
});

test('an EHR that gives no token is down: scores wait, with the reason and the time it asks for', async () => {
  const base = await serve((_, response) => void response.writeHead(429, { 'retry-after': '17' }).end('{}'));
  const ehr = ehrOf(source(base), backendTokens(source(base), [signer]));
  const observation = { resourceType: 'Observation', status: 'final', code: { text: 's' } } as const;
  expect(await ehr.apply([{ kind: 'put', key: 'k', observation, hash: 'h' }])).toEqual([
    { kind: 'down', reason: 'ehr-token-answered-429', retryAfterSeconds: 17 },
  ]);
});
