/**
 * What an EHR's answer to one write means for us.
 *
 * @module
 */

/** `written`: it stands. `refused`: it never will as it is. `down`: try again later. */
export type EhrVerdict =
  | { readonly kind: 'written'; readonly id: string | null; readonly version: string | null }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'down'; readonly reason: string; readonly retryAfterSeconds: number | null };

/** Answers that a later identical try may turn around. */
const TRY_LATER: ReadonlySet<number> = new Set([401, 403, 408, 409, 425, 429]);

export function verdictOf(
  status: number,
  {
    id = null,
    version = null,
    retryAfter = null,
  }: { id?: string | null; version?: string | null; retryAfter?: string | null } = {},
): EhrVerdict {
  if (status >= 200 && status < 300) return { kind: 'written', id, version };
  if (status >= 500 || TRY_LATER.has(status)) {
    return down(`ehr-answered-${status}`, retryAfter);
  }
  // Two Observations carry our identifier: a person has to remove one.
  if (status === 412) return { kind: 'refused', reason: 'ehr-multiple-matches' };
  return { kind: 'refused', reason: `ehr-answered-${status}` };
}

/** @param retryAfter the header, as the EHR sent it. */
export function down(reason: string, retryAfter: string | null = null): EhrVerdict & { kind: 'down' } {
  return { kind: 'down', reason, retryAfterSeconds: secondsOf(retryAfter) };
}

function secondsOf(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter.trim()) ? Number(retryAfter) : null;
}

/** When to try again: doubling from half a minute to an hour, never before the EHR asked for. */
export function retryDelaySeconds(attempts: number, retryAfterSeconds: number | null): number {
  return Math.max(Math.min(30 * 2 ** Math.max(0, attempts - 1), 3600), retryAfterSeconds ?? 0);
}
