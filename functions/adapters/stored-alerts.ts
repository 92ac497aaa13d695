/**
 * Every alert of a source with the patient it is about: for commands that look at all of them. A scan, so it
 * costs what the table is large.
 *
 * @module
 */
import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Alert } from '../../shared/alerts/alert.ts';
import { alertOf } from './alert-item.ts';
import { CURRENT, encode, patientId, responseKey } from './outcome-keys.ts';
import { readBatches } from './outcome-store.ts';

export interface StoredAlert {
  readonly alert: Alert;
  /** Undefined where the response names none. */
  readonly patient: string | undefined;
}

export async function* storedAlerts(
  client: DynamoDBClient,
  table: string,
  source: string,
): AsyncGenerator<readonly StoredAlert[]> {
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: 'begins_with(sk, :alert) AND begins_with(pk, :source)',
        ExpressionAttributeValues: {
          ':alert': { S: 'ALERT#' },
          ':source': { S: `S#${encode(source)}#QR#` },
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    const alerts = (page.Items ?? []).map(alertOf);
    const keys = [...new Set(alerts.map(({ identity }) => responseKey(source, identity)))];
    const items = await readBatches(
      client,
      table,
      keys.map((pk) => ({ pk: { S: pk }, sk: { S: CURRENT } })),
    );
    const patients = new Map(items.map(({ pk, patient }) => [pk?.S, patient?.S]));
    if (alerts.length > 0)
      yield alerts.map((alert) => {
        const reference = patients.get(responseKey(source, alert.identity));
        return { alert, patient: reference === undefined ? undefined : patientId(reference) };
      });
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
