/**
 * The questions the page asks the API. An answer that is not a document is a value that says which kind
 * of no it is; nothing is thrown.
 *
 * @module
 */
import type { QualityPublication } from '../shared/metrics/exports/quality-report.ts';
import { COMPARISON_VERSION, type ProgramComparison } from '../shared/metrics/program-comparison.ts';
import { SNAPSHOT_VERSION, type Snapshot } from '../shared/metrics/snapshot.ts';

export interface Program {
  readonly id: string;
  readonly name: string;
  readonly source: string;
}

export interface Refusal {
  readonly kind: 'refused';
  readonly because: 'signed-out' | 'forbidden' | 'not-found' | 'failed' | 'unreachable' | 'unreadable';
  /** What the API itself said, for people. */
  readonly said: string | null;
}

export type Answer<T> = { readonly kind: 'answer'; readonly value: T } | Refusal;

/** What a monthly release can be had as. */
export type ReleasedFormat = 'csv' | 'measure-report' | 'measure';

export interface Download {
  readonly name: string;
  readonly body: Blob;
}

export interface OutcomesApi {
  programs(): Promise<Answer<readonly Program[]>>;
  outcomes(programId: string): Promise<Answer<Snapshot>>;
  /** With the other programs of its record system that the reader may see. */
  comparison(programId: string): Promise<Answer<ProgramComparison>>;
  /** Of the latest year that was published. */
  quality(programId: string): Promise<Answer<QualityPublication>>;
  /** A file of the latest monthly release. */
  release(programId: string, format: ReleasedFormat): Promise<Answer<Download>>;
}

/** Longer than the API may take (30 s at the gateway), so that the gateway's own answer comes first. */
const PATIENCE_MS = 35_000;

export function outcomesApi(apiUrl: string, token: () => string, fetching: typeof fetch): OutcomesApi {
  const base = apiUrl.replace(/\/+$/, '');
  const get = async <T>(
    path: string,
    accept: string,
    read: (response: Response) => Promise<T | undefined>,
  ): Promise<Answer<T>> => {
    try {
      const response = await fetching(base + path, {
        headers: { authorization: `Bearer ${token()}`, accept },
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!response.ok) return await refusalOf(response);
      const value = await read(response);
      return value === undefined ? refused('unreadable') : { kind: 'answer', value };
    } catch (fault) {
      // A body that is not JSON is a SyntaxError; everything else never reached the API.
      return refused(fault instanceof SyntaxError ? 'unreadable' : 'unreachable');
    }
  };
  const document = <T>(path: string, isOne: (value: unknown) => value is T): Promise<Answer<T>> =>
    get(path, 'application/json', async (response) => {
      const value: unknown = await response.json();
      return isOne(value) ? value : undefined;
    });
  const about = (programId: string, what: string): string =>
    `/programs/${encodeURIComponent(programId)}/${what}`;
  return {
    programs: () => document('/programs', isPrograms),
    outcomes: (programId) => document(about(programId, 'outcomes'), isSnapshot),
    comparison: (programId) => document(about(programId, 'comparison'), isComparison),
    quality: (programId) => document(about(programId, 'quality'), isPublication),
    release: (programId, format) =>
      get(about(programId, `outcomes?format=${format}`), '*/*', async (response) => ({
        name:
          /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ??
          `${programId}-${format}`,
        body: await response.blob(),
      })),
  };
}

async function refusalOf(response: Response): Promise<Refusal> {
  const because =
    response.status === 401
      ? 'signed-out'
      : response.status === 403
        ? 'forbidden'
        : response.status === 404
          ? 'not-found'
          : 'failed';
  const body: unknown = await response.json().catch(() => null);
  return refused(because, saidIn(body));
}

function refused(because: Refusal['because'], said: string | null = null): Refusal {
  return { kind: 'refused', because, said };
}

/** `{message}` of API Gateway and of our functions, or a FHIR OperationOutcome. */
function saidIn(body: unknown): string | null {
  const { message, issue } = (body ?? {}) as {
    readonly message?: unknown;
    readonly issue?: readonly {
      readonly diagnostics?: unknown;
      readonly details?: { readonly text?: unknown };
    }[];
  };
  const [first] = Array.isArray(issue) ? issue : [];
  const said = [message, first?.details?.text, first?.diagnostics].find((text) => typeof text === 'string');
  return said === undefined ? null : String(said);
}

/** The server is ours: this guards against a page older than its API, not against an enemy. */
function isSnapshot(value: unknown): value is Snapshot {
  const { version, measures } = (value ?? {}) as Partial<Snapshot>;
  return version === SNAPSHOT_VERSION && Array.isArray(measures);
}

/** One that an older compile left behind has no place on the page. */
function isComparison(value: unknown): value is ProgramComparison {
  const { version, measures } = (value ?? {}) as Partial<ProgramComparison>;
  return version === COMPARISON_VERSION && Array.isArray(measures);
}

function isPublication(value: unknown): value is QualityPublication {
  const { year, measures } = (value ?? {}) as Partial<QualityPublication>;
  return typeof year === 'string' && Array.isArray(measures);
}

function isPrograms(value: unknown): value is readonly Program[] {
  return (
    Array.isArray(value) && value.every(({ id, name }) => typeof id === 'string' && typeof name === 'string')
  );
}
