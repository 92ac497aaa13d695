/**
 * Up to when an EHR has been searched, in `operations`.
 *
 * | item      | pk               | sk          | says                                                  |
 * | --------- | ---------------- | ----------- | ----------------------------------------------------- |
 * | watermark | `FETCH#<source>` | `WATERMARK` | `since`: newest `lastUpdated` seen, on the EHR's clock |
 * | the same  | same             | `WATERMARK#<type>` | of another type than QuestionnaireResponse      |
 *
 * @module
 */
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { isWritten } from './conditional-write.ts';
import { encode } from './outcome-keys.ts';

export interface Watermarks {
  read(source: string, type: string): Promise<string | undefined>;
  /** Only ever forward: a search that started earlier and ended later moves nothing back. */
  advance(source: string, type: string, since: string): Promise<void>;
}

export function watermarks(client: DynamoDBClient, table: string): Watermarks {
  const keyOf = (source: string, type: string) => ({
    pk: { S: `FETCH#${encode(source)}` },
    sk: { S: type === 'QuestionnaireResponse' ? 'WATERMARK' : `WATERMARK#${type}` },
  });
  return {
    async read(source, type) {
      const get = new GetItemCommand({ TableName: table, Key: keyOf(source, type), ConsistentRead: true });
      return (await client.send(get)).Item?.since?.S;
    },

    async advance(source, type, since) {
      await isWritten(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: { ...keyOf(source, type), since: { S: since } },
            ConditionExpression: 'attribute_not_exists(pk) OR since < :since',
            ExpressionAttributeValues: { ':since': { S: since } },
          }),
        ),
      );
    },
  };
}
