/**
 * How long scores took into the chart, as counts in `operations`.
 *
 * | item   | pk                 | sk        | says                                              |
 * | ------ | ------------------ | --------- | ------------------------------------------------- |
 * | counts | `WRITTEN#<source>` | `YYYY-MM` | `b0` .. `b7`: responses by `writeTimeBounds`       |
 *
 * @module
 */
import { type DynamoDBClient, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type WriteTimeCounts,
  type WrittenMonth,
  writeTimeBounds,
} from '../../shared/write-back/time-to-write.ts';
import { encode } from './outcome-keys.ts';

export interface WriteTimes {
  add(source: string, month: string, counts: WriteTimeCounts): Promise<void>;
  /** The months from `first` to `last`, both inclusive, that have any. */
  read(source: string, first: string, last: string): Promise<readonly WrittenMonth[]>;
}

const names = Array.from({ length: writeTimeBounds.length + 1 }, (_, at) => `b${at}`);

export function writeTimes(client: DynamoDBClient, table: string): WriteTimes {
  const pk = (source: string) => ({ S: `WRITTEN#${encode(source)}` });
  return {
    async add(source, month, counts) {
      const moved = names.flatMap((name, at) => (counts[at] ? [{ name, count: counts[at] }] : []));
      if (moved.length === 0) return;
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { pk: pk(source), sk: { S: month } },
          UpdateExpression: `ADD ${moved.map(({ name }) => `${name} :${name}`).join(', ')}`,
          ExpressionAttributeValues: Object.fromEntries(
            moved.map(({ name, count }) => [`:${name}`, { N: String(count) }]),
          ),
        }),
      );
    },

    async read(source, first, last) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: { ':pk': pk(source), ':first': { S: first }, ':last': { S: last } },
        }),
      );
      return Items.map((item) => ({
        month: item.sk?.S ?? '',
        counts: names.map((name) => Number(item[name]?.N ?? 0)),
      }));
    },
  };
}
