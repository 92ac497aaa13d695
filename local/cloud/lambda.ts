/**
 * A function with its pool of execution environments: one thread for each concurrent execution.
 *
 * The pool starts with the first invocation. It grows by one when an invocation has waited a while and
 * this process has time to spare: calls that wait for the world do not block each other, and a burst
 * that keeps the processor busy is not slowed down by starting more threads.
 * Over the reserved concurrency an invocation waits (AWS would throttle and the source would retry).
 *
 * @module
 */
import { CloudError } from './cloud-error.ts';
import { type Environment, startEnvironment } from './lambda-environment.ts';
import type { LambdaSpec } from './lambda-spec.ts';
import type { Tracer } from './traces.ts';

/** Where AWS draws the line for a synchronous invocation, each way. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

const MAX_ENVIRONMENTS = 12;
const GROW_AFTER_MS = 150;
/** Share of the time the event loop works, from which on more threads would not help. */
const BUSY = 0.6;

export interface LocalFunction {
  readonly spec: LambdaSpec;
  /**
   * Invokes with a JSON-able event. Throws `function-failed` (handler error, timeout, crash, too large an
   * answer) and `payload-too-large`.
   */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Invocations that wait or run. */
  readonly busy: () => number;
  /** Ends every execution environment as it stands; what ran in it fails, and the next invocation starts anew. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export function createFunction(
  spec: LambdaSpec,
  onOutput: (text: string) => void,
  trace: Tracer,
): LocalFunction {
  const limit = Math.min(spec.reservedConcurrency ?? MAX_ENVIRONMENTS, MAX_ENVIRONMENTS);
  const name = spec.environment.functionName;
  const idle: Environment[] = [];
  const all = new Set<Environment>();
  const waiting: Waiter[] = [];
  let starting = false;
  let lastStart = 0;
  let watching: NodeJS.Timeout | undefined;
  let busy = 0;
  let stopped = false;

  function acquire(): Promise<Environment> {
    for (let environment = idle.pop(); environment !== undefined; environment = idle.pop()) {
      if (environment.alive()) return Promise.resolve(environment);
      all.delete(environment);
    }
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject, since: Date.now() });
      if (all.size === 0) void grow();
      else watch();
    });
  }

  function release(environment: Environment): void {
    if (!environment.alive()) {
      all.delete(environment);
      if (waiting.length > 0 && all.size === 0) void grow();
      return;
    }
    const next = waiting.shift();
    if (next === undefined) idle.push(environment);
    else next.resolve(environment);
  }

  /** Looks after the waiting invocations until none is left. */
  function watch(): void {
    if (watching !== undefined) return;
    const loadBefore = performance.eventLoopUtilization();
    watching = setTimeout(() => {
      watching = undefined;
      const [first] = waiting;
      if (first === undefined || stopped) return;
      const waited = Date.now() - Math.max(first.since, lastStart);
      const { utilization } = performance.eventLoopUtilization(loadBefore);
      if (waited >= GROW_AFTER_MS && utilization < BUSY) void grow();
      watch();
    }, GROW_AFTER_MS);
  }

  async function grow(): Promise<void> {
    if (starting || stopped || all.size >= limit) return;
    starting = true;
    try {
      const environment = await startEnvironment(spec, onOutput, trace);
      if (stopped) return await environment.end();
      all.add(environment);
      release(environment);
    } catch (error) {
      for (const { reject } of waiting.splice(0)) reject(error as Error);
    } finally {
      starting = false;
      lastStart = Date.now();
      if (waiting.length > 0) watch();
    }
  }

  return {
    spec,
    invoke: async (event) => {
      if (limit === 0) throw failed(name, 'is throttled: its reserved concurrency is 0');
      const payload = JSON.stringify(event) ?? 'null';
      if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) {
        throw new CloudError('payload-too-large', `${name} was given more than 6 MB.`);
      }
      busy += 1;
      try {
        const environment = await acquire();
        const result = await environment.invoke(payload).finally(() => release(environment));
        if (result === undefined) return null;
        if (Buffer.byteLength(result) > MAX_PAYLOAD_BYTES) throw failed(name, 'answered with more than 6 MB');
        return JSON.parse(result);
      } finally {
        busy -= 1;
      }
    },
    busy: () => busy,
    kill: async () => {
      await Promise.all([...all].map((environment) => environment.end()));
    },
    stop: async () => {
      stopped = true;
      clearTimeout(watching);
      for (const { reject } of waiting.splice(0)) reject(failed(name, 'was stopped'));
      await Promise.all([...all].map((environment) => environment.end()));
    },
  };
}

interface Waiter {
  readonly resolve: (environment: Environment) => void;
  readonly reject: (error: Error) => void;
  readonly since: number;
}

function failed(name: string, why: string): CloudError {
  return new CloudError('function-failed', `${name} ${why}.`);
}
