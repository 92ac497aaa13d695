import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { type SandboxEhr, startSandboxEhr } from '../../local/sandbox-ehr/sandbox-ehr.ts';
import { folderOf, runCli } from './run-cli.ts';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const servers: Server[] = [];
let sandbox: SandboxEhr | undefined;
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await sandbox?.close();
  sandbox = undefined;
});

/** A server that knows these paths, and keeps the methods it was asked with. */
async function serving(
  answers: Readonly<Record<string, (url: string) => Answer>>,
): Promise<{ readonly url: string; readonly methods: string[] }> {
  const methods: string[] = [];
  const server = createServer((request, response) => {
    methods.push(request.method ?? '');
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const { status, body } = answers[path]?.(url) ?? { status: 404 };
    response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body ?? {}));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, methods };
}

interface Report {
  readonly inbound: readonly { readonly check: string; readonly verdict: string; readonly text: string }[];
  readonly sources: readonly {
    readonly findings: Report['inbound'];
    readonly wouldSend: readonly { readonly method: string; readonly url: string; readonly body: unknown }[];
  }[];
}

async function doctor(settings: object): Promise<{ readonly status: number; readonly report: Report }> {
  const folder = folderOf({ 'settings.json': settings });
  const command = ['cli/doctor.ts', '--settings', `${folder}/settings.json`, '--patient', 'p-7', '--json'];
  const { stdout, code = 0 } = (await promisify(execFile)(process.execPath, command).catch(
    (error: { stdout: string; code: number }) => error,
  )) as { stdout: string; code?: number };
  return { status: code, report: JSON.parse(stdout) as Report };
}

const settingsOf = (baseUrl: string, more: object = {}) => ({
  sources: [{ id: 'riverside', ehr: { baseUrl, profile: 'hapi', timeoutMs: 2_000 } }],
  ...more,
});
const verdicts = ({ report }: { readonly report: Report }): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (report.sources[0]?.findings ?? []).map(({ check, verdict }) => [check, verdict] as const),
  );

test('an EHR that can do what write-back needs passes, and nothing is written to it', async () => {
  sandbox = await startSandboxEhr({ ehr: 'hapi' });
  const run = await doctor(settingsOf(sandbox.url));
  expect(verdicts(run)).toMatchObject({
    'ehr-reachable': 'ok',
    'fhir-version': 'ok',
    'conditional-update': 'ok',
    auth: 'ok',
  });
  expect(run.status).toBe(0);
  expect(new Set(sandbox.log.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
});

test('the request it prints is the one write-back sends: an update by our identifier for that patient', async () => {
  const { report } = await doctor(settingsOf('http://127.0.0.1:9/fhir'));
  const [request] = report.sources[0]?.wouldSend ?? [];
  expect(request?.method).toBe('POST');
  expect(request?.url).toBe('http://127.0.0.1:9/fhir');
  const text = JSON.stringify(request?.body);
  expect(text).toContain('"method":"PUT"');
  expect(text).toContain('Observation?identifier=');
  expect(text).toContain('"reference":"Patient/p-7"');
  expect(text).toContain('"code":"44261-6"');
});

test.for<[what: string, answers: Readonly<Record<string, Answer>>, finds: Readonly<Record<string, string>>]>([
  [
    'an EHR of another FHIR version, without conditional update',
    {
      '/metadata': {
        status: 200,
        body: { resourceType: 'CapabilityStatement', fhirVersion: '5.0.0', rest: [{ mode: 'server' }] },
      },
      '/Observation': { status: 200, body: { resourceType: 'Bundle', type: 'searchset' } },
    },
    {
      'ehr-reachable': 'ok',
      'fhir-version': 'fail',
      'conditional-update': 'fail',
      batch: 'warn',
      'responses-readable': 'warn',
      auth: 'ok',
    },
  ],
  [
    'an EHR that wants a token',
    { '/metadata': { status: 401 }, '/Observation': { status: 401 } },
    { 'ehr-reachable': 'warn', auth: 'fail' },
  ],
])('%s fails with what to do', async ([, answers, finds]) => {
  const { url, methods } = await serving(
    Object.fromEntries(Object.entries(answers).map(([path, answer]) => [path, () => answer])),
  );
  const run = await doctor(settingsOf(url));
  expect(verdicts(run)).toEqual(finds);
  expect(run.status).toBe(1);
  expect(new Set(methods)).toEqual(new Set(['GET']));
});

test('an EHR that does not answer is said to be out of reach', async () => {
  const run = await doctor(settingsOf('http://127.0.0.1:9/fhir'));
  expect(verdicts(run)).toEqual({ 'ehr-reachable': 'fail' });
  expect(run.status).toBe(1);
});

test.for<[what: string, issuer: (url: string) => string, keys: readonly object[], verdict: string]>([
  ['publishes keys', (url) => url, [{ kty: 'RSA' }], 'ok'],
  ['publishes none', (url) => url, [], 'fail'],
  ['calls itself by another name', () => 'https://other.example', [{ kty: 'RSA' }], 'fail'],
])('an issuer of tokens that %s', async ([, issuer, keys, verdict]) => {
  const { url } = await serving({
    '/.well-known/openid-configuration': (own) => ({
      status: 200,
      body: { issuer: issuer(own), jwks_uri: `${own}/jwks` },
    }),
    '/jwks': () => ({ status: 200, body: { keys } }),
  });
  const { report } = await doctor(settingsOf('http://127.0.0.1:9/fhir', { tokens: { issuer: url } }));
  expect(report.inbound.map((one) => one.verdict)).toEqual([verdict]);
});

test.for<[why: string, args: readonly string[], says: RegExp]>([
  ['settings that are not there', ['--settings', '/none.json'], /^\/none\.json is not a readable settings/],
  ['a source that is not there', ['--source', 'elsewhere'], /^There is no source elsewhere\. The file has:/],
  ['an id that is none', ['--patient', 'Patient/1'], /^--patient takes the id of a Patient/],
  ['an unknown option', ['--fix'], /Unknown option '--fix'/],
])('%s is refused with what to write', ([, args, says]) => {
  const { status, out, err } = runCli('doctor', ...args);
  expect(err).toMatch(says);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect({ status, out }).toEqual({ status: 1, out: '' });
});
