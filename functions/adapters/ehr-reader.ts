/**
 * Resources read in an EHR, through fhir-kit-client: a time limit per call, no redirects, and only
 * pages under the EHR's own base are followed, so that nothing is asked of another host.
 *
 * @module
 */
import type { Bundle } from 'fhir/r4.js';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import { type BackendTokens, TokenUnavailable } from './backend-tokens.ts';
import { ehrClient, isBelow, limits, statusIn } from './ehr-client.ts';

type Resource = Readonly<Record<string, unknown>>;

export type ReadAnswer =
  | { readonly kind: 'found'; readonly resource: Resource }
  /** 404 or 410: it was deleted, or never was. */
  | { readonly kind: 'gone' }
  /** The EHR will not show this one to us, and will not tomorrow. */
  | { readonly kind: 'refused'; readonly code: string };

export interface EhrReader {
  /** @throws {EhrUnreadable} when the EHR gives no answer that says whether it is there. */
  read(type: string, id: string): Promise<ReadAnswer>;
  /**
   * Everything of a type changed at or after `since`, oldest first where the EHR sorts, page by page.
   *
   * @param since ISO instant.
   * @throws {EhrUnreadable}
   */
  search(type: string, since: string): AsyncGenerator<FoundPage>;
}

export interface FoundPage {
  readonly resources: readonly Resource[];
  /** The EHR says that it sorts: its self link repeats what it made of our parameters, as FHIR wants it. */
  readonly sorted: boolean;
}

/** The EHR did not answer, or answered that it will not. Codes are stable; nothing the EHR said is in it. */
class EhrUnreadable extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`the EHR cannot be read: ${code}`);
    this.name = 'EhrUnreadable';
    this.code = code;
  }
}

const PAGE = 100;
const SORTED = /[?&]_sort=_lastUpdated(?:&|$)/;

/** @param tokens undefined for an EHR that is asked without one. */
export function ehrReader(
  { ehr: { baseUrl, timeoutMs } }: Pick<SourceSettings, 'ehr'>,
  tokens?: BackendTokens,
): EhrReader {
  const { client, call } = ehrClient(baseUrl, tokens);
  const options = () => limits(timeoutMs);
  const asked = async (make: () => Promise<object>): Promise<Bundle> => {
    try {
      return (await call(make)) as Bundle;
    } catch (error) {
      throw unreadable(error, statusIn(error));
    }
  };
  return {
    async read(resourceType, id) {
      try {
        const resource = await call(() => client.read({ resourceType, id, options: options() }));
        if (resource.resourceType !== resourceType) throw new EhrUnreadable('ehr-not-fhir');
        return { kind: 'found', resource: { ...resource } };
      } catch (error) {
        const status = statusIn(error);
        if (status === 404 || status === 410) return { kind: 'gone' };
        if (status === 401 || status === 403) return { kind: 'refused', code: `ehr-answered-${status}` };
        throw unreadable(error, status);
      }
    },

    async *search(resourceType, since) {
      let page = await asked(() =>
        client.search({
          resourceType,
          searchParams: { _lastUpdated: `ge${since}`, _sort: '_lastUpdated', _count: PAGE },
          options: options(),
        }),
      );
      const sorted = SORTED.test(page.link?.find(({ relation }) => relation === 'self')?.url ?? '');
      for (;;) {
        yield { resources: resourcesIn(page, resourceType), sorted };
        const next = nextOf(page, baseUrl);
        if (next === undefined) return;
        page = await asked(() => client.request(next, { method: 'GET', options: options() }));
      }
    },
  };
}

/** Servers may add an OperationOutcome or what they think belongs to it. */
function resourcesIn({ entry = [] }: Bundle, type: string): readonly Resource[] {
  return entry.flatMap(({ resource }) =>
    isObject(resource) && resource.resourceType === type ? [{ ...resource }] : [],
  );
}

/** Path of the next page below the base; a link to anywhere else is not followed. */
function nextOf({ link = [] }: Bundle, baseUrl: string): string | undefined {
  const url = link.find(({ relation }) => relation === 'next')?.url;
  if (url === undefined) return undefined;
  if (!isBelow(url, baseUrl)) throw new EhrUnreadable('ehr-page-elsewhere');
  return new URL(url, `${baseUrl}/`).href;
}

function unreadable(error: unknown, status: number | undefined): EhrUnreadable {
  if (error instanceof EhrUnreadable) return error;
  if (error instanceof TokenUnavailable) return new EhrUnreadable(error.code);
  if (status !== undefined) return new EhrUnreadable(`ehr-answered-${status}`);
  const { name } = error as { readonly name?: string };
  return new EhrUnreadable(name === 'TimeoutError' ? 'ehr-timed-out' : 'ehr-unreachable');
}
