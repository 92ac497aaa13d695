/**
 * Episodes and facts in the `outcomes` table, indexed beside the patient's assessments, so that one pass over
 * the index meets a patient's episodes, facts and assessments together and in order.
 *
 * @module
 */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { packContact, packEpisode } from '../../shared/metrics/pack-response.ts';
import type { ContextRecord } from '../../shared/programs/context.ts';
import { episodeSortKey, factSortKey, patientKey, patientShardKey } from './outcome-keys.ts';

export interface ContextStore {
  put(records: readonly { readonly source: string; readonly record: ContextRecord }[]): Promise<void>;
}

export function contextStore(client: DynamoDBClient, table: string): ContextStore {
  return {
    async put(records) {
      await Promise.all(records.map(({ source, record }) => putNewer(client, table, itemOf(source, record))));
    },
  };
}

/** Queues do not keep order: a file that was closed must not be reopened by an older message about it. */
async function putNewer(
  client: DynamoDBClient,
  table: string,
  item: Record<string, AttributeValue>,
): Promise<void> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk) OR changedAt <= :changedAt',
        ExpressionAttributeValues: { ':changedAt': item.changedAt ?? { S: '' } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

function itemOf(source: string, record: ContextRecord): Record<string, AttributeValue> {
  const [{ id, patient, changedAt }, isk, packed] =
    record.kind === 'episode'
      ? ([
          record.episode,
          episodeSortKey(record.episode.patient, record.episode.program, record.episode.id),
          packEpisode(record.episode),
        ] as const)
      : ([
          record.contact,
          factSortKey(record.contact.patient, 'contact', record.contact.id),
          packContact(record.contact),
        ] as const);
  // The table's sort key is the index's without the patient and the digit that orders kinds of rows.
  const sk = isk.split('#').slice(2).join('#');
  return {
    pk: { S: patientKey(source, patient) },
    sk: { S: sk },
    id: { S: id },
    changedAt: { S: changedAt },
    ipk: { S: patientShardKey(source, patient) },
    isk: { S: isk },
    m: { S: packed },
  };
}
