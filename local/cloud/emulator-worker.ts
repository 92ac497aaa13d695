/**
 * The thread in which dynalite and fauxqs run: their work does not hold up the gateway, and an error
 * that dynalite throws out of a callback ends this thread with a message, not the whole process.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { startFauxqs } from 'fauxqs';
import { keepReceiveCounts, listenOnLoopbackOnly } from './emulator-fixes.ts';

/** What to run. A service that is left out runs elsewhere. */
export interface EmulatorSpec {
  readonly region: string;
  readonly dynamodb: boolean;
  readonly sqs: boolean;
  /** Folders of the stores; in memory when left out. */
  readonly dynamodbFolder?: string;
  readonly sqsFolder?: string;
}

/** Ports on 127.0.0.1; posted once all are listening. */
export interface EmulatorPorts {
  readonly dynamodb?: number;
  readonly sqs?: number;
}

async function startDynalite(path: string | undefined): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = dynalite({
    ...(path !== undefined && { path }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const spec = workerData as EmulatorSpec;
listenOnLoopbackOnly();
keepReceiveCounts();
const dynamodb = spec.dynamodb ? await startDynalite(spec.dynamodbFolder) : undefined;
const sqs = spec.sqs
  ? await startFauxqs({
      port: 0,
      logger: false,
      defaultRegion: spec.region,
      ...(spec.sqsFolder !== undefined && { dataDir: spec.sqsFolder }),
    })
  : undefined;

parentPort?.once('message', () => {
  void Promise.all([dynamodb?.stop(), sqs?.stop()]).finally(() => process.exit());
});
parentPort?.postMessage({
  ...(dynamodb !== undefined && { dynamodb: dynamodb.port }),
  ...(sqs !== undefined && { sqs: sqs.port }),
} satisfies EmulatorPorts);
