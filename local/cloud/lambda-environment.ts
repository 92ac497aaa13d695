/**
 * One execution environment of a function: a worker thread that runs one invocation at a time.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { CloudError } from './cloud-error.ts';
import type { LambdaSpec } from './lambda-spec.ts';
import type { EnvironmentMessage, Invocation } from './lambda-worker.ts';
import type { Tracer } from './traces.ts';

/** Generous against AWS's 10 s: a laptop that starts everything at once is slower than Lambda. */
const INIT_TIMEOUT_MS = 30_000;

/**
 * V8 grants a thread at its heap limit 16 MB more in which to end. A young generation of the default size
 * can move more than that into the old one at once, and then V8 ends the whole process.
 */
const YOUNG_GENERATION_MB = 8;

export interface Environment {
  /** Runs the handler on an event (JSON text); gives the result (JSON text). Throws `function-failed`. */
  readonly invoke: (event: string) => Promise<string | undefined>;
  /** False once the thread is gone: after a timeout, a crash, or `end`. */
  readonly alive: () => boolean;
  readonly end: () => Promise<void>;
}

/** Starts the thread and imports the handler. Throws `function-failed` when that fails. */
export async function startEnvironment(
  spec: LambdaSpec,
  onOutput: (text: string) => void,
  trace: Tracer,
): Promise<Environment> {
  const worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), {
    workerData: spec.environment,
    env: { ...spec.variables },
    stdout: true,
    stderr: true,
    resourceLimits: {
      maxOldGenerationSizeMb: spec.environment.memoryMb,
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
    },
  });
  worker.stdout.setEncoding('utf8').on('data', onOutput);
  worker.stderr.setEncoding('utf8').on('data', onOutput);

  const name = spec.environment.functionName;
  const gone = Promise.withResolvers<never>();
  let alive = true;
  worker.on('error', (cause) => {
    alive = false;
    gone.reject(new CloudError('function-failed', `${name} crashed: ${cause.message}`, { cause }));
  });
  worker.on('exit', (code) => {
    alive = false;
    gone.reject(new CloudError('function-failed', `${name} exited with status ${code} before it answered.`));
  });
  gone.promise.catch(() => {});

  const end = async (): Promise<void> => {
    alive = false;
    await worker.terminate();
  };
  const orEnd = <T>(answer: Promise<T>, afterMs: number, message: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new CloudError('function-failed', message));
        void end();
      }, afterMs);
      Promise.race([answer, gone.promise])
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });

  const ready = new Promise<EnvironmentMessage>((resolve) => worker.once('message', resolve));
  await orEnd(ready, INIT_TIMEOUT_MS, `${name} did not start within ${INIT_TIMEOUT_MS / 1000} s.`);

  return {
    invoke: async (event) => {
      const requestId = randomUUID();
      const start = Date.now();
      const answer = new Promise<EnvironmentMessage>((resolve) => worker.once('message', resolve));
      worker.postMessage({ requestId, event, deadline: Date.now() + spec.timeoutMs } satisfies Invocation);
      const seconds = (spec.timeoutMs / 1000).toFixed(2);
      const message = await orEnd(answer, spec.timeoutMs, `${name}: Task timed out after ${seconds} seconds`);
      if (spec.traced)
        trace({
          functionName: name,
          requestId,
          start,
          end: Date.now(),
          ...(message.kind === 'error' && { error: message.error }),
        });
      if (message.kind === 'error') {
        const { errorType, errorMessage, stack } = message.error;
        onOutput(`${JSON.stringify({ level: 'ERROR', message: 'Invoke Error', ...message.error })}\n`);
        throw new CloudError('function-failed', `${name}: ${errorType}: ${errorMessage}`, { cause: stack });
      }
      return message.kind === 'result' ? message.result : undefined;
    },
    alive: () => alive,
    end,
  };
}
