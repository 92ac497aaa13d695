/**
 * How many events each subscription has had, in `operations`: a number that jumps says that calls were lost.
 *
 * | item  | pk               | sk                     | says                                   |
 * | ----- | ---------------- | ---------------------- | -------------------------------------- |
 * | count | `FETCH#<source>` | `EVENTS#<subscription>` | `total`: events since it began, as told |
 *
 * @module
 */
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { EventCount } from '../../shared/responses/notification.ts';
import { isWritten } from './conditional-write.ts';
import { encode } from './outcome-keys.ts';

export interface EventCounts {
  /** Whether more events were sent than came, by the calls at hand together with those before. */
  haveGap(source: string, counts: readonly EventCount[]): Promise<boolean>;
  /** Only ever forward. */
  advance(source: string, counts: readonly EventCount[]): Promise<void>;
}

export function eventCounts(client: DynamoDBClient, table: string): EventCounts {
  const keyOf = (source: string, subscription: string) => ({
    pk: { S: `FETCH#${encode(source)}` },
    sk: { S: `EVENTS#${encode(subscription)}` },
  });
  return {
    async haveGap(source, counts) {
      for (const [subscription, own] of Map.groupBy(counts, (one) => one.subscription)) {
        const Key = keyOf(source, subscription);
        const { Item } = await client.send(
          new GetItemCommand({ TableName: table, Key, ConsistentRead: true }),
        );
        let known = Number(Item?.total?.N ?? 0);
        for (const { events, total } of own.toSorted((a, b) => a.total - b.total)) {
          if (total > known + events) return true;
          known = Math.max(known, total);
        }
      }
      return false;
    },

    async advance(source, counts) {
      for (const { subscription, total } of counts) {
        await isWritten(
          client.send(
            new PutItemCommand({
              TableName: table,
              Item: { ...keyOf(source, subscription), total: { N: String(total) } },
              ConditionExpression: 'attribute_not_exists(pk) OR #total < :total',
              ExpressionAttributeNames: { '#total': 'total' },
              ExpressionAttributeValues: { ':total': { N: String(total) } },
            }),
          ),
        );
      }
    },
  };
}
