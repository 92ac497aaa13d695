/**
 * Where a response stands, as one sentence that says what happens next or what somebody has to do.
 *
 * @module
 */
import type { Outcome } from '../scoring/assessment.ts';
import { type IssueCode, issue } from '../scoring/issue.ts';
import type { WriteBackState } from '../write-back/desired.ts';

export function nextStep(
  status: Outcome,
  reason: IssueCode | undefined,
  reasonAt: string | undefined,
  writeBack: WriteBackState['state'],
  writeBackReason: string | null,
): string {
  if (writeBack === 'deferred')
    return `The EHR could not be reached (${writeBackReason}). It is tried again by itself.`;
  if (writeBack === 'refused')
    return `The EHR refused the scores (${writeBackReason}). Correct the cause in the EHR or the settings, then redrive.`;
  if (writeBack === 'failed')
    return `The EHR stayed out of reach (${writeBackReason}). See docs/runbooks, then redrive.`;
  if (writeBack === 'pending') return 'The scores are on their way to the EHR.';
  if (status === 'scored') return 'Nothing: the scores stand in the EHR.';
  return reason === undefined ? 'Nothing.' : issue(reason, reasonAt ?? null).message;
}
