/**
 * Index rows that changed since an earlier compile: what a restatement is because of. It names people, so it is
 * shown to operators alone.
 *
 * @module
 */
import { isRetracted } from './decode-row.ts';
import { rowKind } from './packed-row.ts';
import { changedAtOf } from './packed-text.ts';

export interface ChangedRow {
  /** Bare id. */
  readonly patient: string;
  readonly kind: 'response' | 'episode' | 'fact';
  /** Identity of the response, or id of the episode or the fact. */
  readonly id: string;
  /** ISO instant at which this state of it reached us. */
  readonly changedAt: string;
  /** It no longer counts. */
  readonly retracted: boolean;
}

const kinds = {
  [rowKind.episode]: 'episode',
  [rowKind.fact]: 'fact',
  [rowKind.assessment]: 'response',
} as const;

/** Undefined when the row is not newer than `since`, in milliseconds, or cannot be read. */
export function changedRow(sk: string, m: string, since: number): ChangedRow | undefined {
  const changedAt = changedAtOf(m);
  if (!(changedAt > since)) return undefined;
  const [patient = '', digit = '', ...rest] = sk.split('#');
  const kind = kinds[digit as keyof typeof kinds];
  if (kind === undefined) return undefined;
  return {
    patient: decodeURIComponent(patient),
    kind,
    id: decodeURIComponent(rest.at(-1) ?? ''),
    changedAt: new Date(changedAt).toISOString(),
    retracted: isRetracted(m),
  };
}
