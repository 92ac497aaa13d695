/**
 * Resources that changed in an EHR since an instant, by search, page by page and oldest first.
 *
 * A next link is followed only under the EHR's own base: the request carries our access, and a reference that
 * leads elsewhere would carry it away.
 *
 * @module
 */
import type { Bundle } from 'fhir/r4.js';
import { Client } from 'fhir-kit-client';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';

type Resource = Readonly<Record<string, unknown>>;

export interface ChangedPage {
  readonly resources: readonly Resource[];
  /** The EHR says that it sorts: its self link repeats the parameters it has used, as FHIR wants it. */
  readonly sorted: boolean;
}

export interface EhrChanges {
  /** @throws {EhrUnavailable} when the EHR does not answer a search, or leads elsewhere. */
  pages(resourceType: string, since: string): AsyncGenerator<ChangedPage>;
}

/** Its message is its code: what an EHR says may hold search values, so none of it is kept. */
export class EhrUnavailable extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'EhrUnavailable';
    this.code = code;
  }
}

const PAGE_SIZE = '100';

export function ehrChanges({ ehr: { baseUrl, timeoutMs } }: SourceSettings): EhrChanges {
  const client = new Client({ baseUrl, requestOptions: { redirect: 'error' } });
  const limits = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(timeoutMs) });
  return {
    async *pages(resourceType, since) {
      const searchParams = { _lastUpdated: `ge${since}`, _sort: '_lastUpdated', _count: PAGE_SIZE };
      let bundle = await answered(() => client.search({ resourceType, searchParams, options: limits() }));
      const self = bundle.link?.find(({ relation }) => relation === 'self')?.url ?? '';
      const sorted = /[?&]_sort=_lastUpdated(?:&|$)/.test(self);
      for (;;) {
        yield { resources: resourcesOf(bundle, resourceType), sorted };
        const next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
        if (next === undefined) return;
        const url = new URL(next, `${baseUrl}/`);
        if (url.origin !== new URL(baseUrl).origin) throw new EhrUnavailable('ehr-leads-elsewhere');
        bundle = await answered(() => client.request(url.href, { method: 'GET', options: limits() }));
      }
    },
  };
}

/** Servers may include an OperationOutcome or other types. */
function resourcesOf({ entry = [] }: Bundle, resourceType: string): readonly Resource[] {
  return entry.flatMap(({ resource }) =>
    isObject(resource) && resource.resourceType === resourceType ? [resource] : [],
  );
}

async function answered(call: () => Promise<unknown>): Promise<Bundle> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    const { response, name } = error as { response?: { status?: number }; name?: string };
    if (response?.status !== undefined) throw new EhrUnavailable(`ehr-answered-${response.status}`);
    throw new EhrUnavailable(
      name === 'TimeoutError' || name === 'AbortError' ? 'ehr-timed-out' : 'ehr-unreachable',
    );
  }
  if (!isObject(answer) || answer.resourceType !== 'Bundle') throw new EhrUnavailable('ehr-gave-no-bundle');
  return answer as unknown as Bundle;
}
