/** The settings as a function finds them: complete. For `vi.mock` of `functions/runtime/settings.ts`. */
import { checkSettings } from '../../infra/settings.ts';
import type { Settings, SourceSettings } from '../../shared/settings/settings.ts';

/** Two organisations and their programs. @param more of each source, beside what it must have. */
export function deployedSettings(more: object = {}): {
  readonly settings: Settings;
  readonly requireSource: (id: string) => SourceSettings;
} {
  const reading = checkSettings({
    sources: ['riverside', 'hilltop'].map((id) => ({
      id,
      name: id,
      timeZone: 'America/New_York',
      ehr: { baseUrl: `https://ehr.${id}.example/fhir/R4` },
      clientIds: [`${id}-ehr`],
      ...more,
    })),
    programs: [{ id: 'talking-therapy', source: 'riverside', name: 'Talking Therapy' }],
  });
  if (!reading.ok) throw new Error(reading.faults.join('\n'));
  const { settings } = reading;
  return {
    settings,
    requireSource: (id) => {
      const source = settings.sources.find((one) => one.id === id);
      if (source === undefined) throw new Error(`no source ${id}`);
      return source;
    },
  };
}
