/**
 * Traces of functions whose template has tracing on: a segment for each invocation, as the runtime hands it to
 * X-Ray. What a handler throws is in it, message and stack, so a trace is a place where an answer could leak.
 *
 * Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { HandlerError } from './lambda-worker.ts';

interface TraceSegment {
  readonly name: string;
  readonly id: string;
  readonly trace_id: string;
  readonly origin: 'AWS::Lambda::Function';
  /** Seconds since 1970. */
  readonly start_time: number;
  readonly end_time: number;
  readonly aws: { readonly request_id: string };
  readonly fault?: true;
  readonly cause?: {
    readonly exceptions: readonly {
      readonly type: string;
      readonly message: string;
      readonly stack: readonly string[];
    }[];
  };
}

interface Traced {
  readonly functionName: string;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly error?: HandlerError;
}

export type Tracer = (invocation: Traced) => void;

/** @param file where segments are kept, one JSON line each; nothing is kept when left out. */
export function openTraces(file: string | undefined): Tracer {
  if (file === undefined) return () => {};
  mkdirSync(dirname(file), { recursive: true });
  return (invocation) => appendFileSync(file, `${JSON.stringify(segmentOf(invocation))}\n`);
}

function segmentOf({ functionName, requestId, start, end, error }: Traced): TraceSegment {
  const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
  return {
    name: functionName,
    id: hex(8),
    trace_id: `1-${Math.floor(start / 1000).toString(16)}-${hex(12)}`,
    origin: 'AWS::Lambda::Function',
    start_time: start / 1000,
    end_time: end / 1000,
    aws: { request_id: requestId },
    ...(error !== undefined && { fault: true, cause: { exceptions: [exceptionOf(error)] } }),
  };
}

function exceptionOf({ errorType, errorMessage, stack }: HandlerError) {
  return { type: errorType, message: errorMessage, stack: stack.split('\n').slice(1) };
}
