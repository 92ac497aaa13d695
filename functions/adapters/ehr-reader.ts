/**
 * Resources read in an EHR, through fhir-kit-client: a time limit per call, no redirects, and only
 * pages under the EHR's own base are followed, so that nothing is asked of another host.
 *
 * @module
 */
import type { Bundle } from 'fhir/r4.js';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import { ehrClient, limits } from './ehr-client.ts';

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

export function ehrReader({ ehr: { baseUrl, timeoutMs } }: Pick<SourceSettings, 'ehr'>): EhrReader {
  const client = ehrClient(baseUrl);
  const options = () => limits(timeoutMs);
  return {
    async read(resourceType, id) {
      try {
        const resource = await client.read({ resourceType, id, options: options() });
        if (resource.resourceType !== resourceType) throw new EhrUnreadable('ehr-not-fhir');
        return { kind: 'found', resource: { ...resource } };
      } catch (error) {
        const status = statusOf(error);
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

async function asked(call: () => Promise<object>): Promise<Bundle> {
  try {
    return (await call()) as Bundle;
  } catch (error) {
    throw unreadable(error, statusOf(error));
  }
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
  if (!URL.canParse(url, `${baseUrl}/`)) throw new EhrUnreadable('ehr-page-elsewhere');
  const target = new URL(url, `${baseUrl}/`);
  const base = new URL(baseUrl);
  if (target.origin !== base.origin || !target.pathname.startsWith(base.pathname))
    throw new EhrUnreadable('ehr-page-elsewhere');
  return target.href;
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly response?: { readonly status?: number } }).response?.status;
}

function unreadable(error: unknown, status: number | undefined): EhrUnreadable {
  if (error instanceof EhrUnreadable) return error;
  if (status !== undefined) return new EhrUnreadable(`ehr-answered-${status}`);
  const { name } = error as { readonly name?: string };
  return new EhrUnreadable(name === 'TimeoutError' ? 'ehr-timed-out' : 'ehr-unreachable');
}
