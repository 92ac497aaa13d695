/**
 * fhir-kit-client with what it lacks, for every call to an EHR: no redirects (a 307 would carry PHI to another
 * host), a time limit, and a token that goes to the EHR and nowhere else.
 *
 * @module
 */
import { Client } from 'fhir-kit-client';
import type { BackendTokens } from './backend-tokens.ts';

export interface EhrClient {
  readonly client: Client;
  /**
   * Runs a call; where the EHR no longer takes the token, once more with a new one: 401 says that nothing was done.
   * The call must make its time limit itself, for each try.
   */
  call<T>(make: () => Promise<T>): Promise<T>;
}

/** @param tokens undefined for an EHR that is asked without one. */
export function ehrClient(baseUrl: string, tokens: BackendTokens | undefined): EhrClient {
  let used = '';
  const client = new Client({
    baseUrl,
    requestOptions: { redirect: 'error' },
    // Awaited, whatever its type says.
    requestSigner: async (url: string, request: RequestInit) => {
      if (tokens === undefined || !isBelow(url, baseUrl)) return;
      used = await tokens.token();
      (request.headers as Headers).set('authorization', `Bearer ${used}`);
    },
  });
  return {
    client,
    async call(make) {
      try {
        return await make();
      } catch (error) {
        if (tokens === undefined || statusIn(error) !== 401) throw error;
        tokens.refused(used);
        return make();
      }
    },
  };
}

/** A new time limit for every call: one in the constructor would be shared and, once fired, fail every later call. */
export function limits(timeoutMs: number): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(timeoutMs) };
}

/** Whether an address is in the EHR: of its origin, and under its base. */
export function isBelow(url: string, baseUrl: string): boolean {
  if (!URL.canParse(url, `${baseUrl}/`)) return false;
  const [target, base] = [new URL(url, `${baseUrl}/`), new URL(baseUrl)];
  return (
    target.origin === base.origin && `${target.pathname}/`.startsWith(`${base.pathname.replace(/\/$/, '')}/`)
  );
}

/** Of an error that the client throws for an answer; undefined where there was none. */
export function statusIn(error: unknown): number | undefined {
  return (error as { readonly response?: { readonly status?: number } }).response?.status;
}
