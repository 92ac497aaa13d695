import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Issuer, type IssuerOptions, startIssuer } from '../../local/issuer/issuer.ts';

const page = 'http://127.0.0.1:4999/';
const options: IssuerOptions = {
  sources: [
    { id: 'riverside', clientIds: ['riverside-ehr', 'riverside-engine'] },
    { id: 'hillside', clientIds: ['hillside-ehr'] },
  ],
  audience: 'outcomes-api',
  personas: [
    { id: 'operator', role: 'Operator', groups: ['operators'] },
    { id: 'manager', role: 'Program manager', groups: ['program:talking-therapy', 'program:day-<care>'] },
  ],
  pageRedirects: [page],
};

let dataDir: string;
let issuer: Issuer;
const printed = vi.fn();

beforeAll(async () => {
  for (const way of ['info', 'warn', 'error', 'log'] as const)
    vi.spyOn(console, way).mockImplementation(printed);
  dataDir = await mkdtemp(join(tmpdir(), 'issuer-'));
  issuer = await startIssuer({ ...options, dataDir });
});

afterAll(async () => {
  await issuer.close();
  await rm(dataDir, { recursive: true });
  vi.restoreAllMocks();
});

interface Discovery {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly end_session_endpoint: string;
}

async function discover(of = issuer): Promise<Discovery> {
  const response = await fetch(`${of.issuer}/.well-known/openid-configuration`);
  expect(response.status).toBe(200);
  return (await response.json()) as Discovery;
}

/** The claims of a token, checked as an API checks it: with nothing but the discovery document. */
async function verified(token: string, audience = options.audience, by = issuer): Promise<JWTPayload> {
  const { jwks_uri } = await discover(by);
  const keys = createRemoteJWKSet(new URL(jwks_uri));
  const { payload } = await jwtVerify(token, keys, {
    issuer: by.issuer,
    audience,
    typ: 'at+jwt',
    algorithms: ['RS256'],
  });
  return payload;
}

test('discovery names this issuer and only its own URLs', async () => {
  const document = await discover();
  expect(document.issuer).toBe(issuer.issuer);
  for (const url of [document.jwks_uri, document.authorization_endpoint, document.token_endpoint])
    expect(url.startsWith(`${issuer.issuer}/`)).toBe(true);
});

test('a request for another host is refused, so no foreign URL gets into the discovery document', async () => {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const headers = { host: 'attacker.example.org' };
  get(`${issuer.issuer}/.well-known/openid-configuration`, { headers }, (response) => {
    response.resume();
    resolve(response.statusCode);
  });
  expect(await promise).toBe(421);
});

describe('a source', () => {
  test('gets a token that verifies and says who, for whom, what and how long', async () => {
    const claims = await verified(await issuer.tokenFor('riverside-ehr'));
    expect(claims).toMatchObject({
      iss: issuer.issuer,
      aud: 'outcomes-api',
      sub: 'riverside-ehr',
      client_id: 'riverside-ehr',
      scope: 'system/QuestionnaireResponse.c system/QuestionnaireResponse.r',
      groups: [],
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(8 * 60 * 60);
  });

  test('gets its token for any of its client ids, each with a secret of its own', async () => {
    expect(decodeJwt(await issuer.tokenFor('riverside-engine')).client_id).toBe('riverside-engine');
    expect(issuer.clientSecret('riverside-engine')).not.toBe(issuer.clientSecret('hillside-ehr'));
  });

  test('with a wrong secret gets none', async () => {
    const response = await fetch((await discover()).token_endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('riverside-ehr:wrong')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect([response.status, await response.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  });

  test('cannot ask for another audience', async () => {
    const response = await fetch((await discover()).token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'riverside-ehr',
        client_secret: issuer.clientSecret('riverside-ehr'),
        resource: 'https://elsewhere.example.org',
      }),
    });
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_target' }]);
  });

  test('that is not in the settings has no secret', () => {
    expect(() => issuer.clientSecret('outcomes-page')).toThrow('no source has the client outcomes-page');
  });
});

test('a token for another audience is refused', async () => {
  const token = await issuer.tokenFor('riverside-ehr');
  await expect(verified(token, 'another-api')).rejects.toMatchObject({
    code: 'ERR_JWT_CLAIM_VALIDATION_FAILED',
    claim: 'aud',
  });
});

describe('a persona', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });

  test('signs in with one click and gets a token with its groups', async () => {
    const { code, verifier } = await signInAs(browser, 'manager');
    const tokens = await redeem(code, verifier);
    expect(await verified(tokens.access_token)).toMatchObject({
      sub: 'manager',
      client_id: 'outcomes-page',
      scope: 'openid',
      groups: ['program:talking-therapy', 'program:day-<care>'],
    });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ sub: 'manager', role: 'Program manager' });
  });

  test('gets from the click what personaToken gives', async () => {
    const { code, verifier } = await signInAs(browser, 'operator');
    const lasting = ({ jti: _id, iat: _at, exp: _until, ...claims }: JWTPayload) => claims;
    const clicked = await verified((await redeem(code, verifier)).access_token);
    const minted = await verified(await issuer.personaToken('operator'));
    expect(lasting(minted)).toEqual(lasting(clicked));
    expect(minted.groups).toEqual(['operators']);
  });

  test('stays signed in in the same browser', async () => {
    await signInAs(browser, 'operator');
    const again = await browser.follow((await authorization()).url);
    expect(again.headers.get('location')).toContain(`${page}?code=`);
  });

  test('that signs out is asked again, so that another can be chosen', async () => {
    const { code, verifier } = await signInAs(browser, 'operator');
    const { id_token } = await redeem(code, verifier);
    const query = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: page });
    const question = await browser.follow(`${(await discover()).end_session_endpoint}?${query}`);
    const html = await question.text();
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const back = await browser.post(action, { xsrf, logout: 'yes' });
    expect(back.headers.get('location')).toBe(page);
    expect(await (await browser.follow((await authorization()).url)).text()).toContain(
      'Sign in to the sandbox',
    );
  });

  test('is asked for no password and told that the sandbox is synthetic', async () => {
    const form = await browser.follow((await authorization()).url);
    const html = await form.text();
    expect(html).toContain('Synthetic sandbox');
    expect(html).toContain(
      '<strong>Program manager</strong><span>program:talking-therapy, program:day-&lt;care&gt;',
    );
    expect(html).not.toContain('<input');
  });

  test('cannot be one who is not listed', async () => {
    const form = await browser.follow((await authorization()).url);
    const answer = await browser.post(form.url, { persona: 'nobody' });
    expect(answer.status).toBe(400);
  });

  test('cannot take over the sign-in of another browser', async () => {
    const form = await browser.follow((await authorization()).url);
    expect((await new Browser().post(form.url, { persona: 'operator' })).status).toBe(400);
  });

  test('cannot redeem a code without its verifier', async () => {
    const { code } = await signInAs(browser, 'operator');
    await expect(redeem(code, randomBytes(32).toString('base64url'))).rejects.toThrow('invalid_grant');
  });

  test('is not sent to a page that is not registered', async () => {
    const { url } = await authorization({ redirect_uri: 'http://127.0.0.1:4999/elsewhere' });
    expect((await browser.follow(url)).status).toBe(400);
  });

  test('that does not exist has no token', async () => {
    await expect(issuer.personaToken('nobody')).rejects.toThrow('no persona nobody');
  });
});

