/**
 * Batches of items: what a throttled table leaves is tried again with growing pauses, and never dropped.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/** Tries of a batch whose items the table throttled before giving the messages back to the queue. */
const BATCH_TRIES = 6;

/** @throws {Error} when the table still throttles after all tries. */
export async function writeBatches(
  client: DynamoDBClient,
  table: string,
  requests: readonly WriteRequest[],
): Promise<void> {
  for (let start = 0; start < requests.length; start += 25) {
    let pending: WriteRequest[] = requests.slice(start, start + 25);
    for (let attempt = 0; pending.length > 0; attempt += 1) {
      if (attempt === BATCH_TRIES)
        throw new Error(`${pending.length} items were still throttled after ${BATCH_TRIES} tries`);
      if (attempt > 0) await sleep(25 * 2 ** attempt);
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: pending } }),
      );
      pending = UnprocessedItems?.[table] ?? [];
    }
  }
}

/** Items that are there, in no order. @throws {Error} when the table still throttles after all tries. */
export async function readBatches(
  client: DynamoDBClient,
  table: string,
  keys: readonly Item[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let start = 0; start < keys.length; start += 100) {
    let pending: Item[] = keys.slice(start, start + 100);
    for (let attempt = 0; pending.length > 0; attempt += 1) {
      if (attempt === BATCH_TRIES)
        throw new Error(`${pending.length} keys were still throttled after ${BATCH_TRIES} tries`);
      if (attempt > 0) await sleep(25 * 2 ** attempt);
      const page = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } }),
      );
      items.push(...(page.Responses?.[table] ?? []));
      pending = page.UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return items;
}
