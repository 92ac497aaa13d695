/**
 * The settings of the pipeline on a laptop: one EHR, two programs, tokens of the local issuer.
 *
 * @module
 */
import type { ProgramSettings } from '../../shared/settings/settings.ts';

export const SOURCE = {
  id: 'riverside',
  timeZone: 'America/New_York',
  clientIds: ['riverside-ehr'],
} as const;

export const PROGRAMS = [
  { id: 'talking-therapy', source: 'riverside', name: 'Talking Therapy' },
  { id: 'intensive-outpatient', source: 'riverside', name: 'Intensive Outpatient' },
] as const satisfies readonly Omit<ProgramSettings, 'measures'>[];

export const AUDIENCE = 'outcomes-pipeline';

export const PERSONAS = [
  { id: 'operator', role: 'operator', groups: ['operators'] },
  {
    id: 'manager',
    role: 'program manager',
    groups: ['program:talking-therapy', 'program:intensive-outpatient'],
  },
  { id: 'clinician', role: 'clinician', groups: ['alerts:riverside'] },
] as const;

export interface Surroundings {
  readonly ehrUrl: string;
  readonly issuer: string;
  readonly pageOrigin: string;
}

/** A settings file as an operator would write it. */
export function localSettings({ ehrUrl, issuer, pageOrigin }: Surroundings): object {
  return {
    sources: [
      {
        ...SOURCE,
        name: 'Riverside Behavioral Health',
        ehr: { baseUrl: ehrUrl, profile: 'hapi' },
        inboundQueue: { senders: [] },
      },
    ],
    programs: PROGRAMS,
    tokens: { issuer, audience: [AUDIENCE], groupsClaim: 'groups' },
    pageOrigins: [pageOrigin],
  };
}
