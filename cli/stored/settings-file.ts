/**
 * The settings a deployment or a local run was made with, as far as a command needs them; synth checks the rest.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

export interface SettingsPlace {
  readonly settings?: string | undefined;
  /** Of a local run, which keeps the settings it was synthesized with. */
  readonly data?: string | undefined;
}

export type SettingsRead<Settings> =
  | { readonly kind: 'settings'; readonly path: string; readonly settings: Settings }
  | { readonly kind: 'unreadable'; readonly path: string; readonly message: string };

export function readSettingsFile<Schema extends v.GenericSchema>(
  schema: Schema,
  { settings, data }: SettingsPlace,
): SettingsRead<v.InferOutput<Schema>> {
  const path = settings ?? (data === undefined ? 'infra/settings.json' : join(data, 'settings.json'));
  try {
    const read = v.safeParse(schema, JSON.parse(readFileSync(path, 'utf8')));
    if (read.success) return { kind: 'settings', path, settings: read.output };
  } catch {
    // Said below.
  }
  const message = `${path} is not a readable settings file. Name the one that was deployed: --settings FILE.`;
  return { kind: 'unreadable', path, message };
}
