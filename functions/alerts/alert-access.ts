/**
 * Who may see and acknowledge the alerts of a source: operators all of them, clinicians those of the sources
 * whose group `alerts:<source>` they are in. To run a program is no reason to see its alerts.
 *
 * @module
 */
import type { SourceSettings } from '../../shared/settings/settings.ts';

export function sourcesSeenBy(
  groups: readonly string[],
  sources: readonly SourceSettings[],
): readonly SourceSettings[] {
  if (groups.includes('operators')) return sources;
  return sources.filter(({ id }) => groups.includes(`alerts:${id}`));
}
