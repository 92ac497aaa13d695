/**
 * What `redrive` found and did.
 *
 * @module
 */
import type { RefusedWriteBack } from './refused.ts';

export interface RedriveReport {
  /** Queues with dead letters in them. `moved` is null until they are sent. */
  readonly deadLetters: readonly {
    readonly queue: string;
    readonly messages: number;
    readonly moved: number | null;
  }[];
  readonly refused: readonly RefusedWriteBack[];
  /** Write-backs given back to the sweep; null until they are sent. */
  readonly reopened: number | null;
}

export function redriveText({ deadLetters, refused, reopened }: RedriveReport): readonly string[] {
  if (deadLetters.length === 0 && refused.length === 0)
    return ['Nothing to redrive: no dead letters, no write-back that waits for a person.'];
  const lines = deadLetters.map(({ queue, messages, moved }) =>
    moved === null ? `about ${messages} dead letters of ${queue}` : `${moved} sent back to ${queue}`,
  );
  const byReason = Map.groupBy(refused, ({ source, reason }) => `${source}: ${reason}`);
  for (const [reason, own] of byReason) lines.push(`${own.length} write-backs of ${reason}`);
  if (reopened !== null && refused.length > 0)
    lines.push(`${reopened} write-backs given back: the sweep asks the EHR again within a minute`);
  if (reopened === null) lines.push('Correct the cause first (docs/runbooks), then repeat this with --send.');
  return lines;
}
