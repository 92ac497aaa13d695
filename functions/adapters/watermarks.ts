/**
 * How far each source has been reconciled, by resource type, in `operations`.
 *
 * | item      | pk                | sk                  |
 * | --------- | ----------------- | ------------------- |
 * | watermark | `SOURCE#<source>` | `RECONCILED#<type>` |
 *
 * @module
 */
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { encode } from './outcome-keys.ts';

export interface Watermarks {
  /** ISO instant up to which everything was seen; undefined before the first time. */
  read(source: string, type: string): Promise<string | undefined>;
  put(source: string, type: string, watermark: { readonly upTo: string; readonly at: string }): Promise<void>;
}

export function watermarks(client: DynamoDBClient, table: string): Watermarks {
  const keyOf = (source: string, type: string) => ({
    pk: { S: `SOURCE#${encode(source)}` },
    sk: { S: `RECONCILED#${type}` },
  });
  return {
    async read(source, type) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: keyOf(source, type), ConsistentRead: true }),
      );
      return Item?.upTo?.S;
    },

    async put(source, type, { upTo, at }) {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...keyOf(source, type), upTo: { S: upTo }, at: { S: at } },
        }),
      );
    },
  };
}
