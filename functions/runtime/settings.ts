/** The operator's settings, as validated when the stack was synthesized and bundled with this function. */
import bundled from '#settings' with { type: 'json' };
import type { Settings, SourceSettings } from '../../shared/settings/settings.ts';

// JSON has no literal types; infra/settings.ts has validated every field at synth.
export const settings: Settings = bundled as unknown as Settings;

/** @throws {Error} when the id is unknown: a message of a source that this deployment does not have. */
export function requireSource(id: string): SourceSettings {
  const source = settings.sources.find((one) => one.id === id);
  if (source === undefined) throw new Error(`source ${id} is not in the settings of this deployment`);
  return source;
}
