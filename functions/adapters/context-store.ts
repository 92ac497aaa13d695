/**
 * Episodes and facts in the `outcomes` table, indexed beside the patient's assessments, so that one pass over
 * the index meets a patient's episodes, facts and assessments together and in order.
 *
 * @module
 */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { packContact, packEpisode } from '../../shared/metrics/pack-response.ts';
import type { ContextRecord } from '../../shared/programs/context.ts';
import { encode, patientKey, patientShardKey } from './outcome-keys.ts';
import { writeBatches } from './outcome-store.ts';

export interface ContextStore {
  put(records: readonly { readonly source: string; readonly record: ContextRecord }[]): Promise<void>;
}

export function contextStore(client: DynamoDBClient, table: string): ContextStore {
  return {
    async put(records) {
      // The last statement about one episode or contact wins, and a batch write refuses double keys.
      const items = new Map(
        records.map(({ source, record }) => {
          const item = itemOf(source, record);
          return [`${item.pk?.S} ${item.sk?.S}`, item];
        }),
      );
      await writeBatches(
        client,
        table,
        [...items.values()].map((Item) => ({ PutRequest: { Item } })),
      );
    },
  };
}

function itemOf(source: string, record: ContextRecord): Record<string, AttributeValue> {
  const [{ id, patient, changedAt }, sk, isk, packed] =
    record.kind === 'episode'
      ? ([
          record.episode,
          `EP#${encode(record.episode.program)}#${encode(record.episode.id)}`,
          `0#EP#${encode(record.episode.program)}#${encode(record.episode.id)}`,
          packEpisode(record.episode),
        ] as const)
      : ([
          record.contact,
          `FACT#contact#${encode(record.contact.id)}`,
          `1#FACT#contact#${encode(record.contact.id)}`,
          packContact(record.contact),
        ] as const);
  return {
    pk: { S: patientKey(source, patient) },
    sk: { S: sk },
    id: { S: id },
    changedAt: { S: changedAt },
    ipk: { S: patientShardKey(source, patient) },
    isk: { S: `${encode(patient)}#${isk}` },
    m: { S: packed },
  };
}
