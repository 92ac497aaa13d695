/**
 * Everything the page talks to, on one port of 127.0.0.1: its own files, `config.json`, an issuer that signs
 * everybody in at once, and the API. What the API answers can be changed while the page is open.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { generateKeyPair, SignJWT } from 'jose';
import type { QualityPublication } from '../../shared/metrics/exports/quality-report.ts';
import type { ProgramComparison } from '../../shared/metrics/program-comparison.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';

export interface PageServer {
  readonly url: string;
  /** Set to make the API answer this to everything. */
  refusal: { readonly status: number; readonly body: unknown } | null;
  /** Set to make the API drop every connection. */
  down: boolean;
  programs: readonly { readonly id: string; readonly name: string; readonly source: string }[];
  readonly snapshots: Map<string, Snapshot>;
  /** Of all programs; null for none. */
  comparison: ProgramComparison | null;
  /** Of all programs; null for none. */
  quality: QualityPublication | null;
  /** The released table of all programs. */
  csv: string;
  /** Of the last sign-in. */
  denied: boolean;
  close(): Promise<void>;
}

/** What CloudFront is to send with the page; a breach shows as an error in the console. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export async function startPageServer(folder: string, now: Date): Promise<PageServer> {
  const { privateKey } = await generateKeyPair('ES256');
  const token = crypto.randomUUID();
  const codes = new Map<string, { readonly nonce: string; readonly challenge: string }>();

  const server = createServer((request, response) => {
    handle(request, response).catch((fault: unknown) => response.writeHead(500).end(String(fault)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = `${origin}/issuer`;

  const state: PageServer = {
    url: `${origin}/page/`,
    refusal: null,
    down: false,
    programs: [],
    snapshots: new Map(),
    comparison: null,
    quality: null,
    csv: '',
    denied: false,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((fault) => (fault === undefined ? resolve() : reject(fault)));
        server.closeAllConnections();
      }),
  };
  return state;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    if (pathname === '/page/config.json') {
      return json(response, 200, {
        issuer,
        clientId: 'outcomes-page',
        apiUrl: `${origin}/api/`,
        scope: 'openid',
      });
    }
    if (pathname.startsWith('/page/')) return file(response, pathname.slice('/page/'.length) || 'index.html');
    if (pathname.startsWith('/issuer/'))
      return issue(request, response, pathname.slice('/issuer/'.length), searchParams);
    if (pathname.startsWith('/api/')) return answer(request, response, pathname, searchParams);
    response.writeHead(404).end();
  }

  async function file(response: ServerResponse, path: string): Promise<void> {
    const bytes = await readFile(join(folder, normalize(`/${path}`)));
    response.writeHead(200, {
      'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy,
    });
    response.end(bytes);
  }

  async function issue(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    asked: URLSearchParams,
  ): Promise<void> {
    switch (path) {
      case '.well-known/openid-configuration':
        return json(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          code_challenge_methods_supported: ['S256'],
          id_token_signing_alg_values_supported: ['ES256'],
        });
      case 'authorize': {
        const back = new URL(asked.get('redirect_uri') ?? '');
        back.searchParams.set('state', asked.get('state') ?? '');
        if (state.denied) back.searchParams.set('error', 'access_denied');
        else {
          const code = crypto.randomUUID();
          codes.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' });
          back.searchParams.set('code', code);
        }
        return void response.writeHead(302, { location: back.href }).end();
      }
      case 'token': {
        const form = new URLSearchParams(await text(request));
        const kept = codes.get(form.get('code') ?? '');
        const challenge = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (kept === undefined || kept.challenge !== challenge)
          return json(response, 400, { error: 'invalid_grant' });
        const seconds = Math.floor(now.getTime() / 1000);
        const idToken = await new SignJWT({ nonce: kept.nonce })
          .setProtectedHeader({ alg: 'ES256' })
          .setIssuer(issuer)
          .setAudience('outcomes-page')
          .setSubject('manager')
          .setIssuedAt(seconds)
          .setExpirationTime(seconds + 3600)
          .sign(privateKey);
        return json(response, 200, {
          access_token: token,
          token_type: 'bearer',
          expires_in: 3600,
          id_token: idToken,
        });
      }
      default:
        response.writeHead(404).end();
    }
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    asked: URLSearchParams,
  ): Promise<void> {
    if (state.down) return void response.destroy();
    if (state.refusal !== null) return json(response, state.refusal.status, state.refusal.body);
    if (request.headers.authorization !== `Bearer ${token}`)
      return json(response, 401, { message: 'Unauthorized' });
    if (path === '/api/programs') return json(response, 200, state.programs);
    const [, program = '', what] = /^\/api\/programs\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (what === 'comparison' && state.comparison !== null) return json(response, 200, state.comparison);
    if (what === 'quality') {
      return state.quality === null
        ? json(response, 404, { message: 'No quality measures of this program have been published.' })
        : json(response, 200, state.quality);
    }
    const snapshot = state.snapshots.get(program);
    if (what === 'outcomes' && asked.get('format') === 'csv') {
      const headers = {
        'content-type': 'text/csv',
        'content-disposition': `attachment; filename="${program}-2026-02-outcomes.csv"`,
      };
      return void response.writeHead(200, headers).end(state.csv);
    }
    if (what === 'outcomes' && snapshot !== undefined) return json(response, 200, snapshot);
    return json(response, 404, {
      message:
        'Nothing has been compiled for this program yet. The first outcomes come with the next nightly compile.',
    });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) body += chunk;
  return body;
}
