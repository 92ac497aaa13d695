/**
 * What the metrics need of the deployed settings: programs, their sources' time zones, the smallest count that
 * may be shown.
 *
 * @module
 */
import * as v from 'valibot';
import { registryVersion } from '../../shared/instruments/catalog.ts';
import type { ProgramSettings } from '../../shared/settings/settings.ts';
import { readSettingsFile } from '../stored/settings-file.ts';

/** Synth has checked the rest. */
const Settings = v.object({
  sources: v.array(v.object({ id: v.string(), timeZone: v.string() })),
  programs: v.array(
    v.object({
      id: v.string(),
      source: v.string(),
      name: v.string(),
      measures: v.optional(
        v.object({ depression: v.optional(v.string(), 'phq-9'), anxiety: v.optional(v.string(), 'gad-7') }),
        {},
      ),
    }),
  ),
  metrics: v.optional(v.object({ minimumCell: v.optional(v.number(), 11) }), {}),
  scoring: v.optional(v.object({ registry: v.optional(v.number(), 0) }), {}),
});

export type MetricsSettings =
  | {
      readonly kind: 'settings';
      readonly program: ProgramSettings;
      readonly timeZone: string;
      readonly minimumCell: number;
      readonly registry: number;
    }
  | { readonly kind: 'invalid'; readonly message: string };

/** @param dataDir of a local run, which keeps the settings it was synthesized with. */
export function metricsSettings(
  id: string,
  file: string | undefined,
  dataDir: string | undefined,
): MetricsSettings {
  const read = readSettingsFile(Settings, { settings: file, data: dataDir });
  if (read.kind === 'unreadable') return invalid(read.message);
  const { path } = read;
  const { sources, programs, metrics, scoring } = read.settings;
  const program = programs.find((one) => one.id === id);
  const source = sources.find((one) => one.id === program?.source);
  if (program === undefined || source === undefined) {
    const known = programs.map((one) => one.id).join(', ');
    return invalid(`${path} has no program ${id}. It has: ${known === '' ? 'none' : known}.`);
  }
  return {
    kind: 'settings',
    program,
    timeZone: source.timeZone,
    minimumCell: metrics.minimumCell,
    registry: registryVersion + scoring.registry,
  };
}

function invalid(message: string): MetricsSettings {
  return { kind: 'invalid', message };
}
