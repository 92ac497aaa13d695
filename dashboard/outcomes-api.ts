/**
 * The two questions the page asks the API. An answer that is not a document is a value that says which kind
 * of no it is; nothing is thrown.
 *
 * @module
 */
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

export interface OutcomesApi {
  programs(): Promise<Answer<readonly Program[]>>;
  outcomes(programId: string): Promise<Answer<Snapshot>>;
}

/** Longer than the API may take (30 s at the gateway), so that the gateway's own answer comes first. */
const PATIENCE_MS = 35_000;

export function outcomesApi(apiUrl: string, token: () => string, fetching: typeof fetch): OutcomesApi {
  const base = apiUrl.replace(/\/+$/, '');
  const get = async (path: string): Promise<Answer<unknown>> => {
    try {
      const response = await fetching(base + path, {
        headers: { authorization: `Bearer ${token()}`, accept: 'application/json' },
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return response.ok ? { kind: 'answer', value: await response.json() } : await refusalOf(response);
    } catch (fault) {
      // A body that is not JSON is a SyntaxError; everything else never reached the API.
      return refused(fault instanceof SyntaxError ? 'unreadable' : 'unreachable');
    }
  };
  return {
    async programs() {
      const answer = await get('/programs');
      if (answer.kind === 'refused') return answer;
      return isPrograms(answer.value) ? { kind: 'answer', value: answer.value } : refused('unreadable');
    },
    async outcomes(programId) {
      const answer = await get(`/programs/${encodeURIComponent(programId)}/outcomes`);
      if (answer.kind === 'refused') return answer;
      return isSnapshot(answer.value) ? { kind: 'answer', value: answer.value } : refused('unreadable');
    },
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

function isPrograms(value: unknown): value is readonly Program[] {
  return (
    Array.isArray(value) && value.every(({ id, name }) => typeof id === 'string' && typeof name === 'string')
  );
}
