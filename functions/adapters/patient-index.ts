/**
 * The index `byPatient`, read as metrics read it: two attributes a row, page by page, in order.
 *
 * @module
 */
import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { PATIENT_SHARDS, shardKey } from './outcome-keys.ts';

export interface IndexRow {
  readonly sk: string;
  readonly m: string;
}

/** Pages of one of the 64 partitions of a source. */
export async function* partitionPages(
  client: DynamoDBClient,
  table: string,
  source: string,
  partition: number,
): AsyncGenerator<readonly IndexRow[]> {
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byPatient',
        KeyConditionExpression: 'ipk = :ipk',
        ExpressionAttributeValues: { ':ipk': { S: shardKey(source, partition) } },
        ProjectionExpression: 'isk, m',
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    yield (page.Items ?? []).map(({ isk, m }) => ({ sk: isk?.S ?? '', m: m?.S ?? '' }));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** The partitions of one shard, when the source is compiled in `shards` parts. */
export function partitionsOf(shard: number, shards: number): readonly number[] {
  return Array.from({ length: PATIENT_SHARDS }, (_, partition) => partition).filter(
    (partition) => partition % shards === shard,
  );
}
