/** fhir-kit-client against a sandbox EHR, with what tests ask of an answer. */
import { Client } from 'fhir-kit-client';
import { onTestFinished } from 'vitest';
import {
  type SandboxEhr,
  type SandboxEhrOptions,
  startSandboxEhr,
} from '../../../local/sandbox-ehr/sandbox-ehr.ts';

/** An EHR that is closed when the test ends. Validation is off unless the test is about it: it costs 2 s. */
export async function anEhr(options: SandboxEhrOptions = {}): Promise<{ ehr: SandboxEhr; client: Client }> {
  const ehr = await startSandboxEhr({ validation: 'off', ...options });
  onTestFinished(() => ehr.close());
  return { ehr, client: new Client({ baseUrl: ehr.url }) };
}

export interface Answered {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever came
  body: any;
}

/** The answer as it came, whether the client takes it for a success or an error; a cut connection rejects. */
export async function answerOf(call: Promise<unknown>): Promise<Answered> {
  try {
    const body = await call;
    const response = Client.httpFor(body as Parameters<typeof Client.httpFor>[0]).response as Response;
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    const { response, config } = error as {
      response?: { status: number; data: unknown };
      config?: { headers: Headers };
    };
    if (response === undefined || config === undefined) throw error;
    return { status: response.status, headers: config.headers, body: response.data };
  }
}
