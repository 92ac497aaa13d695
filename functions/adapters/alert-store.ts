/**
 * Alerts in the `outcomes` table. A writer says what it read, and nothing is written over what it has not
 * seen; nothing is ever deleted.
 *
 * @module
 */
import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { Alert, AlertKey } from '../../shared/alerts/alert.ts';
import type { JudgedVersion } from '../../shared/alerts/verdict.ts';
import { alertItem, alertKey, alertOf, parseAlertKey } from './alert-item.ts';
import { isWritten } from './conditional-write.ts';
import { judgedVersionOf } from './judged-version.ts';
import { responseKey } from './outcome-keys.ts';

type Item = Record<string, AttributeValue>;

/** A response's alerts, and the versions they follow from. */
export interface AlertTrail {
  readonly alerts: readonly Alert[];
  readonly versions: readonly JudgedVersion[];
}

export interface AlertStore {
  readTrail(source: string, identity: string): Promise<AlertTrail>;
  read(key: AlertKey): Promise<Alert | undefined>;
  /** Those that there are, in no order. */
  readMany(keys: readonly AlertKey[]): Promise<readonly Alert[]>;
  /**
   * @param replaces the alert as it was read; undefined when there was none.
   * @returns `false` when somebody else wrote in the meantime, and then nothing is written.
   */
  put(alert: Alert, replaces: Alert | undefined): Promise<boolean>;
}

export function alertStore(client: DynamoDBClient, table: string): AlertStore {
  return {
    async readTrail(source, identity) {
      const alerts: Alert[] = [];
      const versions: JudgedVersion[] = [];
      let from: Item | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': { S: responseKey(source, identity) } },
            ConsistentRead: true,
            ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          }),
        );
        for (const item of page.Items ?? []) {
          if (parseAlertKey(item) !== undefined) alerts.push(alertOf(item));
          const version = judgedVersionOf(item);
          if (version !== undefined) versions.push(version);
        }
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return { alerts, versions };
    },

    async read(key) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: table, Key: alertKey(key), ConsistentRead: true }),
      );
      return item === undefined ? undefined : alertOf(item);
    },

    async readMany(keys) {
      const alerts: Alert[] = [];
      for (let start = 0; start < keys.length; start += 100) {
        let pending: Item[] = keys.slice(start, start + 100).map(alertKey);
        while (pending.length > 0) {
          const page = await client.send(
            new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } }),
          );
          alerts.push(...(page.Responses?.[table] ?? []).map(alertOf));
          pending = page.UnprocessedKeys?.[table]?.Keys ?? [];
        }
      }
      return alerts;
    },

    async put(alert, replaces) {
      return isWritten(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: alertItem({ ...alert, revision: (replaces?.revision ?? 0) + 1 }),
            ...onlyOver(replaces),
          }),
        ),
      );
    },
  };
}

function onlyOver(replaces: Alert | undefined) {
  if (replaces === undefined) return { ConditionExpression: 'attribute_not_exists(pk)' };
  // An alert of the first release has no revision.
  if (replaces.revision === 0) return { ConditionExpression: 'attribute_not_exists(revision)' };
  return {
    ConditionExpression: 'revision = :read',
    ExpressionAttributeValues: { ':read': { N: String(replaces.revision) } },
  };
}
