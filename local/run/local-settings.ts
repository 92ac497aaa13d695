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

/** As which the sandbox EHR knows the pipeline. */
export const EHR_CLIENT = 'outcomes-pipeline';

/** `kid` of the key with which the pipeline signs in there. */
export const SIGNING_KEY = 'local';

export interface Surroundings {
  readonly ehrUrl: string;
  /** As which that EHR knows the pipeline; undefined for one that wants no token. */
  readonly ehrClientId: string | undefined;
  readonly issuer: string;
  readonly pageOrigin: string;
}

/** A settings file as an operator would write it. */
export function localSettings({ ehrUrl, ehrClientId, issuer, pageOrigin }: Surroundings): object {
  const auth = ehrClientId !== undefined && { auth: { kind: 'smart-backend', clientId: ehrClientId } };
  return {
    sources: [
      {
        ...SOURCE,
        name: 'Riverside Behavioral Health',
        ehr: { baseUrl: ehrUrl, profile: 'hapi', ...auth },
        inboundQueue: { senders: [] },
      },
    ],
    programs: PROGRAMS,
    signingKeys: [{ id: SIGNING_KEY, algorithm: 'ES384' }],
    tokens: { issuer, audience: [AUDIENCE], groupsClaim: 'groups' },
    pageOrigins: [pageOrigin],
  };
}
