/**
 * What a test does to the calls of functions: the service is down or throttles, or the function dies between
 * two of its steps as if its process were killed.
 *
 * @module
 */
import type { AwsCall } from './aws-call.ts';
import { type AwsErrorResponse, serviceError } from './aws-error.ts';

/** A call a function, or the poller that runs it, is about to make. */
export interface SeenCall extends Pick<AwsCall, 'service' | 'operation'> {
  /** Logical id of the function. */
  readonly function: string;
  readonly body: string;
}

/**
 * `down` and `throttled` answer in place of the service. `killed-before` and `killed-after` end every
 * execution environment of the function, before the service has got the call or once it has done it, and the
 * call gets no answer.
 */
export type Meddling = 'down' | 'throttled' | 'killed-before' | 'killed-after';

export type Meddler = (call: SeenCall) => Meddling | undefined;

/** The answer in place of the service. */
export function answerInstead(service: AwsCall['service'], meddling: 'down' | 'throttled'): AwsErrorResponse {
  return meddling === 'down'
    ? serviceError(service, 503, 'ServiceUnavailable', 'The service is down.')
    : serviceError(service, 400, 'ThrottlingException', 'Rate exceeded.');
}
