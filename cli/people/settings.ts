/**
 * Sources and programs of the settings that were deployed, as the commands about people need them.
 *
 * @module
 */
import * as v from 'valibot';
import { readSettingsFile, type SettingsPlace } from '../stored/settings-file.ts';

/** All this needs of a settings file; synth has checked the rest. */
const Settings = v.object({
  sources: v.array(v.object({ id: v.string(), timeZone: v.string() })),
  programs: v.array(v.object({ id: v.string(), source: v.string() })),
});

export type OneSource =
  | {
      readonly kind: 'source';
      readonly id: string;
      readonly timeZone: string;
      readonly programs: ReadonlySet<string>;
    }
  | { readonly kind: 'invalid'; readonly message: string };

export function sourceOfSettings(source: string | undefined, place: SettingsPlace): OneSource {
  const file = readSettingsFile(Settings, place);
  if (file.kind === 'unreadable') return invalid(file.message);
  const { path, settings: read } = file;
  const known = read.sources.map(({ id }) => id).join(', ');
  if (source === undefined) return invalid(`Say which source it is about: --source S, one of ${known}.`);
  const found = read.sources.find(({ id }) => id === source);
  if (found === undefined) return invalid(`There is no source '${source}' in ${path}. Use one of ${known}.`);
  const programs = read.programs.filter((one) => one.source === source).map(({ id }) => id);
  return { kind: 'source', ...found, programs: new Set(programs) };
}

function invalid(message: string): OneSource {
  return { kind: 'invalid', message };
}
