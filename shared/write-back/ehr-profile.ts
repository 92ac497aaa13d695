/**
 * What each kind of EHR can take, as data. Only kinds whose write path exists are here: an EHR without
 * conditional update needs a rung of the ladder that is not built yet, and settings refuse it by name.
 *
 * @module
 */
import type { EhrProfileId } from '../settings/settings.ts';

export interface EhrProfile {
  /** Greatest number of entries in one batch Bundle; 0 where Bundles are not taken. */
  readonly batchEntries: number;
}

export const ehrProfiles: Readonly<Record<EhrProfileId, EhrProfile>> = {
  // Conditional update and batch are read from their CapabilityStatements (Medplum) or documentation (HAPI).
  medplum: { batchEntries: 50 },
  hapi: { batchEntries: 50 },
  // Any R4 server with conditional update and no promise about Bundles.
  generic: { batchEntries: 0 },
};
