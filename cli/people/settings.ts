/**
 * Sources and programs of the settings that were deployed, as the commands about people need them.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

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

/** @param data of a local run, which keeps the settings it was synthesized with. */
export function sourceOfSettings(
  source: string | undefined,
  { settings, data }: { readonly settings?: string | undefined; readonly data?: string | undefined },
): OneSource {
  const path = settings ?? (data === undefined ? 'infra/settings.json' : join(data, 'settings.json'));
  const read = readSettings(path);
  if (read === undefined)
    return invalid(
      `${path} is not a readable settings file. Name the one that was deployed: --settings FILE.`,
    );
  const known = read.sources.map(({ id }) => id).join(', ');
  if (source === undefined) return invalid(`Say whose patients these are: --source S, one of ${known}.`);
  const found = read.sources.find(({ id }) => id === source);
  if (found === undefined) return invalid(`There is no source '${source}' in ${path}. Use one of ${known}.`);
  const programs = read.programs.filter((one) => one.source === source).map(({ id }) => id);
  return { kind: 'source', ...found, programs: new Set(programs) };
}

function readSettings(path: string): v.InferOutput<typeof Settings> | undefined {
  try {
    const read = v.safeParse(Settings, JSON.parse(readFileSync(path, 'utf8')));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

function invalid(message: string): OneSource {
  return { kind: 'invalid', message };
}
