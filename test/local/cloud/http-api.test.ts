import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud/cloud.ts';
import { synthesize } from './tiny-stack.ts';

const NO_AUDIENCE = 'none';

let issuer: {
  readonly url: string;
  readonly server: Server;
  readonly token: (claims: JWTPayload, alg?: string) => Promise<string>;
};
let cloud: LocalCloud;

async function startIssuer(): Promise<typeof issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const elliptic = await generateKeyPair('ES256');
  const keys = [
    { ...(await exportJWK(publicKey)), kid: 'rsa', alg: 'RS256' },
    { ...(await exportJWK(elliptic.publicKey)), kid: 'ec', alg: 'ES256' },
  ];
  const server = createServer((request, response) => {
    const body = request.url?.startsWith('/.well-known')
      ? { issuer: url, jwks_uri: `${url}/keys` }
      : { keys };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = Math.floor(Date.now() / 1000);
  return {
    url,
    server,
    token: ({ aud = 'dashboard', ...claims }, alg = 'RS256') =>
      new SignJWT({ iss: url, ...(aud !== NO_AUDIENCE && { aud }), exp: now + 60, sub: 'pat', ...claims })
        .setProtectedHeader({ alg, kid: alg === 'RS256' ? 'rsa' : 'ec' })
        .sign(alg === 'RS256' ? privateKey : elliptic.privateKey),
  };
}

beforeAll(async () => {
  issuer = await startIssuer();
  const assembly = await synthesize((stack, add) => {
    const api = new HttpApi(stack, 'Api', {
      corsPreflight: {
        allowOrigins: ['http://page.local'],
        allowMethods: [CorsHttpMethod.GET],
        allowHeaders: ['authorization'],
        maxAge: Duration.minutes(5),
      },
    });
    const echo = new HttpLambdaIntegration(
      'Echo',
      add('Echo', 'echo', { environment: { GREETING: api.url ?? '' } }),
    );
    const broken = new HttpLambdaIntegration(
      'Broken',
      add('Broken', 'misbehaveByHttp', { timeout: Duration.seconds(1) }),
    );
    const jwt = new HttpJwtAuthorizer('Jwt', issuer.url, { jwtAudience: ['dashboard'] });
    const authorize = new HttpLambdaAuthorizer('Authorize', add('Authorizer', 'authorize'), {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
    });
    const get = [HttpMethod.GET];
    api.addRoutes({ path: '/open/{proxy+}', methods: [HttpMethod.ANY], integration: echo });
    api.addRoutes({ path: '/open/known/{id}', methods: get, integration: echo });
    api.addRoutes({ path: '/broken', methods: [HttpMethod.POST], integration: broken });
    api.addRoutes({ path: '/me', methods: get, integration: echo, authorizer: jwt });
    api.addRoutes({
      path: '/programs',
      methods: get,
      integration: echo,
      authorizer: jwt,
      authorizationScopes: ['metrics/read', 'metrics/admin'],
    });
    api.addRoutes({ path: '/sources', methods: get, integration: echo, authorizer: authorize });
  });
  cloud = await startCloud({ assembly, schedulerClock: false });
}, 120_000);

afterAll(async () => {
  await cloud?.stop();
  issuer.server.closeAllConnections();
  issuer.server.close();
});

const call = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${cloud.apiUrl}${path}`, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
};
const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

describe('a request becomes an event of payload format 2.0', () => {
  test('path decoded, query as it came, headers in lower case, cookies apart', async () => {
    const { body, headers } = await call('/open/a%20b/c?x=1%202&x=3&empty=', {
      headers: { 'X-Custom': 'yes', Cookie: 'a=1; b=2' },
    });
    expect(headers.get('x-own')).toBe('yes');
    expect(body.event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /open/{proxy+}',
      rawPath: '/open/a b/c',
      rawQueryString: 'x=1%202&x=3&empty=',
      queryStringParameters: { x: '1 2,3', empty: '' },
      pathParameters: { proxy: 'a b/c' },
      headers: { 'x-custom': 'yes' },
      cookies: ['a=1', 'b=2'],
      requestContext: { http: { method: 'GET', path: '/open/a b/c' }, stage: '$default' },
      isBase64Encoded: false,
    });
    expect(body.event.headers).not.toHaveProperty('cookie');
    expect(body.event).not.toHaveProperty('body');
  });

  test('text as text, anything else in base64', async () => {
    const post = (type: string): ReturnType<typeof call> =>
      call('/open/x', { method: 'POST', body: 'grüße', headers: { 'content-type': type } });
    expect((await post('application/fhir+json; charset=utf-8')).body.event).toMatchObject({
      body: 'grüße',
      isBase64Encoded: false,
    });
    expect((await post('application/octet-stream')).body.event).toMatchObject({
      body: Buffer.from('grüße').toString('base64'),
      isBase64Encoded: true,
    });
  });

  test('the more specific route before the greedy one', async () => {
    expect((await call('/open/known/7')).body.event.routeKey).toBe('GET /open/known/{id}');
    expect((await call('/open/known/7', { method: 'PUT' })).body.event.routeKey).toBe('ANY /open/{proxy+}');
  });

  test('the public URL of the API in an environment variable is the local one', async () => {
    expect((await call('/open/x')).body.env.GREETING).toBe(`${cloud.apiUrl}/`);
  });
});

describe('what cannot be served is said as API Gateway says it', () => {
  test('no route: 404', async () => {
    expect(await call('/nowhere')).toMatchObject({ status: 404, body: { message: 'Not Found' } });
  });
  test('a function that throws: 500', async () => {
    const answer = await call('/broken', { method: 'POST', body: '{}' });
    expect(answer).toMatchObject({ status: 500, body: { message: 'Internal Server Error' } });
  });
  test('a function that exceeds its timeout: 500, and the next call is served', async () => {
    expect((await call('/broken', { method: 'POST', body: 'sleep' })).status).toBe(500);
    expect((await call('/open/x')).status).toBe(200);
  });
  test('more than 10 MB: 413', async () => {
    expect(
      (await call('/open/x', { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) })).status,
    ).toBe(413);
  });
  test('a broken escape: 400', async () => expect((await call('/open/%E0%A4')).status).toBe(400));
});

describe('a JWT authorizer', () => {
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, JWTPayload, number]>([
    ['another audience', { aud: 'other' }, 401],
    ['another issuer', { iss: 'http://other' }, 401],
    ['a past expiry', { exp: now - 10 }, 401],
    ['a start in the future', { nbf: now + 60 }, 401],
    ['one of several audiences', { aud: ['other', 'dashboard'] }, 200],
    ['a client_id in place of an audience', { aud: NO_AUDIENCE, client_id: 'dashboard' }, 200],
    ['a client_id beside a wrong audience', { aud: 'other', client_id: 'dashboard' }, 401],
  ])('judges a token with %s', async (_, claims, status) => {
    expect((await call('/me', bearer(await issuer.token(claims)))).status).toBe(status);
  });

  test('refuses no token, a forged one and one that AWS would not verify (no RSA)', async () => {
    const refused = { status: 401, body: { message: 'Unauthorized' } };
    expect(await call('/me')).toMatchObject(refused);
    const token = await issuer.token({});
    expect(await call('/me', bearer(`${token.slice(0, -8)}AAAAAAAA`))).toMatchObject(refused);
    expect(await call('/me', bearer(await issuer.token({}, 'ES256')))).toMatchObject(refused);
  });

  test('wants one scope of the route', async () => {
    const read = (scope: string) => issuer.token({ scope }).then((token) => call('/programs', bearer(token)));
    expect(await read('openid')).toMatchObject({ status: 403, body: { message: 'Forbidden' } });
    expect((await read('openid metrics/read')).status).toBe(200);
  });

  test('hands the claims over as text, as API Gateway does', async () => {
    const token = await issuer.token({ 'cognito:groups': ['a', 'b'], level: 3, scope: 'metrics/read' });
    const { body } = await call('/programs', bearer(token));
    expect(body.event.requestContext.authorizer.jwt).toMatchObject({
      claims: { sub: 'pat', 'cognito:groups': '[a b]', level: '3' },
      scopes: ['metrics/read'],
    });
  });
});

test('a Lambda authorizer lets in whom its function lets in, with its context', async () => {
  expect((await call('/sources')).status).toBe(401);
  expect((await call('/sources', { headers: { authorization: 'let me in' } })).status).toBe(403);
  const { status, body } = await call('/sources', { headers: { authorization: 'open sesame' } });
  expect(status).toBe(200);
  expect(body.event.requestContext.authorizer.lambda).toEqual({ source: 'clinic-a' });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    call('/me', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } });

  test('answers the preflight of an allowed origin without asking the authorizer', async () => {
    const { status, headers } = await preflight('http://page.local');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('http://page.local');
    expect(headers.get('access-control-allow-headers')).toBe('authorization');
  });

  test('and gives nothing to another', async () => {
    expect((await preflight('http://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('adds its headers to refusals too, so that the page can read them', async () => {
    const { status, headers } = await call('/me', { headers: { origin: 'http://page.local' } });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([401, 'http://page.local']);
  });
});
