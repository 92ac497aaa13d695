/**
 * The version of the rules that is deployed: ours, and how often the operator has changed theirs.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { registryVersion } from '../../shared/instruments/catalog.ts';

export type DeployedRegistry =
  | { readonly kind: 'registry'; readonly version: number }
  | { readonly kind: 'invalid'; readonly message: string };

/** All this needs of a settings file; synth has checked the rest. */
const Settings = v.object({
  scoring: v.optional(
    v.object({ registry: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0) }),
    {},
  ),
});

/** @param dataDir of a local run, which keeps the settings it was synthesized with. */
export function deployedRegistry(file: string | undefined, dataDir: string | undefined): DeployedRegistry {
  const path = file ?? (dataDir === undefined ? 'infra/settings.json' : join(dataDir, 'settings.json'));
  try {
    const { scoring } = v.parse(Settings, JSON.parse(readFileSync(path, 'utf8')));
    return { kind: 'registry', version: registryVersion + scoring.registry };
  } catch {
    return {
      kind: 'invalid',
      message: `${path} is not a readable settings file. Name the one that was deployed: --settings FILE.`,
    };
  }
}