test('the page may redeem its code from its own origin and no other', async () => {
  const preflight = async (origin: string) => {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'outcomes-page',
      code: 'x',
    });
    const response = await fetch((await discover()).token_endpoint, {
      method: 'POST',
      headers: { origin },
      body,
    });
    return response.headers.get('access-control-allow-origin');
  };
  expect(await preflight('http://127.0.0.1:4999')).toBe('http://127.0.0.1:4999');
  expect(await preflight('http://127.0.0.1:5000')).toBeNull();
});

test('a restart on the same folder keeps URL, secrets and old tokens; the file is private', async () => {
  const before = {
    url: issuer.issuer,
    secret: issuer.clientSecret('hillside-ehr'),
    source: await issuer.tokenFor('hillside-ehr'),
    persona: await issuer.personaToken('operator'),
  };
  await issuer.close();
  issuer = await startIssuer({ ...options, dataDir });

  expect(issuer.issuer).toBe(before.url);
  expect(issuer.clientSecret('hillside-ehr')).toBe(before.secret);
  expect(await verified(before.source)).toMatchObject({ client_id: 'hillside-ehr' });
  expect(await verified(before.persona)).toMatchObject({ groups: ['operators'] });
  expect((await stat(join(dataDir, 'issuer.json'))).mode & 0o077).toBe(0);
});

test('another folder is another issuer: tokens of the first are refused', async () => {
  const other = await startIssuer(options);
  await expect(verified(await issuer.tokenFor('hillside-ehr'), options.audience, other)).rejects.toThrow();
  await other.close();
});

test('nothing is printed', () => {
  expect(printed).not.toHaveBeenCalled();
});

/** Just enough of a browser: cookies, and redirects as long as they stay with the issuer. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async follow(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const header of response.headers.getSetCookie()) {
      const [pair = ''] = header.split(';');
      const at = pair.indexOf('=');
      if (header.includes('expires=Thu, 01 Jan 1970')) this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = response.headers.get('location');
    if (location === null) return response;
    const next = new URL(location, url);
    return next.origin === new URL(url).origin ? this.follow(next.href) : response;
  }

  post(url: string, form: Record<string, string>): Promise<Response> {
    return this.follow(url, { method: 'POST', body: new URLSearchParams(form) });
  }
}

async function authorization(
  overrides: Record<string, string> = {},
): Promise<{ url: string; verifier: string }> {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: issuer.pageClientId,
    response_type: 'code',
    redirect_uri: page,
    scope: 'openid',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...overrides,
  });
  return { url: `${(await discover()).authorization_endpoint}?${query}`, verifier };
}

async function signInAs(browser: Browser, persona: string): Promise<{ code: string; verifier: string }> {
  const { url, verifier } = await authorization();
  const form = await browser.follow(url);
  const html = await form.text();
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
  const back = await browser.post(new URL(action, form.url).href, { persona });
  const location = new URL(back.headers.get('location') ?? '', form.url);
  expect(location.searchParams.get('state')).toBe('state-1');
  return { code: location.searchParams.get('code') ?? '', verifier };
}

async function redeem(code: string, verifier: string): Promise<{ access_token: string; id_token: string }> {
  const response = await fetch((await discover()).token_endpoint, {
    method: 'POST',
    headers: { origin: new URL(page).origin },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: issuer.pageClientId,
      redirect_uri: page,
      code,
      code_verifier: verifier,
    }),
  });
  const answer = (await response.json()) as { access_token: string; id_token: string; error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}
