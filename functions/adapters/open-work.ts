/**
 * The sparse `open` index: only what somebody or the sweep must come back to, by due time.
 *
 * @module
 */
import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AlertKey } from '../../shared/alerts/alert.ts';
import { parseAlertKey } from './alert-item.ts';
import { isWritten } from './conditional-write.ts';
import { OPEN_SHARDS, openKey, parseResponseKey, responseKey, WRITE_BACK } from './outcome-keys.ts';

export type OpenWork = { readonly dueAt: string } & (
  | {
      /** `refused`: the EHR will not take the scores as they are, or stayed out of reach for days. */
      readonly kind: 'write-back' | 'refused' | 'review';
      readonly source: string;
      readonly identity: string;
    }
  | ({ readonly kind: 'alert' } & AlertKey)
);

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
        const work = workOf(item);
        if (work !== undefined) yield work;
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }
}

/** Alerts that somebody must still look at, due or not. The index lags behind the table by moments. */
export async function openAlerts(
  client: DynamoDBClient,
  table: string,
  source: string,
): Promise<readonly AlertKey[]> {
  const keys: AlertKey[] = [];
  for await (const work of dueWork(client, table, source, END_OF_TIME))
    if (work.kind === 'alert') keys.push(work);
  return keys;
}

/** A response that waits for a person, and since when. */
export interface WaitingResponse {
  readonly source: string;
  readonly identity: string;
  /** ISO instant. */
  readonly since: string;
}

/**
 * Responses of all sources that wait for a person: write-backs that an EHR refused, or scores that must be
 * reviewed. The index holds open work only, so it is scanned.
 */
export async function waitingWork(
  client: DynamoDBClient,
  table: string,
  kind: 'refused' | 'review',
): Promise<readonly WaitingResponse[]> {
  const found: WaitingResponse[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        IndexName: 'open',
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    for (const item of page.Items ?? []) {
      const work = workOf(item);
      if (work?.kind === kind)
        found.push({ source: work.source, identity: work.identity, since: work.dueAt });
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

/**
 * Makes a refused write-back due at once: the sweep asks for it again.
 *
 * @returns `false` when it no longer waits for a person.
 */
export async function giveBackToSweep(
  client: DynamoDBClient,
  table: string,
  source: string,
  identity: string,
  now: string,
): Promise<boolean> {
  return isWritten(
    client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: responseKey(source, identity) }, sk: { S: WRITE_BACK } },
        UpdateExpression: 'SET #kind = :due, osk = :now',
        ConditionExpression: '#kind = :refused',
        ExpressionAttributeNames: { '#kind': 'kind' },
        ExpressionAttributeValues: {
          ':due': { S: 'write-back' },
          ':refused': { S: 'refused' },
          ':now': { S: now },
        },
      }),
    ),
  );
}

/** Sorts after every instant. */
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

function workOf(item: Record<string, AttributeValue>): OpenWork | undefined {
  const dueAt = item.osk?.S ?? '';
  if (item.kind?.S === 'alert') {
    const alert = parseAlertKey(item);
    return alert && { ...alert, kind: 'alert', dueAt };
  }
  const response = parseResponseKey(item.pk?.S ?? '');
  return response && { ...response, kind: item.kind?.S as 'write-back' | 'refused' | 'review', dueAt };
}
