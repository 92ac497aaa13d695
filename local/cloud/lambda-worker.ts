/**
 * One Lambda execution environment: imports the bundled handler once, then answers one invocation at a
 * time. Events and results cross as JSON text, as they do in AWS.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread is started with. */
export interface EnvironmentSpec {
  /** File URL of the handler's module. */
  readonly module: string;
  /** Name of the exported handler. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

export interface Invocation {
  readonly requestId: string;
  readonly event: string;
  /** Milliseconds since 1970 at which the function is ended. */
  readonly deadline: number;
}

export type EnvironmentMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly requestId: string; readonly result: string | undefined }
  | { readonly kind: 'error'; readonly requestId: string; readonly error: HandlerError };

export interface HandlerError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stack: string;
}

type Handler = (event: unknown, context: object) => unknown;

const spec = workerData as EnvironmentSpec;
const post = (message: EnvironmentMessage): void => parentPort?.postMessage(message);

const handlers = (await import(spec.module)) as Readonly<Record<string, Handler>>;
const handler = handlers[spec.handler];
if (typeof handler !== 'function') {
  throw new TypeError(
    `${spec.module} exports no function ${spec.handler}, only ${Object.keys(handlers).join(', ')}`,
  );
}

parentPort?.on('message', (invocation: Invocation) => void answer(handler, invocation));
post({ kind: 'ready' });

async function answer(handle: Handler, { requestId, event, deadline }: Invocation): Promise<void> {
  try {
    const result = JSON.stringify(await handle(JSON.parse(event), contextOf(requestId, deadline)));
    post({ kind: 'result', requestId, result });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    post({
      kind: 'error',
      requestId,
      error: { errorType: error.name, errorMessage: error.message, stack: error.stack ?? '' },
    });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(awsRequestId: string, deadline: number): object {
  return {
    awsRequestId,
    functionName: spec.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: spec.functionArn,
    memoryLimitInMB: String(spec.memoryMb),
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}
