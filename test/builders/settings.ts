import type { SourceSettings } from '../../shared/settings/settings.ts';

/** A source with the defaults of the settings file. */
export const riverside: SourceSettings = {
  id: 'riverside',
  name: 'Riverside Behavioral Health',
  timeZone: 'America/New_York',
  identity: 'id',
  ehr: { baseUrl: 'https://ehr.example.org/fhir', profile: 'generic', timeoutMs: 10_000 },
  clientIds: ['riverside-ehr'],
  writeBackConcurrency: 4,
  reconcile: true,
  monotonicEvents: false,
  alertWithinDays: 14,
  acknowledgeWithinHours: 24,
  forms: [],
};
