/**
 * An Observation of ours as it stands in an EHR, found before it is taken back.
 *
 * By its id where the EHR told us, else by our identifier. Some EHRs ignore the identifier of a search: then what
 * comes back is checked, and that ours is not among it says nothing.
 *
 * @module
 */
import type { Bundle, Observation } from 'fhir/r4.js';
import type { Client } from 'fhir-kit-client';
import { OBSERVATION_IDENTIFIER_SYSTEM } from '../../shared/fhir/observation.ts';
import { isBelow, limits, statusIn } from './ehr-client.ts';

/** Pages of a search that are looked through; an EHR that takes our identifier needs one. */
const MOST_PAGES = 5;

export interface SoughtObservation {
  /** Value of our identifier. */
  readonly key: string;
  /** As the EHR answered when it was written; null where it did not say. */
  readonly id: string | null;
  readonly timeoutMs: number;
  readonly baseUrl: string;
}

/** @throws what the client throws, but for an id that is gone. */
export async function standingObservation(
  client: Client,
  sought: SoughtObservation,
): Promise<Observation | 'gone' | 'not-found'> {
  const read = await readById(client, sought);
  return read ?? searched(client, sought);
}

/** Our identifier as a token of a search. */
export function identifierToken(key: string): string {
  return `${OBSERVATION_IDENTIFIER_SYSTEM}|${key}`;
}

/** Undefined where there is no id, or something else stands under it. */
async function readById(
  client: Client,
  { key, id, timeoutMs }: SoughtObservation,
): Promise<Observation | 'gone' | undefined> {
  if (id === null) return undefined;
  try {
    const read: object = await client.read({ resourceType: 'Observation', id, options: limits(timeoutMs) });
    return isOurs(read, key) ? read : undefined;
  } catch (error) {
    const status = statusIn(error);
    if (status === 404 || status === 410) return 'gone';
    throw error;
  }
}

async function searched(
  client: Client,
  { key, timeoutMs, baseUrl }: SoughtObservation,
): Promise<Observation | 'gone' | 'not-found'> {
  const options = () => limits(timeoutMs);
  const searchParams = { identifier: identifierToken(key) };
  let answer: object = await client.search({
    resourceType: 'Observation',
    searchParams,
    options: options(),
  });
  let strangers = 0;
  for (let pages = 1; ; pages += 1) {
    const { entry = [], link = [] } = answer as Bundle;
    const found = entry.flatMap(({ resource }) =>
      resource?.resourceType === 'Observation' ? [resource] : [],
    );
    const ours = found.find((one) => isOurs(one, key));
    if (ours !== undefined) return ours;
    strangers += found.length;
    const next = link.find(({ relation }) => relation === 'next')?.url;
    if (next === undefined) return 'gone';
    if (pages === MOST_PAGES || !isBelow(next, baseUrl)) return strangers > 0 ? 'not-found' : 'gone';
    answer = await client.request(new URL(next, `${baseUrl}/`).href, { method: 'GET', options: options() });
  }
}

function isOurs(resource: object, key: string): resource is Observation {
  const { resourceType, identifier } = resource as Partial<Observation>;
  return (
    resourceType === 'Observation' &&
    identifier?.some(({ system, value }) => system === OBSERVATION_IDENTIFIER_SYSTEM && value === key) ===
      true
  );
}
