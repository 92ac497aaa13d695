/**
 * Serves the built page, and the configuration it asks for when it loads.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface PageServer {
  readonly origin: string;
  readonly port: number;
  /** What `config.json` says, once it is known. */
  configure(config: object): void;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the page into the data folder. */
export async function buildPage(dataDir: string): Promise<string> {
  const outDir = join(dataDir, 'page');
  await build({
    configFile: join(root, 'dashboard/vite.config.ts'),
    build: { outDir, emptyOutDir: true },
    logLevel: 'error',
  });
  return outDir;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

export async function servePage(folder: Promise<string>, port: number | undefined): Promise<PageServer> {
  let config: object = {};
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    if (path === '/config.json') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(config));
      return;
    }
    const base = await folder;
    const file = normalize(join(base, path.endsWith('/') || extname(path) === '' ? 'index.html' : path));
    try {
      if (!file.startsWith(base)) throw new RangeError('outside the page');
      const body = await readFile(file);
      response
        .writeHead(200, { 'content-type': contentTypes[extname(file)] ?? 'application/octet-stream' })
        .end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
    }
  });
  await listen(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${bound}`,
    port: bound,
    configure: (next) => {
      config = next;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** The wanted port, or any free one when somebody else has taken it. */
function listen(server: ReturnType<typeof createServer>, port = 0): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && port !== 0) server.listen(0, '127.0.0.1', done);
      else failed(error);
    });
    server.listen(port, '127.0.0.1', done);
  });
}
