/**
 * `npm run --silent rescore -- [--table NAME --queue URL | --data DIR] [--activate]`
 *
 * Finds the stored responses that were scored by older rules than those deployed (a higher `registryVersion`,
 * or a higher `scoring.registry` in the settings) and, with `--activate`, puts their current versions on the
 * responses queue again, as received when they were. `score` replaces what stands only where the rules are
 * newer, and write-back amends the Observations. Without `--activate` it only counts.
 *
 * Deploy the new rules first. What was scored by them is no longer behind, so a run that was stopped goes on
 * where it was when it is started again; what was sent twice is scored once.
 *
 * `--settings FILE` names the settings that were deployed (infra/settings.json, or those in `--data`), `--only
 * SOURCE` one source, `--rate N` responses a second (50, so that new ones do not wait behind them), `--claims
 * BUCKET` where bodies over the queue's limit go, `--endpoint URL` another engine, `--json` one line of JSON. Exit
 * status 1 when responses stay behind because they cannot be scored again.
 */

import { storedResponses } from '../functions/adapters/stored-responses.ts';
import { readOptions, reasonOf, refuse } from './command.ts';
import { type Behind, behindText, countBehind, nothingBehind } from './rescore/behind.ts';
import { deployedRegistry } from './rescore/registry.ts';
import { resend } from './rescore/resend.ts';
import { openPlace, placeOptions } from './stored/place.ts';

const values = options();
const rate = Number(values.rate);
if (!(rate > 0)) refuse('--rate takes a number of responses a second.');
const registry = deployedRegistry(values.settings, values.data);
if (registry.kind === 'invalid') refuse(registry.message);
if (values.only !== undefined && !registry.sources.includes(values.only))
  refuse(`There is no source '${values.only}' in the settings. Use one of ${registry.sources.join(', ')}.`);
const place = openPlace(values);
if (place.kind === 'invalid') refuse(place.message);
const { dynamo, table, queueUrl } = place;
if (values.activate === true && queueUrl === undefined)
  refuse('Name the responses queue: --queue URL (the stack puts it out as ResponsesQueue).');

const say = (line: string): void => {
  if (values.json !== true) process.stdout.write(`${line}\n`);
};
const only = values.only === undefined ? {} : { source: values.only };
const rescoredAt = new Date().toISOString();
let behind: Behind = nothingBehind;
let sent = 0;
try {
  for await (const page of storedResponses(dynamo, table, { ...only, behind: registry.version })) {
    behind = page.reduce(countBehind, behind);
    if (values.activate !== true || queueUrl === undefined) continue;
    sent += await resend(page, { ...place, queueUrl, rate, rescoredAt });
    say(`${sent} sent`);
  }
} catch (error) {
  refuse(`Stopped after ${sent}: ${reasonOf(error)}. Start it again to go on.`);
}
if (values.json === true)
  process.stdout.write(`${JSON.stringify({ registry: registry.version, ...behind, sent })}\n`);
else for (const line of behindText(behind, registry.version, values.activate === true)) say(line);
process.exitCode = behind.withoutResource > 0 ? 1 : 0;

function options() {
  return readOptions({
    options: {
      ...placeOptions,
      queue: { type: 'string' },
      claims: { type: 'string' },
      settings: { type: 'string' },
      only: { type: 'string' },
      rate: { type: 'string', default: '50' },
      activate: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  }).values;
}
