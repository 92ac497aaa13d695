/**
 * `npm run --silent hook-secret -- (--table NAME | --data DIR) --source S [--kind signature|header] [--finish | --revoke]`
 *
 * Makes the secret with which an EHR's subscription proves that it is that EHR, stores it in the operations
 * table and prints it once. `signature`: the key that signs each body (Medplum, WebSub). `header`: what the
 * subscription sends as `Authorization: Bearer ...` (HAPI and others); only its hash is kept.
 *
 * Run again it makes a second one, and both are good: give the new one to the EHR, then `--finish` forgets the
 * old. `--revoke` forgets all, and the source has no hooks. `--settings FILE` names the settings that were deployed
 * (infra/settings.json, or those in `--data`). Exit status 1 when nothing was done.
 */

import { hash, randomBytes } from 'node:crypto';
import { type HookSecret, hookSecrets } from '../functions/adapters/hook-secrets.ts';
import { readOptions, reasonOf, refuse } from './command.ts';
import { sourceOfSettings } from './people/settings.ts';
import { openPlace, placeOptions } from './stored/place.ts';

const values = options();
const { kind = 'header' } = values;
const known = sourceOfSettings(values.source, values);
if (known.kind === 'invalid') refuse(known.message);
const { id: source } = known;
if (kind !== 'signature' && kind !== 'header') refuse('--kind is signature or header.');
const place = openPlace(values, 'operations');
if (place.kind === 'invalid') refuse(place.message);
const store = hookSecrets(place.dynamo, place.table);

try {
  const standing = await store.read(source);
  if (values.revoke === true) {
    await store.put(source, []);
    say(`${source} has no hooks any more.`);
  } else if (values.finish === true) {
    const newest = [...new Map(standing.map((one) => [one.kind, one])).values()];
    if (newest.length === standing.length) refuse(`${source} has no secret that another one replaced.`);
    await store.put(source, newest);
    say('The replaced secret is forgotten within a minute.');
  } else {
    const secret = randomBytes(32).toString('base64url');
    const made: HookSecret =
      kind === 'signature' ? { kind, secret } : { kind, sha256: hash('sha256', secret) };
    const others = standing.filter((one) => one.kind !== kind);
    const before = standing.filter((one) => one.kind === kind).slice(-1);
    await store.put(source, [...others, ...before, made]);
    say(secret);
    if (before.length > 0) console.error('The one before it is good until --finish.');
  }
} catch (error) {
  refuse(`Stopped: ${reasonOf(error)}. Nothing was changed.`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function options() {
  return readOptions({
    options: {
      ...placeOptions,
      source: { type: 'string' },
      settings: { type: 'string' },
      kind: { type: 'string' },
      finish: { type: 'boolean' },
      revoke: { type: 'boolean' },
    },
  }).values;
}
