/**
 * The exact request write-back would send for a response: the adapter that writes to the EHR is pointed at a
 * listener on this machine, and what arrives there is what the EHR would get.
 *
 * @module
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ehrOf } from '../../functions/adapters/ehr.ts';
import { instruments } from '../../shared/instruments/catalog.ts';
import { versionName, versionsInForce } from '../../shared/instruments/versions.ts';
import { recordResponse } from '../../shared/responses/record.ts';
import { compileCatalog } from '../../shared/scoring/compile.ts';
import { nothingWritten, planWriteBack } from '../../shared/write-back/desired.ts';
import type { ExaminedSource } from './sources.ts';

export interface WrittenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const sha256 = (text: string): string => hash('sha256', text);

/** Headers of the connection to the listener rather than of the request. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set(['host', 'connection', 'content-length']);

/** @param patient id in that EHR, so that its team can replay the request. */
export async function dryWrite(
  { id, ehr }: ExaminedSource,
  example: URL,
  patient: string | undefined,
): Promise<readonly WrittenRequest[]> {
  const form = JSON.parse(readFileSync(example, 'utf8')) as Record<string, unknown>;
  const resource = patient === undefined ? form : { ...form, subject: { reference: `Patient/${patient}` } };
  const { current } = recordResponse(
    { kind: 'upsert', identity: String(form.id), resource },
    String(form.authored),
    { source: { id, ehr, alertWithinDays: 14 }, catalog: compileCatalog(instruments), forms: [], sha256 },
  );
  const definitions = new Map([
    ...versionsInForce(instruments, {}),
    ...instruments.map((one) => [versionName(one), one] as const),
  ]);
  const { changes } = planWriteBack(current, nothingWritten, definitions, sha256);
  return recorded(ehr.baseUrl, (baseUrl) => ehrOf({ ehr: { ...ehr, baseUrl } }).apply(changes));
}

async function recorded(
  baseUrl: string,
  act: (listener: string) => Promise<unknown>,
): Promise<readonly WrittenRequest[]> {
  const requests: WrittenRequest[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = Object.entries(request.headers).filter(([name]) => !OF_THE_CONNECTION.has(name));
    requests.push({
      method: request.method ?? '',
      url: `${baseUrl}${request.url === '/' ? '' : request.url}`,
      headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
      body: JSON.parse(Buffer.concat(parts).toString()),
    });
    response.writeHead(200, { 'content-type': 'application/fhir+json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return requests;
}
