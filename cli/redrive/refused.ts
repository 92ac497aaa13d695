/**
 * Write-backs that wait for a person: what the EHR would not take, and the way back to the sweep, which asks
 * for them again within a minute.
 *
 * @module
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { giveBackToSweep, waitingWork } from '../../functions/adapters/open-work.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';

export interface RefusedWriteBack {
  readonly source: string;
  readonly identity: string;
  /** Code of the last answer: `ehr-answered-422` ... */
  readonly reason: string;
}

/** Keys looked up at a time. */
const PAGE = 50;

export async function refusedWriteBacks(
  dynamo: DynamoDBClient,
  table: string,
): Promise<readonly RefusedWriteBack[]> {
  const keys = await waitingWork(dynamo, table, 'refused');
  const outcomes = outcomeStore(dynamo, table);
  const found: RefusedWriteBack[] = [];
  for (let start = 0; start < keys.length; start += PAGE) {
    for (const { current, writeBack } of await outcomes.readStates(keys.slice(start, start + PAGE))) {
      const { source, identity } = current;
      found.push({ source, identity, reason: writeBack.reason ?? 'unknown' });
    }
  }
  return found;
}

/** How many were given back; one that was written meanwhile is left as it is. */
export async function reopen(
  dynamo: DynamoDBClient,
  table: string,
  refused: readonly RefusedWriteBack[],
  now: string,
): Promise<number> {
  let reopened = 0;
  for (const { source, identity } of refused)
    if (await giveBackToSweep(dynamo, table, source, identity, now)) reopened += 1;
  return reopened;
}
