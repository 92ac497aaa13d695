/** An EHR that takes conditional updates by identifier. */
import type { Observation } from 'fhir/r4.js';
import type { Ehr } from '../../functions/adapters/ehr.ts';

interface MemoryEhr extends Ehr {
  readonly observations: Map<string, Observation>;
  /** Passed before and after each change. */
  passage: () => void;
}

export const memoryEhr: MemoryEhr = {
  observations: new Map(),
  passage: () => {},
  async apply(changes) {
    return changes.map((change) => {
      memoryEhr.passage();
      const { observations } = memoryEhr;
      const standing = observations.get(change.key);
      if (change.kind === 'put') observations.set(change.key, change.observation);
      else if (standing !== undefined)
        observations.set(change.key, { ...standing, status: 'entered-in-error' });
      memoryEhr.passage();
      return { kind: 'written', id: change.key, version: '1' };
    });
  },
};
