/** What one check found. Codes are stable. */
export interface Finding {
  readonly check: string;
  /** `warn`: it works, and something of the product will not. */
  readonly verdict: 'ok' | 'warn' | 'fail';
  /** What was seen and, unless it is ok, what to do. */
  readonly text: string;
}

export const ok = (check: string, text: string): Finding => ({ check, verdict: 'ok', text });
export const warn = (check: string, text: string): Finding => ({ check, verdict: 'warn', text });
export const fail = (check: string, text: string): Finding => ({ check, verdict: 'fail', text });
