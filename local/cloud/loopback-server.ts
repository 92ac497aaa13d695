import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudError } from './cloud-error.ts';

export interface LoopbackServer {
  readonly url: string;
  /** What answers from now on; until then every request gets a 503. */
  readonly serve: (handler: RequestListener) => void;
  readonly close: () => Promise<void>;
}

/** An HTTP server on 127.0.0.1 that has its URL before it has anything to say. */
export async function listenOnLoopback(port = 0): Promise<LoopbackServer> {
  let handler: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => handler(request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new CloudError('port-unavailable', `Cannot listen on port ${port}: ${cause.message}`, { cause }),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (next) => {
      handler = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
