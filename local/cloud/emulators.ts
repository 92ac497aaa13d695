/**
 * The engines behind the gateway: dynalite (DynamoDB) and fauxqs (SQS, SNS, S3) in a thread of this
 * process, or another engine where an endpoint is given.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Service } from './aws-call.ts';
import { CloudError } from './cloud-error.ts';
import type { EmulatorPorts, EmulatorSpec } from './emulator-worker.ts';
import { ACCOUNT } from './resource-names.ts';

/** Engines that run elsewhere. They must not verify signatures: the gateway passes on what was signed for itself. */
export interface Endpoints {
  readonly dynamodb?: string;
  readonly sqs?: string;
  readonly s3?: string;
}

export interface Emulators {
  readonly urls: Readonly<Partial<Record<Service, string>>>;
  /** Base URL of fauxqs when it runs here: it can be asked which messages are in flight. */
  readonly inspection: string | undefined;
  /** Rejects with `emulator-failed` when an emulator ends by itself. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
}

/** `DYNAMODB_ENDPOINT`, `SQS_ENDPOINT`, `S3_ENDPOINT`. */
export function endpointsOf(environment: NodeJS.ProcessEnv): Endpoints {
  const { DYNAMODB_ENDPOINT: dynamodb, SQS_ENDPOINT: sqs, S3_ENDPOINT: s3 } = environment;
  return {
    ...(dynamodb !== undefined && { dynamodb }),
    ...(sqs !== undefined && { sqs }),
    ...(s3 !== undefined && { s3 }),
  };
}

/** Throws `emulator-failed`. */
export async function startEmulators(options: {
  readonly region: string;
  readonly dataDir: string | undefined;
  readonly endpoints: Endpoints;
}): Promise<Emulators> {
  const { dataDir, endpoints, region } = options;
  const folder = (name: string): string | undefined => {
    if (dataDir === undefined) return undefined;
    const path = join(dataDir, region, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const dynamodbFolder = folder('dynamodb');
  const sqsFolder = folder('sqs');
  const spec: EmulatorSpec = {
    region,
    dynamodb: endpoints.dynamodb === undefined,
    sqs: endpoints.sqs === undefined || endpoints.s3 === undefined,
    ...(dynamodbFolder !== undefined && { dynamodbFolder }),
    ...(sqsFolder !== undefined && { sqsFolder }),
  };

  const worker = new Worker(new URL('./emulator-worker.ts', import.meta.url), {
    workerData: spec,
    env: { ...process.env, AWS_REGION: region, AWS_ACCOUNT_ID: ACCOUNT },
    stdout: false,
  });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  worker.once('error', (cause) => {
    failed.reject(new CloudError('emulator-failed', `An emulator stopped: ${cause.message}`, { cause }));
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const listening = new Promise<EmulatorPorts>((resolve) => worker.once('message', resolve));
  const ports = await Promise.race([listening, failed.promise]);

  const local = (port: number | undefined): string | undefined =>
    port === undefined ? undefined : `http://127.0.0.1:${port}`;
  const fauxqs = local(ports.sqs);
  const urls = {
    dynamodb: endpoints.dynamodb ?? local(ports.dynamodb),
    sqs: endpoints.sqs ?? fauxqs,
    sns: endpoints.sqs === undefined ? fauxqs : undefined,
    s3: endpoints.s3 ?? fauxqs,
  };
  return {
    urls: Object.fromEntries(Object.entries(urls).filter(([, url]) => url !== undefined)),
    inspection: endpoints.sqs === undefined ? fauxqs : undefined,
    failed: failed.promise,
    stop: async () => {
      worker.postMessage('stop');
      await ended;
    },
  };
}
