/**
 * Every response in the `outcomes` table as it stands, with the resource as it was received: for commands that
 * look at all of them. A scan, so it costs what the table is large.
 *
 * @module
 */
import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { CurrentResponse } from '../../shared/responses/current.ts';
import { isKeptInPart, rawOf } from './kept-resource.ts';
import { CURRENT, encode, responseKey, versionSortKey } from './outcome-keys.ts';
import { currentOf } from './outcome-store.ts';
import { readBatches } from './table-batches.ts';

export interface StoredResponse {
  readonly current: CurrentResponse;
  /**
   * Null for a response that was withdrawn by a delete, undefined when its version is not in the table or was too
   * large to be kept whole.
   */
  readonly raw: unknown;
}

export interface StoredResponsesOptions {
  /** Only those of this source. */
  readonly source?: string;
  /** Only those scored by rules of a lower registry version. */
  readonly behind?: number;
}

/** Page by page, so that memory stays flat. */
export async function* storedResponses(
  client: DynamoDBClient,
  table: string,
  { source, behind }: StoredResponsesOptions = {},
): AsyncGenerator<readonly StoredResponse[]> {
  const isCurrent = 'sk = :current';
  const ofSource = source === undefined ? '' : ' AND begins_with(pk, :source)';
  const isBehind = behind === undefined ? '' : ' AND #registry < :registry';
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: `${isCurrent}${ofSource}${isBehind}`,
        ...(behind === undefined ? {} : { ExpressionAttributeNames: { '#registry': 'registry' } }),
        ExpressionAttributeValues: {
          ':current': { S: CURRENT },
          ...(source === undefined ? {} : { ':source': { S: `S#${encode(source)}#QR#` } }),
          ...(behind === undefined ? {} : { ':registry': { N: String(behind) } }),
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    const standing = (page.Items ?? []).map(currentOf);
    if (standing.length > 0) yield await withRaw(client, table, standing);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

async function withRaw(
  client: DynamoDBClient,
  table: string,
  standing: readonly CurrentResponse[],
): Promise<readonly StoredResponse[]> {
  const keys = standing.map((current) => ({
    pk: { S: responseKey(current.source, current.identity) },
    sk: { S: versionSortKey(current) },
  }));
  const versions = await readBatches(client, table, keys);
  const whole = versions.filter((item) => !isKeptInPart(item));
  const byKey = new Map(whole.map((item) => [`${item.pk?.S} ${item.sk?.S}`, rawOf(item)]));
  return standing.map((current, index) => {
    const { pk, sk } = keys[index] ?? {};
    return { current, raw: byKey.get(`${pk?.S} ${sk?.S}`) };
  });
}
