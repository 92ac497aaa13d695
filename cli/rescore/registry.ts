/**
 * The version of the rules that is deployed: ours, and how often the operator has changed theirs.
 *
 * @module
 */
import * as v from 'valibot';
import { registryVersion } from '../../shared/instruments/catalog.ts';
import { readSettingsFile } from '../stored/settings-file.ts';

export type DeployedRegistry =
  | { readonly kind: 'registry'; readonly version: number; readonly sources: readonly string[] }
  | { readonly kind: 'invalid'; readonly message: string };

/** All this needs of a settings file; synth has checked the rest. */
const Settings = v.object({
  sources: v.optional(v.array(v.object({ id: v.string() })), []),
  scoring: v.optional(
    v.object({ registry: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0) }),
    {},
  ),
});

/** @param dataDir of a local run, which keeps the settings it was synthesized with. */
export function deployedRegistry(file: string | undefined, dataDir: string | undefined): DeployedRegistry {
  const read = readSettingsFile(Settings, { settings: file, data: dataDir });
  return read.kind === 'unreadable'
    ? { kind: 'invalid', message: read.message }
    : {
        kind: 'registry',
        version: registryVersion + read.settings.scoring.registry,
        sources: read.settings.sources.map(({ id }) => id),
      };
}
