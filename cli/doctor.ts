/**
 * `npm run --silent doctor -- [--settings FILE | --data DIR] [--keys KEYS] [--source S] [--patient ID] [--json]`
 *
 * Before going live, and when scores do not reach a chart: for each source, whether its EHR answers, what it
 * says it can do, whether it gives us a token and lets us in; whether the issuer of inbound tokens publishes its keys; and the
 * exact request that would write the score of docs/examples/phq-9.json. It reads and prints: nothing is
 * written, and no chart is opened.
 *
 * `--keys` names the signing keys as the stack puts them out (`SigningKeys`; also the environment variable
 * SIGNING_KEYS): the doctor signs in as the functions do, with your permission to use them. `--patient` puts an id of that EHR into the request, `--json` prints one line of JSON. Exit status 1 when a
 * check fails.
 */
import { backendTokens } from '../functions/adapters/backend-tokens.ts';
import { readOptions, refuse } from './command.ts';
import { dryWrite, type WrittenRequest } from './doctor/dry-write.ts';
import { checkEhr } from './doctor/ehr-checks.ts';
import type { Finding } from './doctor/finding.ts';
import { checkIssuer } from './doctor/issuer-checks.ts';
import { doctorsKeys } from './doctor/keys.ts';
import { readSources } from './doctor/sources.ts';

const EXAMPLE = new URL('../docs/examples/phq-9.json', import.meta.url);

const values = options();
const examined = readSources(values);
if (examined.kind === 'invalid') refuse(examined.message);
if (values.patient !== undefined && !/^[A-Za-z0-9.-]{1,64}$/.test(values.patient))
  refuse('--patient takes the id of a Patient: letters, digits, dots and hyphens, at most 64.');

const keys = doctorsKeys(examined.signingKeys, values);
const inbound = await checkIssuer(examined.issuer);
const sources = await Promise.all(
  examined.sources.map(async (source) => ({
    source: source.id,
    findings: await checkEhr(source, backendTokens(source, keys)),
    wouldSend: await dryWrite(source, EXAMPLE, values.patient),
  })),
);
if (values.json === true) process.stdout.write(`${JSON.stringify({ inbound, sources })}\n`);
else {
  say('Tokens that are pushed with');
  print(inbound);
  for (const { source, findings, wouldSend } of sources) {
    say(`\n${source}`);
    print(findings);
    say('  would send, for docs/examples/phq-9.json:');
    for (const request of wouldSend) printRequest(request);
  }
}
const failed = [...inbound, ...sources.flatMap(({ findings }) => findings)].some(
  ({ verdict }) => verdict === 'fail',
);
process.exitCode = failed ? 1 : 0;

function print(findings: readonly Finding[]): void {
  for (const { verdict, check, text } of findings) say(`  ${verdict.padEnd(4)}  ${check}: ${text}`);
}

function printRequest({ method, url, headers, body }: WrittenRequest): void {
  say(`\n${method} ${url}`);
  for (const [name, value] of Object.entries(headers)) say(`${name}: ${value}`);
  say(`\n${JSON.stringify(body, null, 2)}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function options() {
  return readOptions({
    options: {
      settings: { type: 'string' },
      data: { type: 'string' },
      keys: { type: 'string' },
      source: { type: 'string' },
      patient: { type: 'string' },
      json: { type: 'boolean' },
    },
  }).values;
}
