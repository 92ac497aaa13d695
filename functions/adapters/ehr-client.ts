/**
 * fhir-kit-client with what it lacks, for every call to an EHR: no redirects (a 307 would carry PHI to another
 * host) and a time limit.
 *
 * @module
 */
import { Client } from 'fhir-kit-client';

export function ehrClient(baseUrl: string): Client {
  return new Client({ baseUrl, requestOptions: { redirect: 'error' } });
}

/** A new time limit for every call: one in the constructor would be shared and, once fired, fail every later call. */
export function limits(timeoutMs: number): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(timeoutMs) };
}
