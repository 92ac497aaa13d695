/**
 * The write-back record after an attempt: what the EHR confirmed, and where that leaves the response.
 *
 * @module
 */
import {
  type EhrChange,
  type Receipt,
  unconfirmed,
  type WriteBackPlan,
  type WriteBackState,
} from './desired.ts';
import type { EhrVerdict } from './ehr-answer.ts';

/** Attempts after which an EHR that stays down is a person's business: about two days with the longest waits. */
const ATTEMPTS = 60;

/** @param verdicts one for each change of the plan, in its order. */
export function afterWriteBack(
  before: WriteBackState,
  { mark, changes }: WriteBackPlan,
  verdicts: readonly EhrVerdict[],
): WriteBackState {
  const receipts = new Map(before.receipts.map((receipt) => [receipt.key, receipt]));
  for (const [index, change] of changes.entries()) {
    const verdict = verdicts[index];
    if (verdict?.kind === 'written') receipts.set(change.key, receiptOf(change, verdict));
    else if (verdict?.kind === 'down') receipts.set(change.key, doubtful(change, receipts.get(change.key)));
  }
  const down = verdicts.find((one) => one.kind === 'down');
  const refused = verdicts.find((one) => one.kind === 'refused');
  const standing = [...receipts.values()];
  // Nobody but a person asks again for one that had failed: it gets its two days anew.
  const attempts = (before.state === 'failed' ? 0 : before.attempts) + 1;

  if (down !== undefined) {
    const state = attempts >= ATTEMPTS ? 'failed' : 'deferred';
    return { state, seen: before.seen, receipts: standing, reason: down.reason, attempts };
  }
  if (refused !== undefined) {
    return { state: 'refused', seen: mark, receipts: standing, reason: refused.reason, attempts };
  }
  return {
    state: standing.length === 0 ? 'none' : 'written',
    seen: mark,
    receipts: standing,
    reason: null,
    attempts: 0,
  };
}

/** The call may have landed: what stood is no longer sure, so nothing counts as equal until it is confirmed. */
function doubtful(change: EhrChange, standing: Receipt | undefined): Receipt {
  if (change.kind === 'retract') return standing ?? change.receipt;
  if (standing !== undefined) return { ...standing, hash: '' };
  return unconfirmed(change.key, change.observation.valueQuantity?.value ?? null);
}

function receiptOf(change: EhrChange, { id, version }: EhrVerdict & { kind: 'written' }): Receipt {
  if (change.kind === 'retract') {
    // The hash is cleared, so that a score that comes back is always sent again.
    return { ...change.receipt, id: id ?? change.receipt.id, version, status: 'entered-in-error', hash: '' };
  }
  const { key, hash, observation } = change;
  return {
    key,
    id,
    version,
    value: observation.valueQuantity?.value ?? null,
    status: observation.status === 'amended' ? 'amended' : 'final',
    hash,
  };
}
