/**
 * Whether a response that stands in the EHR never reached us, or stands there in a newer version.
 *
 * @module
 */
import { contentHash, type Sha256 } from './content-hash.ts';
import type { CurrentResponse } from './current.ts';
import { ordOf } from './order.ts';
import { isObject, readQuestionnaireResponse } from './questionnaire-response.ts';

/** `held`: the same content, or what we hold is newer, as a delete is that the search does not show. */
export type Missed = 'missing' | 'newer' | 'held';

export function missed(
  resource: Readonly<Record<string, unknown>>,
  held: Pick<CurrentResponse, 'hash' | 'ord'> | undefined,
  now: string,
  sha256: Sha256,
): Missed {
  if (held === undefined) return 'missing';
  const hash = contentHash(resource, sha256);
  if (hash === held.hash) return 'held';
  const lastUpdated = isObject(resource.meta) ? resource.meta.lastUpdated : undefined;
  const ord = ordOf({
    lastUpdated: typeof lastUpdated === 'string' ? lastUpdated : undefined,
    receivedAt: now,
    status: readQuestionnaireResponse({ status: resource.status }).status,
    hash,
  });
  return ord > held.ord ? 'newer' : 'held';
}
