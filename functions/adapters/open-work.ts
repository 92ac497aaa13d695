/**
 * The sparse `open` index: only what somebody or the sweep must come back to, by due time.
 *
 * @module
 */
import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { OPEN_SHARDS, openKey, parseResponseKey } from './outcome-keys.ts';

export interface OpenWork {
  readonly kind: 'write-back' | 'review' | 'alert';
  readonly source: string;
  readonly identity: string;
  readonly dueAt: string;
}

/** Open work of a source that is due at `now`, oldest first within each of the index's partitions. */
export async function* dueWork(
  client: DynamoDBClient,
  table: string,
  source: string,
  now: string,
): AsyncGenerator<OpenWork> {
  for (let shard = 0; shard < OPEN_SHARDS; shard += 1) {
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'open',
          KeyConditionExpression: 'opk = :opk AND osk <= :now',
          ExpressionAttributeValues: { ':opk': { S: openKey(source, shard) }, ':now': { S: now } },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      for (const item of page.Items ?? []) {
        const named = parseResponseKey(item.pk?.S ?? '');
        if (named !== undefined) {
          yield { ...named, kind: item.kind?.S as OpenWork['kind'], dueAt: item.osk?.S ?? '' };
        }
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }
}
