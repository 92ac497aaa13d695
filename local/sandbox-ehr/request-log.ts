/**
 * What was asked of the EHR, for tests and the summary: the last requests, and counts of all of them.
 *
 * No query strings and no bodies: those may hold clinical content.
 *
 * @module
 */

export interface LoggedRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** 0 where the connection was cut instead of an answer. */
  readonly status: number;
}

export interface RequestLog {
  /** The last 1000, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** All requests since the start. */
  readonly total: number;
  /** `POST Observation 201` -> how often; a Bundle is `POST Bundle 200`, its entries are not counted. */
  readonly counts: ReadonlyMap<string, number>;
}

const KEPT = 1000;

export class RequestLogBook implements RequestLog {
  readonly counts = new Map<string, number>();
  total = 0;
  readonly #ring: LoggedRequest[] = [];

  get requests(): readonly LoggedRequest[] {
    const next = this.total % KEPT;
    return this.total <= KEPT ? [...this.#ring] : [...this.#ring.slice(next), ...this.#ring.slice(0, next)];
  }

  add(request: LoggedRequest): void {
    this.#ring[this.total % KEPT] = request;
    this.total += 1;
    const subject = request.path.split('/')[0] || 'Bundle';
    const key = `${request.method} ${subject} ${request.status}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }
}
