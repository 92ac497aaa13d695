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
  readonly source?: string | undefined;
  /** Only those scored by rules of a lower registry version. */
  readonly behind?: number;
  /** Only those that came to one of these. */
  readonly statuses?: readonly CurrentResponse['status'][];
}

/** Page by page, so that memory stays flat. */
export async function* storedResponses(
  client: DynamoDBClient,
  table: string,
  options: StoredResponsesOptions = {},
): AsyncGenerator<readonly StoredResponse[]> {
  for await (const standing of currentResponses(client, table, options))
    yield await withRaw(client, table, standing);
}

/** What is in force, without the resources. */
export async function* currentResponses(
  client: DynamoDBClient,
  table: string,
  options: StoredResponsesOptions = {},
): AsyncGenerator<readonly CurrentResponse[]> {
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        ...filterOf(options),
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    const standing = (page.Items ?? []).map(currentOf);
    if (standing.length > 0) yield standing;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

function filterOf({ source, behind, statuses }: StoredResponsesOptions) {
  const conditions = ['sk = :current'];
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = { ':current': { S: CURRENT } };
  if (source !== undefined) {
    conditions.push('begins_with(pk, :source)');
    values[':source'] = { S: `S#${encode(source)}#QR#` };
  }
  if (behind !== undefined) {
    conditions.push('#registry < :registry');
    names['#registry'] = 'registry';
    values[':registry'] = { N: String(behind) };
  }
  if (statuses !== undefined) {
    conditions.push(`#status IN (${statuses.map((_, at) => `:status${at}`).join()})`);
    names['#status'] = 'status';
    for (const [at, status] of statuses.entries()) values[`:status${at}`] = { S: status };
  }
  return {
    FilterExpression: conditions.join(' AND '),
    ExpressionAttributeValues: values,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
  };
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
